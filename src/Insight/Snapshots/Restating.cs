using System.IO.Compression;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;
using Gonglian.Insight.Replays;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Insight.Snapshots;

/// <summary>One figure of a restatement before it is signed.</summary>
/// <param name="Was">As it was frozen last.</param>
/// <param name="Now">Its value as known now.</param>
/// <param name="Rows">How many rows add something else to it; nothing where rows were not compared.</param>
public sealed record RestatedFigure(SnapshotFigure Was, Share Now, long? Rows);

/// <summary>更正前后: what a restatement would change, shown before anybody signs it.</summary>
/// <param name="Last">What it would restate.</param>
/// <param name="Figures">Every figure that was frozen; empty where the store is too large to look while somebody waits.</param>
/// <param name="Rows">How many rows differ, also in what no figure counts; nothing where they were not compared.</param>
/// <param name="HasOtherDefinition">Whether the definitions or parameters have another text.</param>
public sealed record Restating(Snapshot Last, IReadOnlyList<RestatedFigure> Figures, long? Rows, bool HasOtherDefinition)
{
    private static readonly Caller Looker = Caller.System("更正前后");

    /// <summary>What the last snapshot of a month says; nothing where it was not frozen yet.</summary>
    public static Task<Snapshot?> LastOf(AppDb db, Scope scope, DateOnly month)
    {
        var (path, group) = (scope.Unit.Path, scope.IsGroup ? scope.Code : "");
        return db.Snapshots.Where(s => s.Path == path && s.GroupCode == group && s.Month == month)
            .OrderByDescending(s => s.Number).FirstOrDefaultAsync();
    }

    /// <summary>Looks at it: the rows as known now beside those that were signed.</summary>
    /// <param name="store">The store; everybody's rows are read, so the caller must see the whole of the scope.</param>
    /// <param name="vault">Opens the package.</param>
    /// <param name="scope">Of what.</param>
    /// <param name="last">What would be restated.</param>
    /// <param name="now">The instant, UTC.</param>
    /// <param name="stop">Stops it.</param>
    public static async Task<Restating> Look(
        Store store, Vault vault, Scope scope, Snapshot last, DateTime now, CancellationToken stop)
    {
        if (await Replaying.Files(store) >= AskedReplay.Large)
            return new(last, [], null, false);
        await using var db = store.Read(Looker);
        var version = (await CoverageParameters.Read(db)).On(last.Month);
        var definition = PackageDefinition.Of(db.Indicators.By(version), version);
        using var rows = new MemoryStream();
        var writer = new RowsWriter(rows, [.. definition.Measures.Select(m => m.Name)]);
        writer.Begin(definition.Header);
        await new FrozenRows(db, version.Rules, last.Month, now, scope.Paths).Write(writer, () => Task.CompletedTask, stop);
        var beside = new RowsBeside(PackageManifest.Read<PackageDefinition>(last.Definition), definition);
        var compared = Compare(beside, SnapshotFiles.Of(store, vault, last.Id), rows);
        var figures = (await SnapshotProof.FiguresOf(db, [last]))[last.Key];
        return new(
            last, [.. figures.Where(f => f.NotYet is null).Select(f => new RestatedFigure(
                f, f.AsIndicator().Of(writer.Sums), compared ? beside.DifferingIn(f.Above, f.Below, f.UnknownMeasure) : null))],
            compared ? beside.Differing : null, PackageManifest.Text(definition) != last.Definition);
    }

    /// <summary>Refuses what would change nothing.</summary>
    /// <exception cref="Refused"><c>snapshots.nothing-changed</c>: no row, no figure and no definition differs.</exception>
    public void Check()
    {
        if (Rows == 0 && !HasOtherDefinition)
            throw new Refused("snapshots.nothing-changed", "按现在所知,逐行数据、每个数和口径都与上一次冻结的相同,没有要更正的");
    }

    // Of a package that is lost or damaged the figures are shown all the same: they stand in the database, signed.
    private static bool Compare(RowsBeside beside, SealedFile package, MemoryStream rows)
    {
        try
        {
            using var zip = new ZipArchive(package.Open(), ZipArchiveMode.Read);
            using var before = zip.GetEntry(PackageManifest.Rows)!.Open();
            rows.Position = 0;
            beside.Compare(before, rows);
            return true;
        }
        catch (Exception broken) when (broken is Refused or IOException or InvalidDataException)
        {
            return false;
        }
    }
}
