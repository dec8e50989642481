using System.Numerics;

namespace Gonglian.Organisations.Unions;

/// <summary>有效的口径: from when on a union is more than a name (N4). Data, because no law says it.</summary>
public sealed record VitalityRules
{
    /// <summary>Months after an activity or meeting for which it counts.</summary>
    public int ActivityMonths { get; init; } = 12;

    /// <summary>Whole months, the last ones before the day, whose filings are looked at.</summary>
    public int FilingMonths { get; init; } = 12;

    /// <summary>The part of the months due that must be filed, unrounded.</summary>
    public decimal FilingShare { get; init; } = 0.60m;
}

/// <summary>活力: whether a union does what a union does, by four tests; what nobody told is unknown, never a yes or a no.</summary>
/// <remarks>
/// REFERENCE §4.2 N4: term not expired, chair in place, at least one activity or meeting in twelve months, filings made of
/// those due in the last twelve months at least 60 %. Unit: days and months, China time.
/// </remarks>
/// <param name="Term">届期未满, the last day included; always where the form elects no committee.</param>
/// <param name="Chair">主席 (组长) in place.</param>
/// <param name="Activity">An activity on the day or before it, and the day lies before its anniversary.</param>
/// <param name="Filings">Enough months filed; also where none is due.</param>
/// <param name="Made">Months filed of those due.</param>
/// <param name="Due">Months due: whole months before the day's own, on whose last day the union lived.</param>
public sealed record Vitality(bool? Term, bool? Chair, bool? Activity, bool? Filings, int Made, int Due)
{
    /// <summary>Whether all four hold; nothing where one is not known, whatever the others say.</summary>
    public bool? IsEffective => Term is null || Chair is null || Activity is null || Filings is null
        ? null
        : Term.Value && Chair.Value && Activity.Value && Filings.Value;

    /// <summary>Judges a union on a day.</summary>
    /// <param name="form">建会形式.</param>
    /// <param name="facts">Everything told of it.</param>
    /// <param name="day">The day, China time (as-of).</param>
    /// <param name="rules">The parameters.</param>
    /// <param name="known">What was known at this instant, UTC (known-on); nothing for now.</param>
    public static Vitality Of(
        UnionForm form, IReadOnlyList<UnionFact> facts, DateOnly day, VitalityRules rules, DateTime? known = null)
    {
        bool? term = Unions.Term.HasTerm(form) ? null : true;
        bool? chair = null, activity = null;
        foreach (var fact in facts)
        {
            if (fact.EffectiveFrom > day || !fact.IsKnown(known))
                continue;
            var holds = fact.EffectiveTo is null || day < fact.EffectiveTo;
            if (fact.Kind == UnionFactKind.Term && term != true)
                term = holds;
            else if (fact.Kind == UnionFactKind.Chair && chair != true)
                chair = holds;
            else if (fact.Kind == UnionFactKind.Activity && activity != true)
                activity = day < fact.EffectiveFrom.AddMonths(rules.ActivityMonths);
        }
        var months = new FiledMonths(facts, day, rules, known);
        var (made, due) = months.At(0);
        return new(term, chair, activity, months.IsEnough(0), made, due);
    }

    /// <summary>The next day on which one of the four tests can change by time alone.</summary>
    public static DateOnly? Next(IReadOnlyList<UnionFact> facts, DateOnly day, VitalityRules rules)
    {
        DateOnly? next = null;
        foreach (var fact in facts)
        {
            if (fact.SupersededAt is not null)
                continue;
            Take(fact.EffectiveFrom);
            Take(fact.EffectiveTo);
            if (fact.Kind == UnionFactKind.Activity)
                Take(fact.EffectiveFrom.AddMonths(rules.ActivityMonths));
        }
        Take(NextFiling(facts, day, rules));
        return next;

        void Take(DateOnly? on)
        {
            if (on > day && (next is null || on < next))
                next = on;
        }
    }

    // Every month brings another month due, until nothing changes any more.
    private static DateOnly? NextFiling(IReadOnlyList<UnionFact> facts, DateOnly day, VitalityRules rules)
    {
        var months = new FiledMonths(facts, day, rules, null);
        var now = months.IsEnough(0);
        for (var i = 1; i <= rules.FilingMonths + 1; i++)
            if (months.IsEnough(i) != now)
                return day.AddDays(1 - day.Day).AddMonths(i);
        return null;
    }

    /// <summary>The bit of a month in <see cref="UnionFact.Number"/> of a year's filings.</summary>
    public static int MonthBit(DateOnly month) => 1 << (month.Month - 1);

    /// <summary>The months, 1 to 12, that a year's filings hold.</summary>
    public static IEnumerable<int> Months(int bits) => Enumerable.Range(1, 12).Where(m => (bits & (1 << (m - 1))) != 0);
}

/// <summary>The months due and filed around a day, one bit a month from the first that is looked at.</summary>
internal readonly struct FiledMonths
{
    // Bits there are, so that a year before the day and a year after it have room.
    private const int Most = 30;
    private readonly VitalityRules rules;
    private readonly bool isTold;
    private readonly ulong due;
    private readonly ulong filed;

    public FiledMonths(IReadOnlyList<UnionFact> facts, DateOnly day, VitalityRules rules, DateTime? known)
    {
        this.rules = rules with { FilingMonths = Math.Clamp(rules.FilingMonths, 1, Most) };
        var first = Index(day) - this.rules.FilingMonths;
        foreach (var fact in facts)
        {
            if (fact.EffectiveFrom > day || fact.Kind is not (UnionFactKind.Life or UnionFactKind.Filing) || !fact.IsKnown(known))
                continue;
            if (fact.Kind == UnionFactKind.Life)
            {
                // A month is due when its last day was lived: so the month of the first day is, that of the last one is not.
                due |= Bits(Index(fact.EffectiveFrom) - first, fact.EffectiveTo is { } end ? Index(end) - first : 64);
                continue;
            }
            isTold = true;
            var shift = (fact.EffectiveFrom.Year * 12) - first;
            if (shift is > -12 and < 52)
                filed |= shift >= 0 ? (ulong)fact.Number << shift : (ulong)fact.Number >> -shift;
        }
    }

    /// <summary>Months filed and due of those looked at so many months after the day.</summary>
    public (int Made, int Due) At(int later)
    {
        var window = Bits(later, later + rules.FilingMonths);
        return (BitOperations.PopCount(filed & due & window), BitOperations.PopCount(due & window));
    }

    /// <summary>Whether enough are filed then; nothing where nobody told.</summary>
    public bool? IsEnough(int later) => At(later) switch
    {
        (_, 0) => true,
        var (made, months) => isTold ? made >= months * rules.FilingShare : null,
    };

    private static int Index(DateOnly day) => (day.Year * 12) + day.Month - 1;

    private static ulong Bits(int from, int to)
    {
        var (low, high) = (Math.Clamp(from, 0, 64), Math.Clamp(to, 0, 64));
        return high <= low ? 0 : (high == 64 ? ulong.MaxValue : (1UL << high) - 1) & ~((1UL << low) - 1);
    }
}
