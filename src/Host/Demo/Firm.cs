using Gonglian.Enterprises;
using Gonglian.Organisations.Unions;

namespace Gonglian.Host.Demo;

/// <summary>A number of people, as a roster of one step tells it.</summary>
/// <param name="Step">The step; see <see cref="Steps"/>.</param>
/// <param name="People">How many.</param>
/// <param name="On">The day it is of.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record Head(int Step, int People, DateOnly On, FactSource Source);

/// <summary>The union that covers an enterprise, as the roster of one step tells it.</summary>
/// <param name="Step">The step.</param>
/// <param name="Form">建会形式.</param>
/// <param name="Name">The union's name.</param>
/// <param name="Since">When the union was founded.</param>
/// <param name="SignedOn">When the joining record was signed.</param>
/// <param name="TermFrom">When the committee was elected.</param>
/// <param name="TermEnd">The first day after its term.</param>
/// <param name="Code">The union's own credit code.</param>
public sealed record Cover(
    int Step, UnionForm Form, string Name, DateOnly Since, DateOnly? SignedOn, DateOnly? TermFrom, DateOnly? TermEnd, string? Code);

/// <summary>An exclusion, proposed by one person and decided by another.</summary>
/// <param name="Step">When it is proposed and decided.</param>
/// <param name="Code">Why.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="From">First day.</param>
/// <param name="Agreed">Confirmed, declined, or still waiting.</param>
public sealed record Left(int Step, ExclusionCode Code, string Reason, DateOnly From, bool? Agreed);

/// <summary>One enterprise of the demonstration, before it is told.</summary>
public sealed class Firm
{
    /// <summary>名称.</summary>
    public required string Name { get; init; }

    /// <summary>统一社会信用代码.</summary>
    public required string Code { get; init; }

    /// <summary>Where it works.</summary>
    public required Community Community { get; init; }

    /// <summary>Its park or building there.</summary>
    public Park? Park { get; init; }

    /// <summary>行业.</summary>
    public required string Industry { get; init; }

    /// <summary>成立日期.</summary>
    public required DateOnly Born { get; init; }

    /// <summary>实际经营地址.</summary>
    public required string Address { get; init; }

    /// <summary>注册地址, where it differs.</summary>
    public string RegisteredAddress { get; init; } = "";

    /// <summary>联系人.</summary>
    public required string Contact { get; init; }

    /// <summary>职务.</summary>
    public required string ContactRole { get; init; }

    /// <summary>电话.</summary>
    public required string Phone { get; init; }

    /// <summary>The step whose roster names it first.</summary>
    public int FirstStep { get; set; }

    /// <summary>职工人数, one for each roster that tells it.</summary>
    public List<Head> Heads { get; } = [];

    /// <summary>会员人数, likewise.</summary>
    public List<Head> Members { get; } = [];

    /// <summary>The unions that cover it, one for each roster that tells them.</summary>
    public List<Cover> Covers { get; } = [];

    /// <summary>经营状态, told when it is proposed to leave it out; empty for 在营.</summary>
    public string Status { get; set; } = "";

    /// <summary>What is proposed about leaving it out.</summary>
    public Left? Left { get; set; }

    /// <summary>The union that covered it was dissolved on this day.</summary>
    public DateOnly? UnionEnded { get; set; }

    /// <summary>Whether the roster of a step names it.</summary>
    public bool IsIn(int step) => step == FirstStep
        || Heads.Exists(h => h.Step == step) || Members.Exists(m => m.Step == step) || Covers.Exists(c => c.Step == step)
        || (Status.Length > 0 && step == Left?.Step);
}
