using Gonglian.Foundation.Figures;
using Gonglian.Organisations.Unions;

namespace Gonglian.Enterprises.Rules;

/// <summary>一企一档 as the rules see it: everything on which a unit's counted state rests.</summary>
/// <param name="CreditCode">统一社会信用代码, or nothing.</param>
/// <param name="EstablishedOn">Registration day, or nothing while unknown: then the unit counts as old enough.</param>
/// <param name="Facts">All facts, superseded ones included when the past is asked for.</param>
/// <param name="Covers">All joining records with the lives of their unions.</param>
/// <param name="Exclusions">All exclusions, decided or not.</param>
public sealed record UnitFile(
    string? CreditCode,
    DateOnly? EstablishedOn,
    IReadOnlyList<EnterpriseFact> Facts,
    IReadOnlyList<Cover> Covers,
    IReadOnlyList<Exclusion> Exclusions)
{
    /// <summary>The fact that holds on a day: the newest as-of day wins, on one day the more trusted source.</summary>
    /// <param name="kind">What is asked.</param>
    /// <param name="day">The day, China time.</param>
    /// <param name="known">What was known at this instant, UTC; nothing for now.</param>
    public EnterpriseFact? Pick(FactKind kind, DateOnly day, DateTime? known = null)
    {
        EnterpriseFact? best = null;
        foreach (var fact in Facts)
            if (fact.Kind == kind && fact.Holds(day, known) && (best is null || Before(best, fact)))
                best = fact;
        return best;
    }

    /// <summary>The latest day up to the given one on which somebody verified the unit or its figures.</summary>
    public DateOnly? VerifiedOn(DateOnly day, DateTime? known = null)
    {
        DateOnly? latest = null;
        foreach (var fact in Facts)
            if (fact.Kind is FactKind.Headcount or FactKind.Members or FactKind.Verified
                && fact.EffectiveFrom <= day && Known.At(fact.RecordedAt, fact.SupersededAt, known)
                && (latest is null || fact.EffectiveFrom > latest))
                latest = fact.EffectiveFrom;
        return latest;
    }

    private static bool Before(EnterpriseFact best, EnterpriseFact next) =>
        (next.EffectiveFrom, -(int)next.Source, next.RecordedAt, next.Key)
            .CompareTo((best.EffectiveFrom, -(int)best.Source, best.RecordedAt, best.Key)) > 0;
}

/// <summary>A joining record together with what is told of its union.</summary>
/// <param name="Joining">The record.</param>
/// <param name="Facts">Everything told of the union: when it lived, and by what it shows that it does.</param>
public sealed record Cover(Joining Joining, IReadOnlyList<UnionFact> Facts)
{
    /// <summary>Whether the unit was covered on the day: the record in force, signed where it must be, the union alive.</summary>
    public bool Holds(DateOnly day, DateTime? known) =>
        Joining.Holds(day, known)
        && (Joining.Form != UnionForm.Joint || Joining.SignedOn <= day)
        && Lives(day, known);

    private bool Lives(DateOnly day, DateTime? known)
    {
        foreach (var fact in Facts)
            if (fact.Kind == UnionFactKind.Life && fact.Holds(day, known))
                return true;
        return false;
    }
}
