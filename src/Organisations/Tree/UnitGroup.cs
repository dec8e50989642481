using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Organisations.Groups;

namespace Gonglian.Organisations.Tree;

/// <summary>分组: a group of units, named wherever a place is named: the units of the programme, or those that somebody saved.</summary>
/// <param name="Code">What stands for it in an address.</param>
/// <param name="Name">Its name; of the programme's units in Chinese.</param>
/// <param name="Members">Its units in the order of the tree; one may lie below another, one may have ended.</param>
/// <param name="Saved">The saved group; nothing for the programme's units.</param>
public sealed record UnitGroup(string Code, string Name, IReadOnlyList<Unit> Members, SavedGroup? Saved)
{
    /// <summary>创建单位: the units chosen for the programme. Everybody sees those of them in the own scope.</summary>
    public const string CreationUnits = "creation-units";

    /// <summary>The Chinese name of that group.</summary>
    public const string Title = "创建单位";

    /// <summary>Whether a word in the place of a code names a group.</summary>
    public static bool Is(string? code) => code == CreationUnits || IsSaved(code);

    /// <summary>Whether it names a group that somebody saved.</summary>
    public static bool IsSaved(string? code) => code?.StartsWith(SavedGroup.Prefix, StringComparison.Ordinal) == true;

    /// <summary>The paths that a figure of the group sums up: of two members of which one lies below the other, the upper.</summary>
    public IReadOnlyList<string> Paths => [.. Topmost(Members).Select(m => m.Path)];

    /// <summary>The members that lie below no other one.</summary>
    public static IEnumerable<Unit> Topmost(IReadOnlyList<Unit> members) =>
        members.Where(m => !members.Any(o => o != m && PathRange.Of(o.Path).Covers(m.Path)));

    /// <summary>The paths that a code names: of one unit, or of a group that the caller sees; none where there is no such.</summary>
    public static async Task<IReadOnlyList<string>> PathsOf(AppDb db, string code) =>
        (await db.UnitsAtHand()).PathsOf(code, db.Caller.Covers) ?? [];
}
