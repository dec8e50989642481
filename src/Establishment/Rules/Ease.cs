using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Organisations.Unions;

namespace Gonglian.Establishment.Rules;

/// <summary>Why a union is easy to found in a unit; each reason has points, and their sum orders the list.</summary>
public enum EaseReason
{
    /// <summary>Covered by a joint union or a group already: members are there, it only turns stand-alone.</summary>
    Organised,

    /// <summary>Members enough for a union of its own by the local test.</summary>
    MembersEnough,

    /// <summary>Others that are due work in the same park or building: one trip serves several.</summary>
    Together,

    /// <summary>Somebody verified it within 180 days, so there is somebody to talk to.</summary>
    Verified,

    /// <summary>100 employees or more: usually with a personnel office and a room.</summary>
    Large,

    /// <summary>The duty's six months ended a year ago or more.</summary>
    LongOverdue,
}

/// <summary>难易: the order of the list 应建未建, explained row by row. It compares units, never people.</summary>
/// <remarks>
/// The points are a working convention, not law, and nothing else rests on them. The database orders by
/// <see cref="On"/>, the page shows <see cref="Of"/>; a test holds the two together.
/// </remarks>
/// <param name="day">统计日.</param>
/// <param name="rules">The parameters of duty.</param>
/// <param name="places">Paths of parks and buildings where at least <see cref="TogetherFrom"/> units are due.</param>
public sealed class Ease(DateOnly day, CoverageRules rules, IReadOnlyCollection<string> places)
{
    /// <summary>Units due in one park or building from which a trip is worth it.</summary>
    public const int TogetherFrom = 3;

    /// <summary>Employees from which a unit counts as large here.</summary>
    public const int LargeFrom = 100;

    private readonly int membersFrom = rules.LocalMembers;
    private readonly DateOnly longAgo = day.AddMonths(-rules.DutyMonths - 12);
    private readonly string[] together = [.. places];

    /// <summary>The points of a reason.</summary>
    public static int PointsOf(EaseReason reason) => reason switch
    {
        EaseReason.Organised => 30,
        EaseReason.MembersEnough => 25,
        EaseReason.Together => 20,
        EaseReason.Verified => 15,
        EaseReason.Large => 10,
        _ => 5,
    };

    /// <summary>The units with the sums of their points, computed by the database.</summary>
    public IQueryable<Scored> On(IQueryable<Enterprise> units) => units.Select(e => new Scored
    {
        Enterprise = e,
        Points = (e.UnionForm == UnionForm.Joint || e.UnionForm == UnionForm.Group ? 30 : 0)
            + (e.Members >= membersFrom ? 25 : 0)
            + (together.Contains(e.Path) ? 20 : 0)
            + ((e.Counted & Counted.Unverified) == Counted.None ? 15 : 0)
            + (e.Headcount >= LargeFrom ? 10 : 0)
            + (e.EstablishedOn <= longAgo ? 5 : 0),
    });

    /// <summary>The reasons of a unit, the weightiest first.</summary>
    public IEnumerable<EaseReason> Of(Enterprise e)
    {
        if (e.UnionForm is UnionForm.Joint or UnionForm.Group)
            yield return EaseReason.Organised;
        if (e.Members >= membersFrom)
            yield return EaseReason.MembersEnough;
        if (together.Contains(e.Path))
            yield return EaseReason.Together;
        if (!e.Counted.HasFlag(Counted.Unverified))
            yield return EaseReason.Verified;
        if (e.Headcount >= LargeFrom)
            yield return EaseReason.Large;
        if (e.EstablishedOn <= longAgo)
            yield return EaseReason.LongOverdue;
    }

    /// <summary>A reason in words; templates with their values.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="others">How many others are due at the same place.</param>
    public (string Template, object[] Values) Say(EaseReason reason, long others) => reason switch
    {
        EaseReason.Organised => ("已由联合工会或小组覆盖", []),
        EaseReason.MembersEnough => ("会员已满 {0} 人", [membersFrom]),
        EaseReason.Together => ("同一园区或楼宇还有 {0} 家", [others]),
        EaseReason.Verified => ("{0} 天内核实过", [rules.VerifiedDays]),
        EaseReason.Large => ("职工 {0} 人以上", [LargeFrom]),
        _ => ("逾期已满一年", []),
    };
}

/// <summary>A unit with the sum of its points.</summary>
public sealed record Scored
{
    /// <summary>The unit.</summary>
    public required Enterprise Enterprise { get; init; }

    /// <summary>The sum of the points of its reasons.</summary>
    public required int Points { get; init; }
}
