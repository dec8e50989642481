using System.Text.Json;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Insight.Replays;

/// <summary>复算任务: a day of a large store, recounted in the background for whoever asked.</summary>
public sealed class AskedReplay : IScoped
{
    /// <summary>Files from which a recount does not run while its page is loaded: about three seconds' worth.</summary>
    public const long Large = 200_000;

    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <inheritdoc/>
    public required string Path { get; init; }

    /// <summary>统计日, China time.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>As far as it was known at this instant, UTC; nothing for the moment of counting.</summary>
    public DateTime? KnownOn { get; init; }

    /// <summary>Who asked.</summary>
    public required string By { get; init; }

    /// <summary>When it was counted, UTC; nothing while it waits.</summary>
    public DateTime? DoneAt { get; set; }

    /// <summary>The measures of every place, as JSON; empty while it waits.</summary>
    public string Counts { get; set; } = "";

    /// <summary>The sums of several parts of the tree, none below another.</summary>
    public IReadOnlyDictionary<string, long> Under(IEnumerable<string> paths)
    {
        var ranges = paths.Select(PathRange.Of).ToList();
        return Scope.Total(JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, long>>>(Counts)!
            .Where(p => ranges.Exists(r => r.Covers(p.Key))).Select(p => p.Value));
    }

    internal static void Map(ModelBuilder model) => model.Entity<AskedReplay>(e =>
    {
        e.ToTable("asked_replay");
        e.HasKey(r => r.Key);
        e.Property(r => r.Key).ValueGeneratedNever();
        e.HasIndex(r => new { r.Day, r.Path });
    });
}

/// <summary>Asking for recounts of a large store.</summary>
public static class Replaying
{
    extension(AppDb db)
    {
        /// <summary>复算任务.</summary>
        public DbSet<AskedReplay> AskedReplays => db.Set<AskedReplay>();
    }

    /// <summary>How many files a recount looks at: those of the whole store, whoever asks.</summary>
    public static async Task<long> Files(Store store) =>
        (await store.Tallies.Now()).Sums([""], _ => true).GetValueOrDefault(Measures.Units);

    /// <summary>The newest recount of a day that the caller sees; nothing when none was asked for.</summary>
    public static Task<AskedReplay?> Find(AppDb db, DateOnly day, DateTime? known) => db.AskedReplays
        .Where(r => r.Day == day && r.KnownOn == known).OrderByDescending(r => r.Key).FirstOrDefaultAsync();

    /// <summary>Asks for a recount, inside a change; while one of the same day is under way, it is that one.</summary>
    public static async Task Ask(AppDb db, string path, DateOnly day, DateTime? known, DateTime now)
    {
        if (await Find(db, day, known) is { DoneAt: null } waiting && await db.IsUnderWay(ReplayJob.Kind, waiting.Key))
            return;
        var asked = new AskedReplay { Key = db.NextKey(), Path = path, Day = day, KnownOn = known, By = db.Caller.Name };
        db.Add(asked);
        db.Enqueue(ReplayJob.Kind, asked.Key, path, now);
    }
}

/// <summary>Recounts a day as a job.</summary>
public sealed class ReplayJob(Store store, Writes writes, TimeProvider clock) : JobKind
{
    /// <summary>The kind's name.</summary>
    public const string Kind = "figures.replay";

    private static readonly Caller Counter = Caller.System("复算");

    /// <inheritdoc/>
    public override string Name => Kind;

    /// <inheritdoc/>
    public override async Task Run(Job job, CancellationToken stop)
    {
        ReplayedCounts counts;
        await using (var db = store.Read(Counter))
        {
            var asked = await db.AskedReplays.SingleAsync(r => r.Key == job.SubjectKey, stop);
            counts = (await Replay.Count(db, await CoverageParameters.Read(db), [asked.Day], asked.KnownOn, stop))[0];
        }
        var places = counts.All.GroupBy(c => c.Path).ToDictionary(p => p.Key, p => p.ToDictionary(c => c.Measure, c => c.Value));
        await writes.Do(Counter, async db =>
        {
            var asked = await db.AskedReplays.SingleAsync(r => r.Key == job.SubjectKey);
            (asked.Counts, asked.DoneAt) = (JsonSerializer.Serialize(places), clock.GetUtcNow().UtcDateTime);
        });
    }
}
