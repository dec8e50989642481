using Gonglian.Enterprises.Rules;
using Gonglian.Foundation;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Sheets;
using Gonglian.Foundation.Ui;
using Gonglian.Organisations;
using Gonglian.Organisations.Unions;

namespace Gonglian.Enterprises;

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
    private static readonly Coded Made = new("yes", "示例");
    private static readonly Coded NoUnion = new("none", "未建会", Tone.Warn);
    private static readonly Coded IsDue = new("due", "应建未建", Tone.Bad);
    private static readonly Coded ByNation = new("national", "应建(国家)");
    private static readonly Coded Locally = new("local", "应建(本地)");
    private static readonly Coded[] Bands = [.. SizeBands.Titles.Select((title, band) => new Coded($"{band}", title))];
    private static readonly Dictionary<string, Coded> Letters =
        Sections.All.ToDictionary(s => s.Letter, s => new Coded(s.Letter, s.Title), StringComparer.Ordinal);
    private static readonly Dictionary<string, Coded> Groups = Sections.All.SelectMany(s => Divisions.Of(s.Letter))
        .ToDictionary(d => d.Code, d => new Coded(d.Code, d.Title), StringComparer.Ordinal);
    private static readonly Dictionary<UnionForm, Coded> Forms = Words<UnionForm>(
        f => new(f.ToString().ToLowerInvariant(), f.Title(), f == UnionForm.Organiser ? Tone.Plain : Tone.Good));
    private static readonly Dictionary<ExclusionCode, Coded> Exclusions =
        Words<ExclusionCode>(x => new(Measures.Excluded(x), x.Title()));
    private static readonly Dictionary<FactSource, Coded> Sources = Words<FactSource>(s => new(ApiList.Code(s), s.Title()));
    private static readonly Dictionary<OperatingStatus, Coded> States = Words<OperatingStatus>(s => new(ApiList.Code(s), s.Title()));

    /// <summary>All columns, in order; coded values are not translated yet.</summary>
    public static IReadOnlyList<Column<EnterpriseRow>> All { get; } =
    [
        new("name", "企业名称", r => r.Name) { Link = r => $"/enterprises/{r.Id}", Narrow = true },
        new("creditCode", "统一社会信用代码", r => r.CreditCode) { Whole = true },
        new("subdistrict", "街道", r => r.Places.Subdistrict?.Name) { Default = false, Whole = true },
        new("community", "社区", r => r.Places.Community?.Name) { Narrow = true, Whole = true },
        new("site", "园区或楼宇", r => r.Places.Site?.Name) { Default = false },
        new("section", "行业门类", r => r.Section.Length == 0 ? null : Letters[r.Section]),
        new("division", "行业大类", r => r.Industry.Length < 2 ? null : Groups.GetValueOrDefault(r.Industry[..2])) { Default = false },
        new("industry", "行业代码", r => Text(r.Industry)) { Default = false },
        new("headcount", "职工人数", r => r.Headcount) { Kind = ColumnKind.Number, Narrow = true },
        new("headcountOn", "职工人数日期", r => r.HeadcountOn) { Kind = ColumnKind.Date, Default = false },
        new("headcountSource", "职工人数来源", r => r.HeadcountSource is { } source ? Sources[source] : null)
            { Default = false, Codes = ApiList.Codes<FactSource>() },
        new("size", "规模", r => Bands[r.SizeBand]) { Default = false },
        new("members", "会员人数", r => r.Members) { Kind = ColumnKind.Number, Narrow = true },
        new("membersOn", "会员人数日期", r => r.MembersOn) { Kind = ColumnKind.Date, Default = false },
        new("union", "建会形式", r => Form(r.UnionForm))
            { Kind = ColumnKind.Tag, Narrow = true, Codes = [.. ApiList.Codes<UnionForm>(), NoUnion.Code] },
        new(EnterpriseBeside.Unions, "工会名称", r => r.UnionNames) { Default = false },
        new("duty", "应建", r => Duty(r.Counted))
            { Kind = ColumnKind.Tag, Narrow = true, Codes = [IsDue.Code, ByNation.Code, Locally.Code] },
        new("exclusion", "排除", r => r.Exclusion is { } code ? Exclusions[code] : null)
            { Kind = ColumnKind.Tag, Codes = [.. Enum.GetValues<ExclusionCode>().Select(Measures.Excluded)] },
        new("status", "经营状态", r => States[r.Status])
            { Default = false, Codes = ApiList.Codes<OperatingStatus>() },
        new("established", "成立日期", r => r.EstablishedOn) { Kind = ColumnKind.Date, Default = false },
        new("verified", "核实日期", r => r.VerifiedOn) { Kind = ColumnKind.Date },
        new("address", "经营地址", r => Text(r.Address)) { Default = false },
        new(EnterpriseBeside.Contacts, "联系人", r => r.ContactNames) { Default = false },
        new("sample", "示例", r => r.Sample ? Made : null) { Default = false, Codes = [Made.Code] },
    ];

    /// <summary>The columns that stand in the enterprise's own row.</summary>
    public static IReadOnlyList<Column<EnterpriseRow>> Own { get; } = [.. All.Where(c => !EnterpriseBeside.Is(c))];

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
    public static Coded Form(UnionForm? form) => form is { } known ? Forms[known] : NoUnion;

    private static Coded? Duty(Counted counted) =>
        (counted & Counted.Due) != Counted.None ? IsDue
        : (counted & Counted.NationalDuty) != Counted.None ? ByNation
        : (counted & Counted.LocalDuty) != Counted.None ? Locally
        : null;

    private static Dictionary<T, Coded> Words<T>(Func<T, Coded> word)
        where T : struct, Enum => Enum.GetValues<T>().ToDictionary(v => v, word);

    private static string? Text(string text) => text.Length == 0 ? null : text;

    private static object? Shown(object? value, Texts texts) => value switch
    {
        Coded { Tone: Tone.Plain } coded => texts[coded.Title],
        Coded coded => new Mark(texts[coded.Title], coded.Tone),
        _ => value,
    };
}
