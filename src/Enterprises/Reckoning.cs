using Gonglian.Enterprises.Rules;
using Gonglian.Foundation;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Ui;
using Gonglian.Organisations;

namespace Gonglian.Enterprises;

/// <summary>怎么算的: why one unit counts as it does today, in sentences with their articles.</summary>
public static class Reckoning
{
    /// <summary>One sentence, its basis, and how it weighs.</summary>
    /// <param name="Template">The Chinese sentence.</param>
    /// <param name="Arguments">What fills its places.</param>
    /// <param name="Basis">Article or definition.</param>
    public sealed record Reason(string Template, IReadOnlyList<object?> Arguments, string Basis);

    private const string LocalBasis = "深圳市实施工会法办法第 7 条(待核)";
    private const string NationalBasis = "工会法(2021)第 11 条";

    /// <summary>The verdict and everything it rests on, the verdict first.</summary>
    public static IReadOnlyList<Reason> Of(Enterprise e, CoverageRules rules)
    {
        var reasons = new List<Reason> { Verdict(e) };
        if (!e.Counted.HasFlag(Counted.Base))
            return reasons;
        reasons.Add(e.Counted.HasFlag(Counted.LocalDuty)
            ? Say("职工 {0} 人、会员 {1} 人:职工满 {2} 人或会员满 {3} 人,应当单独建会", LocalBasis,
                Number(e.Headcount), Number(e.Members), rules.LocalEmployees, rules.LocalMembers)
            : Say("职工 {0} 人、会员 {1} 人:未到职工 {2} 人或会员 {3} 人", LocalBasis,
                Number(e.Headcount), Number(e.Members), rules.LocalEmployees, rules.LocalMembers));
        reasons.Add(e.Counted.HasFlag(Counted.NationalDuty)
            ? Say("会员满 {0} 人,应当建立基层工会委员会", NationalBasis, rules.NationalMembers)
            : e.Members is null
                ? Say("会员人数不详,是否满 {0} 人要先核实", NationalBasis, rules.NationalMembers)
                : Say("会员未满 {0} 人,可以单独、联合建会,或设组织员一人", NationalBasis, rules.NationalMembers));
        if (e.EstablishedOn is { } born)
            reasons.Add(Say("登记于 {0},建会期限 {1} 个月,到 {2}", LocalBasis,
                born, rules.DutyMonths, born.AddMonths(rules.DutyMonths)));
        if (e.Members > e.Headcount)
            reasons.Add(Say("会员 {0} 人多于职工 {1} 人,请核对", "统计口径自定", e.Members, e.Headcount));
        if (e.Counted.HasFlag(Counted.Unverified))
            reasons.Add(Say("超过 {0} 天没有核实,仍计入分母并标出", "统计口径自定", rules.VerifiedDays));
        return reasons;
    }

    /// <summary>The sentence in the reader's language.</summary>
    public static string Say(Reason reason, Texts l) =>
        l[reason.Template, [.. reason.Arguments.Select(a => a switch { string word => l[word], DateOnly day => Cells.Day(day), _ => a })]];

    private static Reason Verdict(Enterprise e)
    {
        if (e.Exclusion is { } code)
            return Say("不在统计基数内:{0}", "统计口径自定", code.Title());
        if (!e.Counted.HasFlag(Counted.Base))
            return Say("不在统计基数内:统计日在本辖区没有经营地", "统计口径自定");
        if (e.Counted.HasFlag(Counted.Due))
            return Say("应当单独建立工会,尚未建立。", LocalBasis);
        return e.UnionForm is { } form
            ? e.Counted.HasFlag(Counted.Covered)
                ? Say("已由{0}覆盖,计入组建覆盖率。", NationalBasis, form.Title())
                : Say("已设{0},按现行口径不计入组建覆盖率,仍在它的分母里。", "统计口径自定", form.Title())
            : Say("没有工会组织覆盖,计入组建覆盖率的分母。", NationalBasis);
    }

    private static object Number(int? people) => people is { } known ? known : Share.Nothing;

    private static Reason Say(string template, string basis, params object?[] arguments) => new(template, arguments, basis);
}
