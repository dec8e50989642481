using System.Globalization;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations.Tree;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations.Groups;

/// <summary>What is said of a group when it is made or changed.</summary>
public sealed class GroupEntry
{
    /// <summary>The right to make, change and remove groups.</summary>
    public const string Right = "groups.edit";

    /// <summary>The id the new group shall have, made where the form is filled: sent twice, it is made once.</summary>
    public Guid Id { get; set; }

    /// <summary>名称.</summary>
    public string? Name { get; set; }

    /// <summary>成员单位: the codes of the units chosen.</summary>
    public string[]? Units { get; set; }

    /// <summary>Makes a group.</summary>
    /// <exception cref="Refused">Those of <see cref="Describe"/>.</exception>
    public async Task<SavedGroup> Make(AppDb db, DateOnly today)
    {
        if (await db.Groups.FirstOrDefaultAsync(g => g.Id == Id) is { } standing)
            return standing;
        var group = new SavedGroup { Key = db.NextKey(), Id = Id, Path = "", Name = "", Members = "", Listed = "" };
        await Describe(db, group, today);
        db.Add(group);
        return group;
    }

    /// <summary>Gives a group its name and its units.</summary>
    /// <exception cref="Refused">
    /// <c>groups.no-name</c>, <c>groups.same-name</c>; <c>groups.no-units</c>: none is chosen; <c>groups.too-many</c>;
    /// <c>groups.units</c>: one is not in sight, or has ended and was not in it before; <c>access.not-allowed</c>: no right at one.
    /// </exception>
    public async Task Describe(AppDb db, SavedGroup group, DateOnly today)
    {
        var no = new Refusals();
        var (name, codes) = (Name?.Trim() ?? "", (Units ?? []).Distinct(StringComparer.Ordinal).ToArray());
        no.When(name.Length == 0, nameof(Name), "groups.no-name", "请给分组起个名字");
        no.NotOver(name, 40, nameof(Name));
        no.When(codes.Length == 0, nameof(Units), "groups.no-units", "请至少选择一个单位");
        no.When(codes.Length > SavedGroup.Most, nameof(Units), "groups.too-many", "一个分组最多 {0} 个单位", SavedGroup.Most);
        no.When(await db.Groups.AnyAsync(g => g.Name == name && g.Key != group.Key), nameof(Name),
            "groups.same-name", "已有叫“{0}”的分组", name);
        no.Throw();
        var before = group.Members.Length == 0 ? new HashSet<long>() : group.Keys;
        var units = await db.Units.Where(u => codes.Contains(u.Code)).OrderBy(u => u.Path).ToListAsync();
        if (units.Count < codes.Length || units.Exists(u => u.ValidTo <= today && !before.Contains(u.Key)))
            throw new Refused("groups.units", "有的单位不在您的辖区,或已经撤销,请重新选择").At(nameof(Units));
        foreach (var unit in units)
            db.Caller.Need(Right, unit.Path);
        var above = Parts.Above(units.ConvertAll(u => u.Path));
        (group.Path, group.Name) = (db.Caller.Can(Right, above) ? above : units[0].Path, name);
        (group.Members, group.Listed) = (string.Join(',', units.Select(u => u.Key)), string.Join('、', units.Select(u => u.Name)));
    }

    /// <summary>The group of a code, for whoever may change it.</summary>
    /// <returns>Nothing when there is none, or not for this caller.</returns>
    public static async Task<SavedGroup?> Find(AppDb db, string code) =>
        UnitGroup.IsSaved(code)
        && long.TryParse(code[SavedGroup.Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var key)
        && await db.Groups.FirstOrDefaultAsync(g => g.Key == key) is { } group
        && db.Caller.Can(Right, group.Path) && group.Keys.ToArray() is var keys
        && await db.Units.CountAsync(u => keys.Contains(u.Key)) == keys.Length
            ? group : null;
}
