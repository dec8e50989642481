using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Insight;
using Gonglian.Insight.Snapshots;

namespace Gonglian.Host.Demo;

/// <summary>Has the last month ends frozen on the second day after each, and the newest one restated when the last roster had come.</summary>
/// <remarks>Asked for at the moment that stands in the records; made when the jobs are done, from what was known at that moment.</remarks>
internal sealed class FrozenMonths(Store store, Writes writes, DemoClock clock, Steps steps, Caller leader)
{
    private const int Count = 3;
    private const string District = "440305000000";
    private static readonly TimeSpan AfterTheLast = TimeSpan.FromHours(2.5);

    private IEnumerable<DateOnly> Ends => History.MonthEnds(steps.Anchor).TakeLast(Count).Where(m => Moment(m) < steps.Moment(Steps.Last));

    /// <summary>Freezes them; the chosen units too for the newest.</summary>
    public async Task Months()
    {
        foreach (var month in Ends)
        {
            clock.Set(Moment(month));
            await Ask(District, new(Guid.CreateVersion7(), month));
        }
        await Ask(Scope.CreationUnits, new(Guid.CreateVersion7(), Ends.Last()));
    }

    /// <summary>Restates the newest.</summary>
    public async Task Restate()
    {
        clock.Set(steps.Moment(Steps.Last) + AfterTheLast);
        await Ask(District, new(Guid.CreateVersion7(), Ends.Last(), "最后一批名册补报了月末以前的建会和人数", InOrder: true));
    }

    private static DateTime Moment(DateOnly month) => China.Instant(month.AddDays(2)).AddHours(10);

    private async Task Ask(string code, FreezeWish wish)
    {
        await using var db = store.Read(leader);
        var scope = await Scope.Get(db, code);
        var newest = await Freezing.Newest(store);
        await writes.Do(leader, change => Freezing.Ask(change, scope, wish, newest, clock.GetUtcNow().UtcDateTime));
    }
}
