using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations.Tree;

/// <summary>What a unit is, and who may say so: not the unit itself, since figures rest on it.</summary>
/// <remarks>
/// 设立日期, 撤销日期 and 统计用 are said by the unit above; 创建年份 (which units the year's programme counts) by the
/// district. Code and place in the tree change by <see cref="Moving"/> alone, which asks for the unit above as well.
/// </remarks>
public static class Identity
{
    /// <summary>Where the right is asked for to change days and 统计用: the unit above; of the highest unit, itself.</summary>
    public static string Above(Unit unit) =>
        unit.ParentKey is null ? unit.Path : unit.Path[..(unit.Path[..^1].LastIndexOf('/') + 1)];

    /// <summary>Whether the caller may change days and 统计用 of a unit.</summary>
    public static bool MayCorrect(AppDb db, Unit unit) => db.Caller.Can("organisations.edit", Above(unit));

    /// <summary>Whether the caller may say which year's programme a unit is in.</summary>
    public static Task<bool> MayEnrol(AppDb db, Unit unit) => unit.Kind <= UnitKind.District
        ? Task.FromResult(MayCorrect(db, unit))
        : MayEnrolBelow(db, unit.Path);

    /// <summary>Likewise for whatever lies at or below a path: the right of its district, which the caller must see.</summary>
    public static async Task<bool> MayEnrolBelow(AppDb db, string path)
    {
        var parts = path.TrimEnd('/').Split('/');
        var way = Enumerable.Range(1, parts.Length).Select(n => string.Join('/', parts[..n]) + "/").ToArray();
        var district = await db.Units.Where(u => u.Kind == UnitKind.District && way.Contains(u.Path))
            .Select(u => u.Path).FirstOrDefaultAsync();
        return district is not null && db.Caller.Can("organisations.edit", district);
    }

    /// <summary>Refuses what the caller may not say of a standing unit; what stays as it is needs no right.</summary>
    internal static async Task Check(AppDb db, Unit unit, UnitEntry said, Refusals no)
    {
        if (said.CreationYear != unit.CreationYear && !await MayEnrol(db, unit))
            no.Add(Enrolment());
        if (MayCorrect(db, unit))
            return;
        no.When(said.ValidFrom is { } from && from != unit.ValidFrom, "ValidFrom", Code, Sentence);
        no.When(said.ValidTo != unit.ValidTo, "ValidTo", Code, Sentence);
        no.When(said.Statistical != unit.Statistical, "Statistical", Code, Sentence);
    }

    /// <summary>Only the district says which units its programme counts.</summary>
    internal static Refused Enrolment() =>
        new Refused("organisations.enrolment", "创建年份决定创建统计,由区总工会填写,本单位不能修改").At("CreationYear");

    private const string Code = "organisations.identity";
    private const string Sentence = "这一项影响统计,由上级单位填写,本单位不能修改";
}
