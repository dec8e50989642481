using System.Text.Json;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Vaults;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Insight.Snapshots;

/// <summary>核对 of a snapshot: everything that is shown of it is what was signed, looked at anew each time.</summary>
/// <param name="Problem">What is not, in a sentence; nothing when all is sound.</param>
/// <param name="Manifest">What was signed; nothing where it cannot be read.</param>
public sealed record SnapshotProof(string? Problem, PackageManifest? Manifest)
{
    /// <summary>Looks at a snapshot.</summary>
    /// <param name="snapshot">Its row.</param>
    /// <param name="figures">The rows of its figures, in order.</param>
    /// <param name="restated">What it restates.</param>
    /// <param name="key">The platform's key.</param>
    public static SnapshotProof Of(
        Snapshot snapshot, IReadOnlyList<SnapshotFigure> figures, Snapshot? restated, SigningKey? key)
    {
        if (key is null || key.Id != snapshot.KeyId || !SigningKey.Holds(key.Public, snapshot.Manifest, snapshot.Signature))
            return new("签名不对:清单被改过,或不是本平台签的", null);
        PackageManifest manifest;
        PackageDefinition definition;
        try
        {
            manifest = PackageManifest.Read(snapshot.Manifest);
            definition = PackageManifest.Read<PackageDefinition>(snapshot.Definition);
        }
        catch (JsonException)
        {
            return new("清单或口径读不出来", null);
        }
        return new(Difference(snapshot, figures, restated, manifest, definition), manifest);
    }

    /// <summary>The figures of snapshots, by snapshot, each in the order of the indicators.</summary>
    public static async Task<ILookup<long, SnapshotFigure>> FiguresOf(AppDb db, IReadOnlyList<Snapshot> snapshots)
    {
        var keys = snapshots.Select(s => s.Key).ToArray();
        return (await db.SnapshotFigures.Where(f => EF.Parameter(keys).Contains(f.SnapshotKey)).OrderBy(f => f.Key).ToListAsync())
            .ToLookup(f => f.SnapshotKey);
    }

    private static string? Difference(
        Snapshot s, IReadOnlyList<SnapshotFigure> figures, Snapshot? restated, PackageManifest manifest, PackageDefinition definition)
    {
        var shown = manifest with
        {
            Id = s.Id,
            Scope = s.ScopeCode,
            ScopeName = s.ScopeName,
            Units = s.Units.Split(' '),
            AsOf = s.Month,
            KnownOn = s.KnownOn,
            Number = s.Number,
            FrozenBy = s.FrozenBy,
            FrozenById = s.FrozenById,
            Reason = s.Reason,
            Restates = manifest.Restates is null ? null : restated is null || restated.Key != s.Restates
                ? manifest.Restates with { Number = 0 }
                : new PackageRestated(restated.Number, restated.Id, PackageManifest.Sha256(restated.Manifest)),
            KeyId = s.KeyId,
        };
        if (manifest.Restates is null != s.Restates is null)
            return "快照的记录与签过名的清单不一致";
        if (shown.ToString() != s.Manifest)
            return "快照的记录与签过名的清单不一致";
        if (manifest.File(PackageManifest.Rows)?.Sha256 != s.RowsHash)
            return "逐行数据的校验值与清单不一致";
        if (manifest.File(PackageManifest.Definition)?.Sha256 != PackageManifest.Sha256(s.Definition)
            || !figures.Select(f => DefinedIndicator.Of(f.AsIndicator())).SequenceEqual(definition.Indicators))
            return "口径与签过名的不一致";
        var text = PackageDefinition.FiguresCsv(figures.Select(f => (
            new IndicatorAnswer(f.AsIndicator(), s.ScopeCode, s.Month, f.Share), f.Unknown)));
        return manifest.File(PackageManifest.Figures)?.Sha256 == PackageManifest.Sha256(text) ? null : "指标数与签过名的不一致";
    }
}
