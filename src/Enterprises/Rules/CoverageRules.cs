using Gonglian.Organisations.Unions;

namespace Gonglian.Enterprises.Rules;

/// <summary>口径参数: the numbers behind duty and coverage, each with its basis. Data, because some are unsure.</summary>
/// <remarks>
/// National: 工会法 (2021-12-24) art. 11 ¶1 counts <b>members</b>. Local: the Shenzhen implementing rules art. 7, seen in a
/// district union's page of 2015 (amendments to be checked), count members <b>or employees</b>. The two are never mixed.
/// </remarks>
public sealed record CoverageRules
{
    /// <summary>The rules as the reference has them.</summary>
    public static CoverageRules Default { get; } = new();

    /// <summary>Employees from which a unit is in the denominator of N2 (25人以上).</summary>
    public int LargeFrom { get; init; } = 25;

    /// <summary>Members from which a committee must exist, 工会法 art. 11 ¶1.</summary>
    public int NationalMembers { get; init; } = 25;

    /// <summary>Members from which a stand-alone union is due, Shenzhen art. 7.</summary>
    public int LocalMembers { get; init; } = 10;

    /// <summary>Employees from which a stand-alone union is due, Shenzhen art. 7.</summary>
    public int LocalEmployees { get; init; } = 25;

    /// <summary>Months after registration within which it is due, Shenzhen art. 7 and Guangdong art. 4.</summary>
    public int DutyMonths { get; init; } = 6;

    /// <summary>X8: units younger than this many months are not in the base set.</summary>
    public int NewMonths { get; init; } = 3;

    /// <summary>Whether X8 applies.</summary>
    public bool ExcludeNew { get; init; } = true;

    /// <summary>Whether X6 applies: sole traders (credit code beginning 92) are not in the base set.</summary>
    public bool ExcludeSoleTraders { get; init; } = true;

    /// <summary>Whether an organiser (组织员) counts as covering in N1; the definition names own, joint and group only.</summary>
    public bool OrganiserCovers { get; init; }

    /// <summary>Whether a union body of this form covers a unit in N1.</summary>
    public bool Covers(UnionForm form) => form switch
    {
        UnionForm.Own or UnionForm.Joint or UnionForm.Group => true,
        UnionForm.Organiser => OrganiserCovers,
        _ => false,
    };

    /// <summary>When a covering union is more than a name (N4).</summary>
    public VitalityRules Vitality { get; init; } = new();

    /// <summary>Days without verification after which a unit is flagged; it stays in the base set.</summary>
    public int VerifiedDays { get; init; } = 180;
}
