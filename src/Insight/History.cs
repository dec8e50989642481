using System.Globalization;
using Gonglian.Enterprises;
using Gonglian.Foundation.Bulletins;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Jobs;
using Gonglian.Foundation.Rules;
using Gonglian.Insight.Cubes;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Insight;

/// <summary>趋势: what each month end holds, as far as it is known now.</summary>
/// <remarks>
/// A point of a trend is the month end's figure by <see cref="Replay"/> with everything known when it was filled, so that a
/// back-dated fact moves the curve; <see cref="AtSetting"/> says when that was. What was known then is asked of a replay
/// with its instant, and never of this table.
/// </remarks>
public sealed class History(Store store, Writes writes, TimeProvider clock)
{
    /// <summary>The setting that holds the instant of the last filling, UTC.</summary>
    public const string AtSetting = "figures.history-at";

    /// <summary>How many month ends a trend has before today.</summary>
    public const int Months = 12;

    private static readonly Caller Filler = Caller.System("复算");
    private volatile Filled? filled;

    /// <summary>The last days of the months before the day's own, the oldest first.</summary>
    public static IReadOnlyList<DateOnly> MonthEnds(DateOnly today) =>
        [.. Enumerable.Range(0, Months).Select(i => today.AddDays(1 - today.Day).AddMonths(i - Months + 1).AddDays(-1))];

    /// <summary>Fills the month ends before today in one pass over the facts; replaces what stands there.</summary>
    public async Task Fill(CancellationToken stop = default)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        IReadOnlyList<ReplayedCounts> counts;
        await using (var db = store.Read(Filler))
            counts = await Replay.Count(
                db, await CoverageParameters.Read(db), MonthEnds(China.Day(now)), stop: stop);
        foreach (var count in counts)
            await writes.Do(Filler, db => Put(db, count));
        await writes.Do(Filler, db => db.Set(AtSetting, now.ToString("O", CultureInfo.InvariantCulture)));
        filled = null;
    }

    /// <summary>The measures of a scope at the month ends, as far as the caller sees them; empty while none is filled.</summary>
    /// <param name="db">The caller's context.</param>
    /// <param name="scope">The unit or group.</param>
    public async Task<IReadOnlyDictionary<DateOnly, Dictionary<string, long>>> Of(AppDb db, Scope scope)
    {
        if (await db.Get(AtSetting) is not { } at)
            return new Dictionary<DateOnly, Dictionary<string, long>>();
        if (filled is not { } now || now.At != at)
            filled = now = await Read(at);
        var past = new Dictionary<DateOnly, Dictionary<string, long>>();
        var ranges = scope.Paths.Select(PathRange.Of).ToList();
        var inside = now.Places.Where(p => ranges.Exists(r => r.Covers(p.Key)) && db.Caller.Covers(p.Key));
        foreach (var row in inside.SelectMany(p => p))
        {
            past.TryAdd(row.Day, []);
            past[row.Day][row.Measure] = past[row.Day].GetValueOrDefault(row.Measure) + row.Value;
        }
        return past;
    }

    // The month ends change when they are filled and at no other time, so one reading serves every page until then.
    private async Task<Filled> Read(string at)
    {
        await using var db = store.Read(Filler);
        return new Filled(at, (await db.CounterHistory.ToListAsync()).ToLookup(c => c.Path));
    }

    private static async Task Put(AppDb db, ReplayedCounts counts)
    {
        await db.CounterHistory.Where(c => c.Day == counts.Day).ExecuteDeleteAsync();
        db.Insert(counts.All.Select(c => new CounterHistory
        {
            Path = c.Path,
            Day = counts.Day,
            Measure = c.Measure,
            Value = c.Value,
        }));
    }

    private sealed record Filled(string At, ILookup<string, CounterHistory> Places);
}

/// <summary>Fills the trend as a job, and brings the cube up to date, so that nobody waits for either after a night or an import.</summary>
public sealed class HistoryJob(History history, Cube cube) : JobKind
{
    /// <summary>The kind's name.</summary>
    public const string Kind = "figures.history";

    /// <inheritdoc/>
    public override string Name => Kind;

    /// <inheritdoc/>
    public override async Task Run(Job job, CancellationToken stop)
    {
        await history.Fill(stop);
        await cube.Now();
    }
}

/// <summary>Asks for the trend anew with every new day, and when many facts were told: some may be back-dated.</summary>
public sealed class HistoryRoll(TimeProvider clock) : IRoll, IHear<ManyFactsTold>
{
    /// <inheritdoc/>
    public async Task<bool> Piece(AppDb db, DateOnly day)
    {
        await Ask(db);
        return false;
    }

    /// <inheritdoc/>
    public Task Hear(AppDb db, ManyFactsTold bulletin) => Ask(db);

    private async Task Ask(AppDb db)
    {
        await db.EnqueueOnce(HistoryJob.Kind, clock.GetUtcNow().UtcDateTime);
    }
}
