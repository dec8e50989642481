using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Vaults;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Insight.Snapshots;

/// <summary>A snapshot with its figures, looked at anew.</summary>
/// <param name="Snapshot">The snapshot.</param>
/// <param name="Figures">Its figures, in order.</param>
/// <param name="Proof">Whether all that is shown is what was signed.</param>
public sealed record Frozen(Snapshot Snapshot, IReadOnlyList<SnapshotFigure> Figures, SnapshotProof Proof)
{
    /// <summary>A figure; nothing where the snapshot has none such.</summary>
    public SnapshotFigure? Figure(string indicator) => Figures.FirstOrDefault(f => f.Indicator == indicator);
}

/// <summary>One month of one scope: what was frozen first, and every restatement beside it.</summary>
/// <param name="Chain">The first one, then the restatements in order.</param>
public sealed record FrozenMonth(IReadOnlyList<Frozen> Chain)
{
    /// <summary>What was frozen first.</summary>
    public Snapshot First => Chain[0].Snapshot;

    /// <summary>The measures that were frozen first, beside those of a restatement; nothing for the first one itself.</summary>
    public IReadOnlyDictionary<string, long>? FirstSums(Frozen shown) => shown == Chain[0] ? null : Chain[0].Proof.Manifest?.Sums;

    /// <summary>Months of everything that the caller sees, the latest first.</summary>
    /// <param name="db">The caller's context.</param>
    /// <param name="keys">The platform's key.</param>
    /// <param name="scope">Only of this unit with all below it, or of this group; nothing for everything in sight.</param>
    /// <param name="skip">So many are left out.</param>
    /// <param name="take">So many at most.</param>
    /// <param name="only">Only of the unit itself, without what lies below.</param>
    public static async Task<IReadOnlyList<FrozenMonth>> Read(
        AppDb db, SigningKeys keys, Scope? scope, int skip, int take, bool only = false)
    {
        var places = await Of(db.Snapshots, scope, only).Select(s => new { s.Month, s.Path, s.GroupCode }).Distinct()
            .OrderByDescending(s => s.Month).ThenBy(s => s.Path).ThenBy(s => s.GroupCode).Skip(skip).Take(take).ToListAsync();
        if (places.Count == 0)
            return [];
        var (months, paths) = (places.Select(p => p.Month).Distinct().ToArray(), places.Select(p => p.Path).Distinct().ToArray());
        var rows = await db.Snapshots.Where(s => months.Contains(s.Month) && paths.Contains(s.Path))
            .OrderBy(s => s.Number).ThenBy(s => s.Key).ToListAsync();
        var found = (await Proved(db, keys, rows)).ToLookup(f => new { f.Snapshot.Month, f.Snapshot.Path, f.Snapshot.GroupCode });
        return [.. places.Where(p => db.Caller.SeesWhole(p.Path)).Select(p => new FrozenMonth([.. found[p]]))];
    }

    /// <summary>The month of one snapshot; nothing where the caller does not see the whole of it.</summary>
    public static async Task<FrozenMonth?> Find(AppDb db, SigningKeys keys, Guid id)
    {
        var one = await db.Snapshots.FirstOrDefaultAsync(s => s.Id == id);
        if (one is null || !db.Caller.SeesWhole(one.Path))
            return null;
        var rows = await db.Snapshots.Where(s => s.Path == one.Path && s.GroupCode == one.GroupCode && s.Month == one.Month)
            .OrderBy(s => s.Number).ThenBy(s => s.Key).ToListAsync();
        return new([.. await Proved(db, keys, rows)]);
    }

    private static IQueryable<Snapshot> Of(IQueryable<Snapshot> snapshots, Scope? scope, bool only)
    {
        if (scope is null)
            return snapshots;
        var (path, group) = (scope.Unit.Path, scope.IsGroup ? scope.Code : "");
        if (scope.IsGroup || only)
            return snapshots.Where(s => s.Path == path && s.GroupCode == group);
        var range = PathRange.Of(path);
        return snapshots.Where(s => string.Compare(s.Path, range.From) >= 0 && string.Compare(s.Path, range.To) < 0);
    }

    private static async Task<IEnumerable<Frozen>> Proved(AppDb db, SigningKeys keys, List<Snapshot> rows)
    {
        var key = await keys.Known();
        var figures = await SnapshotProof.FiguresOf(db, rows);
        return rows.Select(s =>
        {
            var own = figures[s.Key].ToList();
            return new Frozen(s, own, SnapshotProof.Of(s, own, rows.Find(r => r.Key == s.Restates), key));
        });
    }
}
