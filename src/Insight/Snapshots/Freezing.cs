using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Jobs;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Insight.Snapshots;

/// <summary>冻结: somebody answers for the figures of a month end, for ever.</summary>
public static class Freezing
{
    /// <summary>The right to do so.</summary>
    public const string Right = "figures.freeze";

    private static readonly DateOnly Earliest = new(2000, 1, 1);

    /// <summary>The last day of the month before the day's own: the one that is frozen as a rule.</summary>
    public static DateOnly LastMonth(DateOnly today) => today.AddDays(-today.Day);

    /// <summary>Whether a reader sees everything of a scope: only then may its sums and rows be shown.</summary>
    public static bool SeesWhole(this Caller caller, string path)
    {
        var range = PathRange.Of(path);
        return caller.Covers(path) && !caller.Denied.Any(d => range.Covers(d.From));
    }

    /// <summary>The newest moment that the store knows: nothing can be frozen before it.</summary>
    /// <param name="store">The store.</param>
    public static async Task<DateTime?> Newest(Store store)
    {
        await using var db = store.Read(Caller.System("冻结"));
        var told = await db.Changes.MaxAsync(c => (DateTime?)c.At);
        var frozen = await db.SnapshotRequests.MaxAsync(r => (DateTime?)r.KnownOn);
        return told > frozen || frozen is null ? told : frozen;
    }

    /// <summary>Asks for a snapshot inside a change; asked again with the same id, it is asked once.</summary>
    /// <param name="db">The writable context.</param>
    /// <param name="scope">Of what.</param>
    /// <param name="wish">Which month, and why again.</param>
    /// <param name="newest">The newest moment that the store knows.</param>
    /// <param name="now">The instant, UTC.</param>
    /// <exception cref="Refused">
    /// <c>access.not-allowed</c>: no right there; <c>snapshots.not-whole</c>: a part of it is closed to the caller;
    /// <c>snapshots.not-a-month</c>; <c>snapshots.not-ended</c>: the month runs still; <c>snapshots.clock</c>: the clock
    /// stands before something that is known; <c>snapshots.running</c>: it is being frozen already;
    /// <c>snapshots.no-reason</c>, <c>text.short</c>, <c>text.long</c>: a restatement says why.
    /// </exception>
    public static async Task Ask(AppDb db, Scope scope, FreezeWish wish, DateTime? newest, DateTime now)
    {
        if (await db.SnapshotRequests.AnyAsync(r => r.Id == wish.Id))
            return;
        db.Caller.Need(Right, scope.Unit.Path);
        if (!db.Caller.SeesWhole(scope.Unit.Path))
            throw new Refused("snapshots.not-whole", "“{0}”有一部分对您的账号关闭,不能由您冻结", scope.Unit.Name);
        Check(wish.Month, newest, now);
        var group = scope.IsGroup ? scope.Code : "";
        var last = await db.SnapshotRequests.Where(r => r.Path == scope.Unit.Path && r.GroupCode == group && r.Month == wish.Month)
            .OrderByDescending(r => r.Number).FirstOrDefaultAsync();
        if (last is not null && !wish.InOrder && !await db.Snapshots.AnyAsync(s => s.Key == last.Key))
            throw new Refused("snapshots.running", "这个月的冻结正在进行或没有做完,请先看它的结果").See($"/snapshots/{last.Id}");
        var reason = last is null ? "" : Wording.Reason(
            wish.Reason, "snapshots.no-reason", "这个月已经冻结过,再冻结就是更正,请写明更正的理由");
        db.Reason = reason.Length > 0 ? reason : null;
        var request = new SnapshotRequest
        {
            Key = db.NextKey(),
            Id = wish.Id,
            Path = scope.Unit.Path,
            ScopeCode = scope.Code,
            ScopeName = scope.Name,
            GroupCode = group,
            Units = scope.Codes,
            Month = wish.Month,
            Number = (last?.Number ?? 0) + 1,
            Reason = reason,
            // As fine as both databases keep it.
            KnownOn = now.AddTicks(-(now.Ticks % 10)),
            By = db.Caller.Name,
            ById = db.Caller.UserId,
        };
        db.Add(request);
        db.Enqueue(FreezeJob.Kind, request.Key, request.Path, now);
    }

    /// <summary>Begins anew with what broke off; what was known when it was asked for stays what is frozen.</summary>
    /// <exception cref="Refused"><c>snapshots.not-broken</c>: it did not break off, or somebody was quicker.</exception>
    public static async Task Resume(AppDb db, Guid id, DateTime now)
    {
        var request = await db.SnapshotRequests.FirstAsync(r => r.Id == id);
        db.Caller.Need(Right, request.Path);
        var job = await db.Jobs.Where(j => j.SubjectKey == request.Key).OrderByDescending(j => j.Key).FirstOrDefaultAsync();
        if (job is not { State: JobState.Failed })
            throw new Refused("snapshots.not-broken", "它没有中断,请刷新后再看");
        db.Enqueue(FreezeJob.Kind, request.Key, request.Path, now);
    }

    private static void Check(DateOnly month, DateTime? newest, DateTime now)
    {
        if (month.AddDays(1).Day != 1 || month < Earliest)
            throw new Refused("snapshots.not-a-month", "请选择一个月份").At(nameof(FreezeWish.Month));
        if (month >= China.Day(now))
            throw new Refused("snapshots.not-ended", "{0} 还没有过完,月末以后才能冻结", month.ToString("yyyy-MM")).At(nameof(FreezeWish.Month));
        if (now < newest)
            throw new Refused("snapshots.clock", "服务器的时钟是 {0},早于已有记录的时刻 {1},时钟可能被调回;校准以后再冻结",
                Said(now), Said(newest.Value));
    }

    private static string Said(DateTime instant) => China.Time(instant).ToString("yyyy-MM-dd HH:mm:ss");
}

/// <summary>What somebody wants frozen.</summary>
/// <param name="Id">Made when the form was shown, so that a double click freezes once.</param>
/// <param name="Month">月末.</param>
/// <param name="Reason">Why again, where it was frozen before.</param>
/// <param name="InOrder">Whether it may be asked for behind one that is still to be made: jobs are done in order.</param>
public sealed record FreezeWish(Guid Id, DateOnly Month, string? Reason = null, bool InOrder = false);
