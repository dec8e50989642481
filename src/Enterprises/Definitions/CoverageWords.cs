using Gonglian.Enterprises.Rules;
using Gonglian.Foundation;

namespace Gonglian.Enterprises.Definitions;

/// <summary>口径参数: one parameter of the definition, with its name, basis and unit.</summary>
/// <param name="Name">Its field in a form.</param>
/// <param name="Title">In words.</param>
/// <param name="Unit">人, 个月, 天 or %; nothing for a switch.</param>
/// <param name="Basis">Law, document or reference it rests on.</param>
/// <param name="Range">What makes sense, in its unit; nothing for a switch.</param>
/// <param name="Value">Reads it, in its unit; 1 and 0 for a switch.</param>
/// <param name="With">Changes it.</param>
public sealed record CoverageParameter(
    string Name, string Title, string? Unit, string Basis, (int From, int To)? Range,
    Func<CoverageRules, int> Value, Func<CoverageRules, int, CoverageRules> With)
{
    /// <summary>Its value in words.</summary>
    public string Say(CoverageRules rules, Texts l) => Unit switch
    {
        null => Value(rules) == 1 ? l["是"] : l["否"],
        "%" => $"{Value(rules)}%",
        _ => $"{Value(rules)} {l[Unit]}",
    };
}

/// <summary>The parameters of the definition, in the order in which they are shown.</summary>
public static class CoverageWords
{
    private const string Own = "统计口径自定";
    private const string Local = "深圳市实施工会法办法第 7 条(待核)";

    /// <summary>All of them: a parameter that stands here can be seen and changed, and no other one exists.</summary>
    public static IReadOnlyList<CoverageParameter> Parameters { get; } =
    [
        Number("LargeFrom", "N2 分母:职工多少人起", "人", Own, (1, 1000), r => r.LargeFrom, (r, v) => r with { LargeFrom = v }),
        Number("LocalEmployees", "应建:职工多少人起", "人", Local, (1, 1000), r => r.LocalEmployees, (r, v) => r with { LocalEmployees = v }),
        Number("LocalMembers", "应建:会员多少人起", "人", Local, (1, 1000), r => r.LocalMembers, (r, v) => r with { LocalMembers = v }),
        Number("DutyMonths", "应建:登记满几个月", "个月", Local, (0, 60), r => r.DutyMonths, (r, v) => r with { DutyMonths = v }),
        Number("NationalMembers", "应设委员会:会员多少人起", "人", "工会法(2021)第 11 条", (1, 1000),
            r => r.NationalMembers, (r, v) => r with { NationalMembers = v }),
        Switch("ExcludeSoleTraders", "按规则排除个体工商户(X6)", r => r.ExcludeSoleTraders, (r, v) => r with { ExcludeSoleTraders = v }),
        Switch("ExcludeNew", "按规则排除新成立的单位(X8)", r => r.ExcludeNew, (r, v) => r with { ExcludeNew = v }),
        Number("NewMonths", "X8:成立未满几个月", "个月", Own, (1, 24), r => r.NewMonths, (r, v) => r with { NewMonths = v }),
        Switch("OrganiserCovers", "组织员算覆盖(N1)", r => r.OrganiserCovers, (r, v) => r with { OrganiserCovers = v }),
        Number("VerifiedDays", "超过几天没有核实要标出", "天", Own, (1, 3660), r => r.VerifiedDays, (r, v) => r with { VerifiedDays = v }),
        Number("ActivityMonths", "N4:几个月内有过活动", "个月", Own, (1, 60),
            r => r.Vitality.ActivityMonths, (r, v) => r with { Vitality = r.Vitality with { ActivityMonths = v } }),
        Number("FilingMonths", "N4:看最近几个月的报送", "个月", Own, (1, 24),
            r => r.Vitality.FilingMonths, (r, v) => r with { Vitality = r.Vitality with { FilingMonths = v } }),
        Number("FilingShare", "N4:报送达到百分之几", "%", Own, (0, 100),
            r => (int)(r.Vitality.FilingShare * 100), (r, v) => r with { Vitality = r.Vitality with { FilingShare = v / 100m } }),
    ];

    /// <summary>The parameters in which two sets differ.</summary>
    public static IEnumerable<CoverageParameter> Differences(CoverageRules before, CoverageRules after) =>
        Parameters.Where(p => p.Value(before) != p.Value(after));

    private static CoverageParameter Number(
        string name, string title, string unit, string basis, (int From, int To) range,
        Func<CoverageRules, int> value, Func<CoverageRules, int, CoverageRules> with) => new(name, title, unit, basis, range, value, with);

    private static CoverageParameter Switch(
        string name, string title, Func<CoverageRules, bool> value, Func<CoverageRules, bool, CoverageRules> with) =>
        new(name, title, null, Own, null, r => value(r) ? 1 : 0, (r, v) => with(r, v == 1));
}
