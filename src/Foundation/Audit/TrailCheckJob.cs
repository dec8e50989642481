using System.Globalization;
using System.Text.Json;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Jobs;
using Gonglian.Foundation.Vaults;
using Microsoft.Extensions.Logging;

namespace Gonglian.Foundation.Audit;

/// <summary>What the last check of the trail found, as it is kept.</summary>
/// <param name="At">When it was begun, UTC.</param>
/// <param name="By">Who asked for it.</param>
/// <param name="Records">Change records looked at.</param>
/// <param name="Links">Links looked at.</param>
/// <param name="Roots">Daily roots looked at.</param>
/// <param name="Waiting">Records that are still to be put to the trail.</param>
/// <param name="Faults">What is wrong, the earliest first.</param>
public sealed record TrailChecked(
    DateTime At, string By, long Records, long Links, long Roots, long Waiting, IReadOnlyList<TrailChecked.Fault> Faults)
{
    private const string Setting = "trail.checked";

    /// <summary>The last one; nothing while none was made.</summary>
    public static async Task<TrailChecked?> Last(AppDb db) =>
        await db.Get(Setting) is { } text ? JsonSerializer.Deserialize<TrailChecked>(text) : null;

    internal Task Keep(AppDb db) => db.Set(Setting, JsonSerializer.Serialize(this));

    /// <summary>One thing that is not as the trail says.</summary>
    /// <param name="At">When what it concerns was written, UTC.</param>
    /// <param name="Template">The sentence, to be looked up.</param>
    /// <param name="Arguments">What it names.</param>
    public sealed record Fault(DateTime? At, string Template, IReadOnlyList<string> Arguments);
}

/// <summary>核验 as a job: after every daily root, and when somebody asks for it.</summary>
public sealed class TrailCheckJob(Store store, Writes writes, SigningKeys keys, TimeProvider clock, ILogger<TrailCheckJob> log) : JobKind
{
    /// <summary>The kind's name.</summary>
    public const string Kind = "trail.check";

    private static readonly Caller Keeper = Caller.System("审计链");

    /// <inheritdoc/>
    public override string Name => Kind;

    /// <summary>Asks for a check, inside a change; while one waits or runs, it is that one.</summary>
    public static async Task Ask(AppDb db, string path, DateTime now)
    {
        if (!await db.IsUnderWay(Kind))
            db.Enqueue(Kind, 0, path, now);
    }

    /// <inheritdoc/>
    public override async Task Run(Job job, CancellationToken stop)
    {
        var at = clock.GetUtcNow().UtcDateTime;
        TrailFound found;
        await using (var db = store.Read(Keeper))
            found = await TrailCheck.Run(db, (await keys.Known())?.Public, stop: stop);
        if (found.Faults.Count > 0)
            log.LogError("The trail does not hold in {Faults} places; first: {Code}", found.Faults.Count, found.Faults[0].What.Code);
        var kept = new TrailChecked(at, job.By, found.Records, found.Links, found.Roots, found.Waiting,
        [
            .. found.Faults.Select(f => new TrailChecked.Fault(
                f.At, f.What.Template, [.. f.What.Arguments.Select(a => Convert.ToString(a, CultureInfo.InvariantCulture) ?? "")])),
        ]);
        await writes.Do(Keeper, kept.Keep);
    }
}
