using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Organisations.Groups;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations.Tree;

/// <summary>在手组织树: all units and groups in memory, as they stand now: every change of one is a turn (<see cref="ITurns"/>).</summary>
/// <remarks>It holds every unit: show only what lies in the caller's scope.</remarks>
public sealed class UnitsAtHand
{
    private readonly Dictionary<string, Unit> byCode;
    private readonly ILookup<long?, Unit> byParent;
    private readonly IReadOnlyList<UnitGroup> groups;

    /// <summary>Puts units and groups into order.</summary>
    /// <param name="all">All units, by their paths.</param>
    /// <param name="saved">All saved groups.</param>
    public UnitsAtHand(IReadOnlyList<Unit> all, IEnumerable<SavedGroup> saved)
    {
        (All, byCode, byParent) = (all, all.ToDictionary(u => u.Code, StringComparer.Ordinal), all.ToLookup(u => u.ParentKey));
        groups =
        [
            new(UnitGroup.CreationUnits, UnitGroup.Title, [.. all.Where(u => u.CreationYear is not null)], null),
            .. saved.OrderBy(g => g.Name, StringComparer.Ordinal).Select(Of),
        ];
    }

    /// <summary>All units, every one before those below it.</summary>
    public IReadOnlyList<Unit> All { get; }

    /// <summary>The unit of a code; nothing when there is none.</summary>
    public Unit? Find(string code) => byCode.GetValueOrDefault(code);

    /// <summary>The units next below a unit that stand on a day, in the order of the tree.</summary>
    public IEnumerable<Unit> Below(Unit unit, DateOnly day) => byParent[unit.Key].Where(u => u.ValidTo is null || u.ValidTo > day);

    /// <summary>The group of a code as a caller sees it; nothing when there is none, or not for this caller.</summary>
    /// <param name="code">See <see cref="UnitGroup.Is"/>.</param>
    /// <param name="covers">Whether a path lies in the caller's scope.</param>
    public UnitGroup? Group(string code, Func<string, bool> covers) => Groups(covers).FirstOrDefault(g => g.Code == code);

    /// <summary>The groups that a caller sees, the programme's units first.</summary>
    /// <param name="covers">Whether a path lies in the caller's scope.</param>
    public IEnumerable<UnitGroup> Groups(Func<string, bool> covers) =>
        from g in groups
        let seen = g.Saved is null ? g with { Members = [.. g.Members.Where(m => covers(m.Path))] } : g
        where g.Saved is null ? seen.Members.Count > 0 : SavedGroup.IsSeenBy(g.Members, covers)
        select seen;

    /// <summary>Whether a group stands of which the caller sees a part only: then it is said why its figures are not shown.</summary>
    /// <param name="code">The code.</param>
    /// <param name="covers">Whether a path lies in the caller's scope.</param>
    public bool IsPartlySeen(string code, Func<string, bool> covers) =>
        groups.FirstOrDefault(g => g.Code == code) is { Saved: not null } group
        && group.Members.Any(m => covers(m.Path)) && !SavedGroup.IsSeenBy(group.Members, covers);

    /// <summary>The paths that a code names, none below another; nothing when there is no such place for this caller.</summary>
    /// <param name="code">Of a unit or a group.</param>
    /// <param name="covers">Whether a path lies in the caller's scope.</param>
    public IReadOnlyList<string>? PathsOf(string code, Func<string, bool> covers) => UnitGroup.Is(code)
        ? Group(code, covers)?.Paths
        : Find(code) is { } unit && covers(unit.Path) ? [unit.Path] : null;

    internal static async Task<UnitsAtHand> Read(AppDb all) =>
        new(await all.Units.OrderBy(u => u.Path).ToListAsync(), await all.Groups.ToListAsync());

    private UnitGroup Of(SavedGroup saved)
    {
        var keys = saved.Keys;
        return new(saved.Code, saved.Name, [.. All.Where(u => keys.Contains(u.Key))], saved);
    }
}

/// <summary>Reads the tree from memory.</summary>
public static class UnitsAtHandReading
{
    /// <summary>All units as they stand now; show only what the caller covers.</summary>
    public static async Task<UnitsAtHand> UnitsAtHand(this AppDb db) => await (await db.Tally()).Beside(Tree.UnitsAtHand.Read);
}
