using Gonglian.Foundation.Figures;

namespace Gonglian.Enterprises.Rules;

/// <summary>What one unit adds to the counters, and the indicators made of them.</summary>
public static class Measures
{
    /// <summary>Measure: units in file at all.</summary>
    public const string Units = "units";

    /// <summary>Measure: units in the base set.</summary>
    public const string Base = "base";

    /// <summary>Measure: units in the base set covered by a live union.</summary>
    public const string Covered = "covered";

    /// <summary>Measure: units in the base set with 25 or more employees.</summary>
    public const string Large = "large";

    /// <summary>Measure: those with their own live union.</summary>
    public const string LargeOwn = "large-own";

    /// <summary>Measure: 应建未建.</summary>
    public const string Due = "due";

    /// <summary>Measure: units in the base set not verified for 180 days.</summary>
    public const string Unverified = "unverified";

    /// <summary>Measure: employees of covered units in the base set.</summary>
    public const string CoveredEmployees = "covered-employees";

    /// <summary>Measure: members of covered units in the base set.</summary>
    public const string CoveredMembers = "covered-members";

    /// <summary>Measure: units of the base set covered by a union that is more than a name.</summary>
    public const string Effective = "effective";

    /// <summary>Measure: covered units of the base set of whose unions something is not known.</summary>
    public const string VitalityUnknown = "vitality-unknown";

    /// <summary>Measure: members of the base set.</summary>
    public const string Members = "members";

    /// <summary>Measure: employees of the base set.</summary>
    public const string Employees = "employees";

    /// <summary>Measure: units left out, by code: <c>x1</c> … <c>x8</c>.</summary>
    public static string Excluded(ExclusionCode code) => $"x{(int)code}";

    /// <summary>What a unit adds to each measure.</summary>
    /// <param name="counted">Its flags.</param>
    /// <param name="exclusion">Its exclusion.</param>
    /// <param name="headcount">Its employees, 0 while unknown.</param>
    /// <param name="members">Its members, 0 while unknown.</param>
    public static IEnumerable<(string Measure, long Value)> Of(
        Counted counted, ExclusionCode? exclusion, int headcount, int members)
    {
        yield return (Units, 1);
        if (exclusion is { } code)
            yield return (Excluded(code), 1);
        if (!counted.HasFlag(Counted.Base))
            yield break;
        yield return (Base, 1);
        yield return (Employees, headcount);
        yield return (Members, members);
        if (counted.HasFlag(Counted.Covered))
        {
            yield return (Covered, 1);
            yield return (CoveredEmployees, headcount);
            yield return (CoveredMembers, members);
        }
        if (counted.HasFlag(Counted.Effective))
            yield return (Effective, 1);
        if (counted.HasFlag(Counted.VitalityUnknown))
            yield return (VitalityUnknown, 1);
        if (counted.HasFlag(Counted.Large))
            yield return (Large, 1);
        if (counted.HasFlag(Counted.Large | Counted.Own))
            yield return (LargeOwn, 1);
        if (counted.HasFlag(Counted.Due))
            yield return (Due, 1);
        if (counted.HasFlag(Counted.Unverified))
            yield return (Unverified, 1);
    }

    private const string Organising = "区总工会组织部门";
    private const string MembersNotListed = "会员目前只按单位计数,逐人建档之后才能计量";

    /// <summary>The indicators with the number of the definition's version by which a day is counted.</summary>
    /// <param name="all">The indicators of all rooms.</param>
    /// <param name="version">The version in force on the day.</param>
    public static IReadOnlyList<Indicator> By(this IReadOnlyList<Indicator> all, CoverageVersion version) =>
        [.. all.Select(i => Indicators.Contains(i) ? i with { Version = version.Number } : i)];

    /// <summary>The indicators of this room (REFERENCE §4.2); their parameters have versions (<see cref="CoverageVersions"/>).</summary>
    public static IReadOnlyList<Indicator> Indicators { get; } =
    [
        new("N1", 1, "组建覆盖率",
            "分母:统计日实际经营地在本辖区、在营且有职工的法人单位与分支机构,减去经两人确认的排除(X1–X5、X7)和按规则排除(X6 个体工商户、X8 成立未满三个月);"
            + "超过 180 天未核实的仍计入并标出。分子:其中由任一存续的工会组织覆盖的单位——独立工会、已签加入确认书的联合工会、工会联合会下的工会小组;一个单位被几个组织覆盖只计一次。",
            "工会法(2021)第 11 条;统计口径自定", "家", Covered, Base, 0.97m, "/enterprises?counted=N1")
        {
            Owner = Organising,
        },
        new("N2", 1, "25 人以上独立建会率",
            "分母:N1 分母中职工 25 人及以上的单位(按职工数,不按会员数)。分子:其中有本单位独立工会且存续的单位。",
            "深圳市实施工会法办法第 7 条(待核);统计口径自定", "家", LargeOwn, Large, 0.854m, "/enterprises?counted=N2")
        {
            Owner = Organising,
        },
        new("N3", 1, "应建未建",
            "N1 分母中会员 10 人及以上或职工 25 人及以上、登记满 6 个月而没有本单位独立工会的单位。是名单,不是比率。",
            "深圳市实施工会法办法第 7 条(待核);工会法(2021)第 11 条按会员 25 人另列", "家", Due, null, null,
            "/establishment")
        {
            Owner = Organising,
        },
        new("N4", 1, "有效覆盖率",
            "分母同 N1。分子:N1 分子中,覆盖它的工会至少有一个同时满足四条——任期未满(工会小组没有届期,不问)、主席(组长)在任、"
            + "近 12 个月有活动或会议、近 12 个完整月份中应报的月份已报 60% 及以上(成立不满一个月的无应报月份,视为满足)。"
            + "四条中任何一条没有资料的,不算有效,另列为“未知”。",
            "统计口径自定(防“空壳工会”)", "家", Effective, Base, null, "/enterprises?counted=N4")
        {
            Owner = Organising, Unknown = VitalityUnknown,
        },
        new("N5", 1, "入会率(已建会单位)",
            "分母:N1 分子单位的职工数之和。分子:这些单位的会员数之和。人数不详的按 0 计并另列。",
            "统计口径自定", "人", CoveredMembers, CoveredEmployees, null, "/enterprises?counted=N5")
        {
            Owner = Organising,
        },
        new("N6", 1, "入会率(全口径)",
            "分母:N1 分母单位的职工数之和。分子:这些单位的会员数之和,不论单位是否建会。人数不详的按 0 计并另列。",
            "统计口径自定", "人", Members, Employees, null, "/enterprises?counted=N6")
        {
            Owner = Organising, IsMain = false,
        },
        new("N7", 1, "会员实名率",
            "分母:N1 分母单位的会员数之和。分子:其中逐人建档并核验身份的会员。",
            "统计口径自定", "人", "members-verified", Members, null, "/enterprises?counted=N6")
        {
            Owner = Organising, NotYet = MembersNotListed, IsMain = false,
        },
        new("N7b", 1, "会员激活率",
            "分母:N1 分母单位的会员数之和。分子:其中用过工会服务的会员。",
            "统计口径自定", "人", "members-active", Members, null, "/enterprises?counted=N6")
        {
            Owner = Organising, NotYet = MembersNotListed, IsMain = false,
        },
    ];
}
