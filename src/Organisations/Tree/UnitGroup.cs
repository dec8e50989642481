using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations.Tree;

/// <summary>分组: a saved group of units, named wherever a place is named. Which units belong to it stands with the units.</summary>
public static class UnitGroup
{
    /// <summary>创建单位: the units chosen for the programme.</summary>
    public const string CreationUnits = "creation-units";

    /// <summary>The group's Chinese name.</summary>
    public const string Title = "创建单位";

    /// <summary>Whether a word in the place of a code names the group.</summary>
    public static bool Is(string? code) => code == CreationUnits;

    /// <summary>The group's members.</summary>
    /// <param name="units">The units to choose from.</param>
    public static IQueryable<Unit> Members(this IQueryable<Unit> units) => units.Where(u => u.CreationYear != null);

    /// <summary>The paths that a code names: of one unit, or of the group; none where there is no such.</summary>
    public static async Task<IReadOnlyList<string>> Paths(AppDb db, string code) =>
        await (code == CreationUnits ? db.Units.Members() : db.Units.Where(u => u.Code == code)).Select(u => u.Path).ToListAsync();
}
