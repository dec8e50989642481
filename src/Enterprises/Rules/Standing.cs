using Gonglian.Organisations.Unions;

namespace Gonglian.Enterprises.Rules;

/// <summary>How a unit counts on a day.</summary>
[Flags]
public enum Counted
{
    /// <summary>Counts nowhere.</summary>
    None = 0,

    /// <summary>In the base set U(t).</summary>
    Base = 1,

    /// <summary>Covered by any live union body: numerator of N1 when in the base set.</summary>
    Covered = 2,

    /// <summary>Has at least 25 employees: denominator of N2 when in the base set.</summary>
    Large = 4,

    /// <summary>Has its own live union: numerator of N2 when in the base set and large.</summary>
    Own = 8,

    /// <summary>应建未建: a stand-alone union is due and does not exist (N3).</summary>
    Due = 16,

    /// <summary>Not verified for 180 days.</summary>
    Unverified = 32,

    /// <summary>A committee must exist by the national member test (工会法 art. 11 ¶1).</summary>
    NationalDuty = 64,

    /// <summary>A stand-alone union must exist by the local test, whether the months have passed or not.</summary>
    LocalDuty = 128,

    /// <summary>Employees unknown.</summary>
    HeadcountUnknown = 256,

    /// <summary>Is organised: covered, or has an organiser.</summary>
    Organised = 512,

    /// <summary>Covered by a union that is more than a name: numerator of N4 when in the base set.</summary>
    Effective = 1024,

    /// <summary>Covered, by none that is known to be more than a name, and of one something is not known (N4).</summary>
    VitalityUnknown = 2048,
}

/// <summary>计数状态: what one unit adds to every figure on one day, and when that next changes by itself.</summary>
/// <param name="Counted">The flags.</param>
/// <param name="Exclusion">The exclusion that applies; none in the base set.</param>
/// <param name="Form">The form that covers it best; none when nothing does.</param>
/// <param name="Path">The workplace; none while no workplace holds.</param>
/// <param name="Headcount">The headcount fact picked.</param>
/// <param name="Members">The membership fact picked.</param>
/// <param name="VerifiedOn">Latest verification.</param>
/// <param name="Status">经营状态 as reported; operating while nobody says otherwise.</param>
/// <param name="NextChange">First later day on which any of this can change by time alone.</param>
public sealed record Standing(
    Counted Counted,
    ExclusionCode? Exclusion,
    UnionForm? Form,
    string? Path,
    EnterpriseFact? Headcount,
    EnterpriseFact? Members,
    DateOnly? VerifiedOn,
    OperatingStatus Status,
    DateOnly? NextChange)
{
    /// <summary>Judges one unit on one day.</summary>
    /// <param name="file">Everything known of it.</param>
    /// <param name="day">The day, China time (as-of).</param>
    /// <param name="rules">The parameters.</param>
    /// <param name="known">What was known at this instant, UTC (known-on); nothing for now.</param>
    /// <param name="looksAhead">Whether <see cref="NextChange"/> is asked for; of a past day it means nothing.</param>
    public static Standing Of(
        UnitFile file, DateOnly day, CoverageRules rules, DateTime? known = null, bool looksAhead = true)
    {
        var headcount = file.Pick(FactKind.Headcount, day, known);
        var members = file.Pick(FactKind.Members, day, known);
        var path = file.Pick(FactKind.Workplace, day, known)?.Text;
        var verified = file.VerifiedOn(day, known);
        var form = BestForm(file, day, known);
        var exclusion = Excluded(file, day, rules, known);
        var flags = Counted.None;
        if (exclusion is null && path is not null && !(file.EstablishedOn > day))
            flags |= Counted.Base;
        if (form is { } best && rules.Covers(best))
            flags |= Counted.Covered | Vital(file, day, rules, known);
        if (form is not null)
            flags |= Counted.Organised;
        if (form is UnionForm.Own)
            flags |= Counted.Own;
        if (headcount is null)
            flags |= Counted.HeadcountUnknown;
        if (headcount?.Number >= rules.LargeFrom)
            flags |= Counted.Large;
        if (verified is null || day.DayNumber - verified.Value.DayNumber > rules.VerifiedDays)
            flags |= Counted.Unverified;
        flags |= Duty.Of(headcount?.Number, members?.Number, file.EstablishedOn, flags, day, rules);
        return new Standing(
            flags, exclusion, form, path, headcount, members, verified,
            (OperatingStatus)(file.Pick(FactKind.Status, day, known)?.Number ?? (int)OperatingStatus.Operating),
            looksAhead ? Next(file, day, rules, verified) : null);
    }

    // Own beats joint beats group beats organiser; several live bodies over one unit still cover it once.
    private static UnionForm? BestForm(UnitFile file, DateOnly day, DateTime? known)
    {
        UnionForm? best = null;
        foreach (var cover in file.Covers)
            if (cover.Joining.Form != UnionForm.Federation && cover.Holds(day, known)
                && (best is null || cover.Joining.Form < best))
                best = cover.Joining.Form;
        return best;
    }

    // One covering union that does its work is enough; of one about which something is missing nobody can say that it does not.
    private static Counted Vital(UnitFile file, DateOnly day, CoverageRules rules, DateTime? known)
    {
        var vital = Counted.None;
        foreach (var cover in file.Covers)
        {
            if (!rules.Covers(cover.Joining.Form) || !cover.Holds(day, known))
                continue;
            var effective = Vitality.Of(cover.Joining.Form, cover.Facts, day, rules.Vitality, known).IsEffective;
            if (effective == true)
                return Counted.Effective;
            if (effective is null)
                vital = Counted.VitalityUnknown;
        }
        return vital;
    }

    // Decided exclusions go before those by rule; of several the first code is named, in whatever order they were told.
    private static ExclusionCode? Excluded(UnitFile file, DateOnly day, CoverageRules rules, DateTime? known)
    {
        ExclusionCode? decided = null;
        foreach (var exclusion in file.Exclusions)
            if (exclusion.Holds(day, known) && !(decided <= exclusion.Code))
                decided = exclusion.Code;
        if (decided is not null)
            return decided;
        if (rules.ExcludeSoleTraders && file.CreditCode?.StartsWith("92", StringComparison.Ordinal) == true)
            return ExclusionCode.SoleTrader;
        return rules.ExcludeNew && file.EstablishedOn is { } born && day >= born && day < born.AddMonths(rules.NewMonths)
            ? ExclusionCode.New
            : null;
    }

    private static DateOnly? Next(UnitFile file, DateOnly day, CoverageRules rules, DateOnly? verified)
    {
        DateOnly? next = null;
        foreach (var fact in file.Facts)
            if (fact.SupersededAt is null)
                Take(fact.EffectiveFrom, fact.EffectiveTo);
        foreach (var cover in file.Covers)
        {
            Take(cover.Joining.EffectiveFrom, cover.Joining.EffectiveTo);
            Take(cover.Joining.SignedOn, null);
            Take(Vitality.Next(cover.Facts, day, rules.Vitality), null);
        }
        foreach (var exclusion in file.Exclusions)
            Take(exclusion.EffectiveFrom, exclusion.EffectiveTo);
        if (file.EstablishedOn is { } born)
        {
            Take(born, born.AddMonths(rules.NewMonths));
            Take(born.AddMonths(rules.DutyMonths).AddDays(1), null);
        }
        Take(verified?.AddDays(rules.VerifiedDays + 1), null);
        return next;

        void Take(DateOnly? from, DateOnly? to)
        {
            if (from > day && (next is null || from < next))
                next = from;
            if (to > day && (next is null || to < next))
                next = to;
        }
    }
}
