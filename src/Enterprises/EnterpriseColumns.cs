using System.Text.Json;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation;
using Gonglian.Foundation.Sheets;
using Gonglian.Foundation.Ui;
using Gonglian.Organisations;
using Gonglian.Organisations.Tree;
using Gonglian.Organisations.Unions;

namespace Gonglian.Enterprises;

/// <summary>One enterprise as the list shows it.</summary>
/// <param name="Enterprise">The enterprise.</param>
/// <param name="Tree">Where the names of its places stand.</param>
public sealed record EnterpriseRow(Enterprise Enterprise, UnitTree.Tree Tree);

/// <summary>A value out of few: the word for people, the code for programs.</summary>
/// <param name="Code">Stable.</param>
/// <param name="Title">The Chinese word, translated where it is shown.</param>
/// <param name="Tone">How it is shown.</param>
public sealed record Coded(string Code, string Title, Tone Tone = Tone.Plain)
{
    /// <summary>The word.</summary>
    public override string ToString() => Title;
}

/// <summary>The columns of the list of enterprises: on the page, in the API and in the spreadsheet.</summary>
public static class EnterpriseColumns
{
    /// <summary>All columns, in order; coded values are not translated yet.</summary>
    public static IReadOnlyList<Column<EnterpriseRow>> All { get; } =
    [
        new("name", "企业名称", r => r.Enterprise.Name) { Link = r => $"/enterprises/{r.Enterprise.Id}", Narrow = true },
        new("creditCode", "统一社会信用代码", r => r.Enterprise.CreditCode) { Whole = true },
        new("subdistrict", "街道", r => r.Tree.Above(r.Enterprise.Path, UnitKind.Subdistrict)?.Name) { Default = false, Whole = true },
        new("community", "社区", r => r.Tree.Above(r.Enterprise.Path, UnitKind.Community)?.Name) { Narrow = true, Whole = true },
        new("site", "园区或楼宇", r => r.Tree.Site(r.Enterprise.Path)?.Name) { Default = false },
        new("section", "行业门类", r => Section(r.Enterprise.Section)),
        new("industry", "行业代码", r => Text(r.Enterprise.Industry)) { Default = false },
        new("headcount", "职工人数", r => r.Enterprise.Headcount) { Kind = ColumnKind.Number, Narrow = true },
        new("headcountOn", "职工人数日期", r => r.Enterprise.HeadcountOn) { Kind = ColumnKind.Date, Default = false },
        new("headcountSource", "职工人数来源", r => Source(r.Enterprise.HeadcountSource)) { Default = false },
        new("size", "规模", r => new Coded($"{r.Enterprise.SizeBand}", SizeBands.Titles[r.Enterprise.SizeBand])) { Default = false },
        new("members", "会员人数", r => r.Enterprise.Members) { Kind = ColumnKind.Number, Narrow = true },
        new("membersOn", "会员人数日期", r => r.Enterprise.MembersOn) { Kind = ColumnKind.Date, Default = false },
        new("union", "建会形式", r => Form(r.Enterprise.UnionForm)) { Kind = ColumnKind.Tag, Narrow = true },
        new("duty", "应建", r => Duty(r.Enterprise.Counted)) { Kind = ColumnKind.Tag, Narrow = true },
        new("exclusion", "排除", r => Exclusion(r.Enterprise.Exclusion)) { Kind = ColumnKind.Tag },
        new("status", "经营状态", r => Status(r.Enterprise.Status)) { Default = false },
        new("established", "成立日期", r => r.Enterprise.EstablishedOn) { Kind = ColumnKind.Date, Default = false },
        new("verified", "核实日期", r => r.Enterprise.VerifiedOn) { Kind = ColumnKind.Date },
        new("address", "经营地址", r => Text(r.Enterprise.Address)) { Default = false },
        new("sample", "示例", r => r.Enterprise.Sample ? new Coded("yes", "示例") : null) { Default = false },
    ];

    /// <summary>The chosen columns in the list's order; the usual ones when nothing valid is chosen.</summary>
    public static IReadOnlyList<Column<EnterpriseRow>> Chosen(IEnumerable<string?> ids)
    {
        var wanted = ids.ToHashSet();
        var chosen = All.Where(c => wanted.Contains(c.Id)).ToList();
        return chosen.Count == 0 ? [.. All.Where(c => c.Default)] : chosen;
    }

    /// <summary>The columns with coded values as words of the reader's language.</summary>
    public static IReadOnlyList<Column<EnterpriseRow>> In(this IEnumerable<Column<EnterpriseRow>> columns, Texts texts) =>
        [.. columns.Select(c => c with { Value = r => Shown(c.Value(r), texts) })];

    /// <summary>The word of a form of union; that there is none is a word too.</summary>
    public static Coded Form(UnionForm? form) => form is { } known
        ? new(known.ToString().ToLowerInvariant(), known.Title(), known == UnionForm.Organiser ? Tone.Plain : Tone.Good)
        : new("none", "未建会", Tone.Warn);

    private static Coded? Exclusion(ExclusionCode? code) =>
        code is { } known ? new(Measures.Excluded(known), known.Title()) : null;

    private static Coded? Source(FactSource? source) =>
        source is { } known ? new(JsonNamingPolicy.KebabCaseLower.ConvertName(known.ToString()), known.Title()) : null;

    private static Coded? Duty(Counted counted) => counted switch
    {
        _ when counted.HasFlag(Counted.Due) => new("due", "应建未建", Tone.Bad),
        _ when counted.HasFlag(Counted.NationalDuty) => new("national", "应建(国家)"),
        _ when counted.HasFlag(Counted.LocalDuty) => new("local", "应建(本地)"),
        _ => null,
    };

    private static Coded? Section(string letter) => letter.Length == 0 ? null : new(letter, Sections.Title(letter));

    private static Coded Status(OperatingStatus status) =>
        new(JsonNamingPolicy.KebabCaseLower.ConvertName(status.ToString()), status.Title());

    private static string? Text(string text) => text.Length == 0 ? null : text;

    private static object? Shown(object? value, Texts texts) => value switch
    {
        Coded { Tone: Tone.Plain } coded => texts[coded.Title],
        Coded coded => new Mark(texts[coded.Title], coded.Tone),
        _ => value,
    };
}
