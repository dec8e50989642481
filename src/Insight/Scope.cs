using Gonglian.Foundation;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations.Tree;

namespace Gonglian.Insight;

/// <summary>范围 of a figure: one unit of the tree, or a saved group of units.</summary>
/// <param name="Code">Division code of the unit, or the group's name.</param>
/// <param name="Unit">The unit; for a group the unit that contains it.</param>
/// <param name="Group">The group; nothing when the figure is of the unit itself.</param>
public sealed record Scope(string Code, Unit Unit, UnitGroup? Group = null)
{
    /// <summary>The saved group of the units chosen for the programme (创建单位).</summary>
    public const string CreationUnits = UnitGroup.CreationUnits;

    /// <summary>Whether this is a group.</summary>
    public bool IsGroup => Group is not null;

    /// <summary>The group's units that the figure sums up, none below another; empty when it is of the unit itself.</summary>
    public IReadOnlyList<Unit> Members { get; } = Group is null ? [] : [.. UnitGroup.Topmost(Group.Members)];

    /// <summary>The paths that the figure sums up, none below another.</summary>
    public IReadOnlyList<string> Paths => IsGroup ? [.. Members.Select(m => m.Path)] : [Unit.Path];

    /// <summary>Codes of the units that the figure sums up, separated by blanks.</summary>
    public string Codes => string.Join(' ', IsGroup ? Members.Select(m => m.Code) : [Unit.Code]);

    /// <summary>Its name in Chinese, as it stands on papers.</summary>
    public string Name => Group is null ? Unit.Name : Group.Saved?.Name ?? $"{Unit.Name}{UnitGroup.Title}";

    /// <summary>Finds a scope among what the caller sees.</summary>
    /// <param name="db">The caller's context.</param>
    /// <param name="code">A unit's code or a group's; nothing for the caller's own unit.</param>
    /// <returns>Nothing when there is no such scope, or not for this caller.</returns>
    public static async Task<Scope?> Find(AppDb db, string? code)
    {
        var units = await db.UnitsAtHand();
        if (!string.IsNullOrEmpty(code) && !UnitGroup.Is(code))
            return units.Find(code) is { } unit && db.Caller.Covers(unit.Path) ? new Scope(unit.Code, unit) : null;
        var seen = units.All.Where(u => db.Caller.Covers(u.Path)).ToList();
        if (Home(seen) is not { } home)
            return null;
        if (string.IsNullOrEmpty(code))
            return new Scope(home.Code, home);
        return units.Group(code, db.Caller.Covers) is { } group ? new Scope(code, home, group) : null;
    }

    /// <summary>Finds a scope or refuses.</summary>
    /// <exception cref="Refused"><c>figures.no-scope</c>: there is none of this code, or none at all.</exception>
    public static async Task<Scope> Get(AppDb db, string? code) => await Find(db, code)
        ?? (string.IsNullOrEmpty(code)
            ? throw new Refused("figures.no-unit", "还没有组织树,请先建立区、街道和社区")
            : throw new Refused("figures.no-scope", "没有代码为“{0}”的区划或分组", code));

    /// <summary>Its name in the reader's language.</summary>
    public string Title(Texts l) => Group is null ? Unit.Name
        : Group.Saved?.Name ?? (Unit.Kind <= UnitKind.District ? l[UnitGroup.Title] : l["{0}的创建单位", Unit.Name]);

    /// <summary>The measures of the scope today, from the counters.</summary>
    public Task<IReadOnlyDictionary<string, long>> Sums(AppDb db) => db.SumsOf(Paths);

    /// <summary>Adds up the measures of several parts.</summary>
    public static IReadOnlyDictionary<string, long> Total(IEnumerable<IReadOnlyDictionary<string, long>> parts)
    {
        var total = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (measure, value) in parts.SelectMany(p => p))
            total[measure] = total.GetValueOrDefault(measure) + value;
        return total;
    }

    // The highest unit in sight; a city of one district is that district.
    private static Unit? Home(List<Unit> seen)
    {
        var top = seen.FirstOrDefault();
        if (top is not { Kind: UnitKind.City })
            return top;
        var districts = seen.Where(u => u.ParentKey == top.Key).Take(2).ToList();
        return districts.Count == 1 ? districts[0] : top;
    }
}
