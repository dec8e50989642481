using Gonglian.Enterprises.Rules;
using Gonglian.Foundation;
using Gonglian.Foundation.Callers;
using Gonglian.Organisations;
using Gonglian.Organisations.Unions;

namespace Gonglian.Enterprises;

/// <summary>The words of the filters: in the controls, on the chips, in the description of the API.</summary>
public static class FilterWords
{
    /// <summary>建会形式.</summary>
    public static IReadOnlyDictionary<string, string> Union { get; } = new Dictionary<string, string>
    {
        ["own"] = UnionForm.Own.Title(),
        ["joint"] = UnionForm.Joint.Title(),
        ["group"] = UnionForm.Group.Title(),
        ["organiser"] = UnionForm.Organiser.Title(),
        ["none"] = "未建会",
    };

    /// <summary>应建.</summary>
    public static IReadOnlyDictionary<string, string> Duty { get; } = new Dictionary<string, string>
    {
        ["due"] = "应建未建",
        ["national"] = "按国家法应建(会员)",
        ["local"] = "按本地办法应建",
        ["other"] = "不是应建未建",
    };

    /// <summary>排除.</summary>
    public static IReadOnlyDictionary<string, string> Exclusion { get; } = new Dictionary<string, string>(
    [
        new("none", "未排除"), new("any", "已排除"), new("proposed", "待确认排除"),
        new("base", "在统计基数内"), new("outside", "未排除而不在基数内"),
        .. Enum.GetValues<ExclusionCode>().Select(c => KeyValuePair.Create(Measures.Excluded(c), c.Title())),
    ]);

    /// <summary>指标的哪些行.</summary>
    public static IReadOnlyDictionary<string, string> Part { get; } = new Dictionary<string, string>
    {
        ["numerator"] = "分子",
        ["denominator"] = "分母",
        ["rest"] = "分母中未计入分子的",
        ["unknown"] = "其中未知的",
        ["excluded"] = "不在分母中的",
    };

    /// <summary>Each condition of a filter in words, with the filter that is left without it.</summary>
    /// <remarks>A place outside the caller's scope is not named; one that contains the caller's own is, since it stands above it everywhere.</remarks>
    public static IEnumerable<(string Words, EnterpriseFilter Without)> Of(
        EnterpriseFilter f, UnitTree.Tree tree, Caller caller, Texts texts)
    {
        if (f.Q is { } q)
            yield return (texts["搜索:{0}", q], f with { Q = null });
        if (f.Place is { } place)
            yield return (PlaceName(place, tree, caller, texts), f with { Place = null });
        if (f.Section is { } section)
            yield return (section == "-" ? texts["行业不详"] : texts[Sections.Title(section)], f with { Section = null });
        if (f.Size is { } size)
            yield return (texts[SizeBands.Titles[size]], f with { Size = null });
        if (f.Union is { } union)
            yield return (texts[Union[union]], f with { Union = null });
        if (f.Duty is { } duty)
            yield return (texts[Duty[duty]], f with { Duty = null });
        if (f.Exclusion is { } exclusion)
            yield return (texts[Exclusion[exclusion]], f with { Exclusion = null });
        if (f.Counted is { } counted)
            yield return ($"{counted} {texts[Title(counted)]} · {texts[Part[f.Part ?? "numerator"]]}", f with { Counted = null, Part = null });
        if (f.Unverified)
            yield return (texts["超过 180 天未核实"], f with { Unverified = false });
        if (f.Unknown)
            yield return (texts["人数不详"], f with { Unknown = false });
        if (f.Within is { } within)
            yield return (texts["范围:{0}", PlaceName(within, tree, caller, texts)], f with { Within = null });
        if (f.Coverage is { } coverage)
            yield return (texts[CoverageStates.All.Single(s => s.Code == coverage).Title], f with { Coverage = null });
        if (f.Verified)
            yield return (texts["180 天内核实过"], f with { Verified = false });
        if (f.Status is { } status)
            yield return (texts["经营状态:{0}", texts[status.Title()]], f with { Status = null });
        if (f.Source is not null)
            yield return (texts["人数来源:{0}", f.From is { } from ? texts[from.Title()] : texts["没有来源"]], f with { Source = null });
        if (f.Year is { } year)
            yield return (year == 0 ? texts["成立年份不详"] : texts["{0} 年成立", year], f with { Year = null });
        if (f.Import is not null)
            yield return (texts["一次导入所涉及的"], f with { Import = null });
    }

    private static string PlaceName(string place, UnitTree.Tree tree, Caller caller, Texts texts) =>
        tree.GroupName(place, caller, texts) is { } group ? group
        : tree.Find(place) is not { } unit ? texts["不在您辖区的单位"]
        : caller.Covers(unit.Path) ? unit.Name
        : caller.Allowed.Any(r => PathRange.Of(unit.Path).Covers(r.From)) ? texts["{0}(只列您辖区内的)", unit.Name]
        : texts["不在您辖区的单位"];

    private static string Title(string indicator) => Measures.Indicators.Single(i => i.Id == indicator).Title;
}
