using Gonglian.Foundation.Rules;

namespace Gonglian.Organisations.Unions;

/// <summary>届情: how a union stands towards its term.</summary>
public enum UnionState
{
    /// <summary>届内, with more than 90 days to go.</summary>
    InTerm = 1,

    /// <summary>90 天内届满.</summary>
    Expiring = 2,

    /// <summary>已届满: lives, and its term is over.</summary>
    Expired = 3,

    /// <summary>任期不详: lives, and nobody told when its term ends.</summary>
    Unknown = 4,

    /// <summary>已撤销.</summary>
    Dissolved = 5,

    /// <summary>无任期: lives, and has no committee to elect (工会小组, 组织员).</summary>
    NoTerm = 6,
}

/// <summary>任期: three or five years from the election (工会法 2021 art. 16).</summary>
/// <remarks>Unit: days, China time. The day of expiry is still within the term.</remarks>
public static class Term
{
    /// <summary>From how many days before its end a term is about to end.</summary>
    public const int NearDays = 90;

    /// <summary>The terms of the law, in years.</summary>
    public static IReadOnlyList<int> Years { get; } = [3, 5];

    /// <summary>The state of a union on a day.</summary>
    /// <param name="form">建会形式.</param>
    /// <param name="alive">Whether it lives on the day.</param>
    /// <param name="lastDay">Last day of its latest term; nothing while nobody told.</param>
    /// <param name="day">The day.</param>
    public static UnionState State(UnionForm form, bool alive, DateOnly? lastDay, DateOnly day) => (alive, lastDay) switch
    {
        (false, _) => UnionState.Dissolved,
        (_, null) => HasTerm(form) ? UnionState.Unknown : UnionState.NoTerm,
        (_, { } last) when last < day => UnionState.Expired,
        (_, { } last) => last.DayNumber - day.DayNumber <= NearDays ? UnionState.Expiring : UnionState.InTerm,
    };

    /// <summary>Whether a form elects a committee, and so has terms.</summary>
    public static bool HasTerm(UnionForm form) => form is not (UnionForm.Group or UnionForm.Organiser);

    /// <summary>The last day of a term of so many years.</summary>
    public static DateOnly LastDay(DateOnly begins, int years) => begins.AddYears(years).AddDays(-1);

    /// <summary>Likewise of a first term that is known by its approval: the election comes before it, by three months at most.</summary>
    public static bool IsLawfulFrom(DateOnly approval, DateOnly lastDay) => Years.Any(y =>
        lastDay <= approval.AddYears(y) && lastDay >= LastDay(approval, y).AddDays(-NearDays));

    /// <summary>Refuses a first term of another length, unless somebody says that the higher union approved it.</summary>
    /// <param name="no">Where refusals are gathered.</param>
    /// <param name="form">建会形式.</param>
    /// <param name="approval">First day of the union's life.</param>
    /// <param name="lastDay">Last day of the term; nothing while nobody knows.</param>
    /// <param name="approved">Whether the length was approved.</param>
    public static void CheckFirst(Refusals no, UnionForm form, DateOnly? approval, DateOnly? lastDay, bool approved)
    {
        if (HasTerm(form) && !approved && approval is { } from && lastDay is { } last && last >= from && !IsLawfulFrom(from, last))
            no.Add(new Refused(FirstTerm, "从 {0} 到 {1} 不是三年或五年;上级工会已批准的,请在下面注明", from, last).At("TermEnds"));
    }

    /// <summary>Code of the refusal of a first term that is neither three nor five years long.</summary>
    public const string FirstTerm = "unions.first-term";

    /// <summary>Whether a term has a length of the law; ending on the anniversary or the day before it.</summary>
    public static bool IsLawful(DateOnly begins, DateOnly lastDay) =>
        Years.Any(y => lastDay == LastDay(begins, y) || lastDay == begins.AddYears(y));
}
