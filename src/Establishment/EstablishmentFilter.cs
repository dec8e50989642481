using System.Linq.Expressions;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations.Unions;

namespace Gonglian.Establishment;

/// <summary>What the list 应建未建 is asked for; the same words in the page's address and the API.</summary>
/// <param name="Place">Code of a unit, with all below it, or a group (<c>creation-units</c>); nothing for the caller's whole scope.</param>
/// <param name="Why">Which test or reason, one of <see cref="Whys"/>; nothing for all.</param>
public sealed record EstablishmentFilter(string? Place = null, string? Why = null)
{
    /// <summary>The filters by test and reason, with their words.</summary>
    public static IReadOnlyList<(string Id, string Title)> Whys { get; } =
    [
        ("national", "国家:会员 25 人及以上"),
        ("members", "本地:会员 10 人及以上"),
        ("employees", "本地:职工 25 人及以上"),
        ("organised", "已由联合工会或小组覆盖"),
        ("verified", "180 天内核实过"),
        ("large", "职工 100 人以上"),
    ];

    /// <summary>The condition of <see cref="Why"/>.</summary>
    /// <exception cref="Refused"><c>establishment.filter</c>: there is no such filter.</exception>
    public Expression<Func<Enterprise, bool>> Condition(CoverageRules rules)
    {
        var (national, members, employees) = (rules.NationalMembers, rules.LocalMembers, rules.LocalEmployees);
        return Why switch
        {
            null or "" => e => true,
            "national" => e => e.Members >= national,
            "members" => e => e.Members >= members,
            "employees" => e => e.Headcount >= employees,
            "organised" => e => e.UnionForm == UnionForm.Joint || e.UnionForm == UnionForm.Group,
            "verified" => e => (e.Counted & Counted.Unverified) == Counted.None,
            "large" => e => e.Headcount >= Rules.Ease.LargeFrom,
            _ => throw new Refused("establishment.filter", "没有这样的筛选条件:{0}", Why).At(nameof(Why)),
        };
    }
}
