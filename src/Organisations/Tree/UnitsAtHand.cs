using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations.Tree;

/// <summary>在手组织树: all units in memory, as they stand now: every change of one is a turn (<see cref="ITurns"/>).</summary>
/// <remarks>It holds every unit: show only what lies in the caller's scope.</remarks>
public sealed class UnitsAtHand
{
    private readonly Dictionary<string, Unit> byCode;
    private readonly ILookup<long?, Unit> byParent;

    private UnitsAtHand(IReadOnlyList<Unit> all) => (All, byCode, byParent) =
        (all, all.ToDictionary(u => u.Code, StringComparer.Ordinal), all.ToLookup(u => u.ParentKey));

    /// <summary>All units, every one before those below it.</summary>
    public IReadOnlyList<Unit> All { get; }

    /// <summary>The unit of a code; nothing when there is none.</summary>
    public Unit? Find(string code) => byCode.GetValueOrDefault(code);

    /// <summary>The units next below a unit that stand on a day, in the order of the tree.</summary>
    public IEnumerable<Unit> Below(Unit unit, DateOnly day) => byParent[unit.Key].Where(u => u.ValidTo is null || u.ValidTo > day);

    /// <summary>The units above a path and at it, from the root.</summary>
    public IEnumerable<Unit> To(string path) => All.Where(u => path.StartsWith(u.Path, StringComparison.Ordinal));

    internal static async Task<UnitsAtHand> Read(AppDb all) => new(await all.Units.OrderBy(u => u.Path).ToListAsync());
}

/// <summary>Reads the tree from memory.</summary>
public static class UnitsAtHandReading
{
    /// <summary>All units as they stand now; show only what the caller covers.</summary>
    public static async Task<UnitsAtHand> UnitsAtHand(this AppDb db) => await (await db.Tally()).Beside(Tree.UnitsAtHand.Read);
}
