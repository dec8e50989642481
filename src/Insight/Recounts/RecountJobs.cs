using System.Globalization;
using Gonglian.Enterprises;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Jobs;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;
using Gonglian.Organisations;
using Gonglian.Organisations.Unions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gonglian.Insight.Recounts;

/// <summary>复核 as a job: every night, and when somebody asks for it.</summary>
public sealed class RecountJob(Store store, Writes writes, DayRoll roll, TimeProvider clock, ILogger<RecountJob> log) : JobKind
{
    /// <summary>The kind's name.</summary>
    public const string Kind = "figures.recount";

    private static readonly Caller Counter = Caller.System("复核");

    /// <inheritdoc/>
    public override string Name => Kind;

    /// <inheritdoc/>
    public override async Task Run(Job job, CancellationToken stop) => await Look(job, stop);

    /// <summary>Looks at everything, writes down what differs, and says so in the log.</summary>
    internal async Task<Recounting> Look(Job job, CancellationToken stop)
    {
        await roll.Today();
        Recounting all;
        await using (var db = store.Read(Counter))
            all = await Recounting.Run(db, done => Told(job, done), stop);
        var recount = await writes.Do(Counter, db => Task.FromResult(all.Put(db, Now, job.By)));
        if (recount.Differences > 0)
            log.LogError("Recount of {Day}: {Differences} values differ from the facts", recount.Day, recount.Differences);
        return all;
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private Task Told(Job job, long done) => writes.Do(Counter, async db =>
    {
        (await db.Hold(job, Now)).Done = done;
    });
}

/// <summary>更正 as a job: a person has seen the differences and had them mended; what was mended stands in the records.</summary>
/// <remarks>Files are judged anew from their facts first; what the counters still differ by is added to them afterwards.</remarks>
public sealed class RepairJob(
    RecountJob recount, Writes writes, DayRoll roll, CoverageParameters parameters, Vault vault, TimeProvider clock) : JobKind
{
    /// <summary>The kind's name.</summary>
    public const string Kind = "figures.repair";

    private const int PieceSize = 50;
    private static readonly Caller Mender = Caller.System("更正");

    /// <inheritdoc/>
    public override string Name => Kind;

    /// <inheritdoc/>
    public override async Task Run(Job job, CancellationToken stop)
    {
        // As only the first differences are kept, what is mended makes room for the next ones.
        var found = await recount.Look(job, stop);
        while (Files(found) is > 0 and var before)
        {
            await Judge(found.Differences);
            found = await recount.Look(job, stop);
            if (before < Recounting.Most && Files(found) >= before)
                throw new Refused("recounts.stays", "有 {0} 处差异重新计算后仍在,请联系维护人员", before);
        }
        if (found.Differences.Count == 0)
            return;
        await writes.Do(Mender, db =>
        {
            foreach (var d in found.Differences)
                db.Count(d.Path, d.What, Number(d.Counted) - Number(d.Kept));
            return Task.CompletedTask;
        });
        await recount.Look(job, stop);
    }

    private static int Files(Recounting found) => found.Differences.Count(d => d.Kind != DifferenceKind.Counter);

    private async Task Judge(IReadOnlyList<Difference> found)
    {
        var today = await roll.Today();
        foreach (var piece in Keys(found, DifferenceKind.Unit).Chunk(PieceSize))
            await writes.Do(Mender, async db =>
            {
                var ledger = new Ledger(db, await parameters.Of(db), vault, today, clock.GetUtcNow().UtcDateTime);
                var wrong = await db.Enterprises.Where(e => EF.Parameter(piece).Contains(e.Key)).ToListAsync();
                foreach (var file in await ledger.Open(wrong))
                    await ledger.Close(file);
            });
        foreach (var piece in Keys(found, DifferenceKind.Union).Chunk(PieceSize))
            await writes.Do(Mender, async db =>
            {
                var facts = (await db.UnionFacts.Where(f => EF.Parameter(piece).Contains(f.UnionKey) && f.SupersededAt == null)
                    .ToListAsync()).ToLookup(f => f.UnionKey);
                foreach (var union in await db.Unions.Where(u => EF.Parameter(piece).Contains(u.Key)).ToListAsync())
                    UnionStanding.Judge(db, union, facts[union.Key], today);
            });
    }

    private static IEnumerable<long> Keys(IEnumerable<Difference> found, DifferenceKind kind) =>
        found.Where(d => d.Kind == kind).Select(d => d.SubjectKey).Distinct();

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>Asks for a recount with every new day.</summary>
public sealed class RecountRoll(TimeProvider clock) : IRoll
{
    /// <inheritdoc/>
    public async Task<bool> Piece(AppDb db, DateOnly day)
    {
        await db.EnqueueOnce(RecountJob.Kind, clock.GetUtcNow().UtcDateTime);
        return false;
    }
}

/// <summary>Rolls the day shortly after midnight, so that the night's recount does not wait for the first reader.</summary>
public sealed class NightWatch(DayRoll roll, TimeProvider clock, ILogger<NightWatch> log) : BackgroundService
{
    private static readonly TimeSpan AfterMidnight = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Nap = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var next = China.Instant(China.Day(now).AddDays(1)) + AfterMidnight - now;
            await Task.Delay(next < Nap ? next : Nap, stoppingToken).ContinueWith(
                _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            try
            {
                if (!stoppingToken.IsCancellationRequested)
                    await roll.Today();
            }
#pragma warning disable CA1031 // A database that is away for a while: the next reader, or the next hour, rolls.
            catch (Exception away)
#pragma warning restore CA1031
            {
                log.LogWarning(away, "The day cannot be rolled now");
            }
        }
    }
}
