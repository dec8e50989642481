using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Establishment.Rules;
using Gonglian.Foundation;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Sheets;
using Gonglian.Organisations;
using Gonglian.Organisations.Unions;

namespace Gonglian.Establishment;

/// <summary>One unit that must found a union of its own and has none.</summary>
/// <param name="Enterprise">The unit.</param>
/// <param name="Points">Its points of ease.</param>
/// <param name="Subdistrict">街道.</param>
/// <param name="Community">社区.</param>
/// <param name="Site">Park or building; empty where it works in neither.</param>
/// <param name="Others">How many others are due in the same park or building.</param>
/// <param name="Reasons">Why it is easy.</param>
/// <param name="DueOn">The day on which the months of art. 7 ended; none while its registration is unknown.</param>
/// <param name="MonthsOver">Whole months since then.</param>
public sealed record DueRow(
    Enterprise Enterprise, int Points, string Subdistrict, string Community, string Site, long Others,
    IReadOnlyList<EaseReason> Reasons, DateOnly? DueOn, int? MonthsOver);

/// <summary>The columns of the list 应建未建: page, API and spreadsheet.</summary>
/// <remarks>
/// The two tests stand apart: national, 工会法 (2021) art. 11, by members; local, Shenzhen implementing rules art. 7 (to be
/// checked), by members or employees.
/// </remarks>
public static class DueColumns
{
    /// <summary>The columns, in the reader's language where they hold words.</summary>
    public static IReadOnlyList<Column<DueRow>> Of(Ease ease, CoverageRules rules, Texts l) =>
    [
        new("name", "企业名称", r => r.Enterprise.Name) { Link = r => $"/enterprises/{r.Enterprise.Id}", Narrow = true },
        new("creditCode", "统一社会信用代码", r => r.Enterprise.CreditCode) { Default = false },
        new("subdistrict", "街道", r => r.Subdistrict) { Default = false },
        new("community", "社区", r => r.Community) { Narrow = true, Whole = true },
        new("site", "园区或楼宇", r => r.Site) { Default = false },
        new("headcount", "职工", r => r.Enterprise.Headcount) { Kind = ColumnKind.Number, Narrow = true },
        new("members", "会员", r => r.Enterprise.Members) { Kind = ColumnKind.Number, Narrow = true },
        new("national", "国家(工会法第 11 条)", r => National(r.Enterprise, rules, l))
            { Narrow = true, Code = r => r.Enterprise.Counted.HasFlag(Counted.NationalDuty) ? "members" : null, Codes = ["members"] },
        new("local", "本地(实施办法第 7 条,待核)", r => string.Join(l["、"], Local(r.Enterprise, rules, l)))
        {
            Narrow = true, Codes = ["members", "employees"],
            Data = new(r => Legs(r.Enterprise, rules), Many: true),
        },
        new("established", "成立日期", r => r.Enterprise.EstablishedOn) { Kind = ColumnKind.Date, Default = false },
        new("dueOn", "应建期限", r => r.DueOn) { Kind = ColumnKind.Date, Default = false },
        new("over", "逾期(月)", r => r.MonthsOver) { Kind = ColumnKind.Number, Narrow = true },
        new("points", "容易度", r => r.Points) { Kind = ColumnKind.Number, Narrow = true },
        new("reasons", "为什么排在这里", r => string.Join(l["、"], r.Reasons.Select(w => Say(ease, w, r, l))))
        {
            Narrow = true, Codes = ApiList.Codes<EaseReason>(),
            Data = new(r => r.Reasons.Select(ApiList.Code), Many: true),
        },
        new("address", "经营地址", r => r.Enterprise.Address) { Default = false },
        new("union", "现有覆盖", r => r.Enterprise.UnionForm is { } form ? l[form.Title()] : "")
            { Default = false, Code = r => r.Enterprise.UnionForm is { } form ? ApiList.Code(form) : null, Codes = ApiList.Codes<UnionForm>() },
    ];

    /// <summary>A reason in the reader's language.</summary>
    public static string Say(Ease ease, EaseReason reason, DueRow row, Texts l)
    {
        var (template, values) = ease.Say(reason, row.Others);
        return l[template, values];
    }

    /// <summary>The national test where a unit meets it, in the reader's language.</summary>
    public static string? National(Enterprise e, CoverageRules rules, Texts l) =>
        e.Counted.HasFlag(Counted.NationalDuty) ? l["会员 {0} ≥ {1}", e.Members, rules.NationalMembers] : null;

    /// <summary>The legs of the local test that a unit meets, in the reader's language.</summary>
    public static IEnumerable<string> Local(Enterprise e, CoverageRules rules, Texts l) => Legs(e, rules).Select(leg =>
        leg == "members" ? l["会员 {0} ≥ {1}", e.Members, rules.LocalMembers] : l["职工 {0} ≥ {1}", e.Headcount, rules.LocalEmployees]);

    // Likewise as codes for programs.
    private static IEnumerable<string> Legs(Enterprise e, CoverageRules rules)
    {
        if (e.Members >= rules.LocalMembers)
            yield return "members";
        if (e.Headcount >= rules.LocalEmployees)
            yield return "employees";
    }
}
