using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;

namespace Gonglian.Organisations.Unions;

/// <summary>工会计数状态: how a union stands towards its term on a day, and when that next changes by itself.</summary>
/// <param name="State">届情.</param>
/// <param name="TermTo">First day after its latest term; nothing while nobody told.</param>
/// <param name="NextChange">First later day on which this can change by time alone.</param>
public sealed record UnionStanding(UnionState State, DateOnly? TermTo, DateOnly? NextChange)
{
    /// <summary>Judges a union on a day.</summary>
    /// <param name="form">建会形式.</param>
    /// <param name="facts">Everything told of it.</param>
    /// <param name="day">The day, China time (as-of).</param>
    /// <param name="known">What was known at this instant, UTC (known-on); nothing for now.</param>
    public static UnionStanding Of(UnionForm form, IEnumerable<UnionFact> facts, DateOnly day, DateTime? known = null)
    {
        var alive = false;
        DateOnly? termTo = null, next = null;
        foreach (var fact in facts)
        {
            if (!(fact.Kind == UnionFactKind.Life || (fact.Kind == UnionFactKind.Term && Term.HasTerm(form))) || !fact.IsKnown(known))
                continue;
            Take(fact.EffectiveFrom);
            Take(fact.EffectiveTo);
            alive |= fact.Kind == UnionFactKind.Life && fact.Holds(day, known);
            if (fact.Kind == UnionFactKind.Term && fact.EffectiveFrom <= day && !(fact.EffectiveTo < termTo))
                termTo = fact.EffectiveTo;
        }
        Take(termTo?.AddDays(-1 - Term.NearDays));
        return new(Term.State(form, alive, termTo?.AddDays(-1), day), termTo, next);

        void Take(DateOnly? on)
        {
            if (on > day && (next is null || on < next))
                next = on;
        }
    }

    /// <summary>Judges a union anew and lets its derived columns and the counters follow, inside a change.</summary>
    /// <param name="db">The writable context of the change.</param>
    /// <param name="union">The union.</param>
    /// <param name="facts">Everything told of it that is not superseded.</param>
    /// <param name="day">The day on which the counters stand.</param>
    /// <param name="isNew">Whether it is being written for the first time, and so counts nowhere yet.</param>
    public static void Judge(AppDb db, Union union, IEnumerable<UnionFact> facts, DateOnly day, bool isNew = false)
    {
        if (!isNew && union.CountedOn != default)
            Count(db, union, -1);
        var standing = Of(union.Form, facts, day);
        (union.State, union.TermTo, union.NextChange, union.CountedOn) = (standing.State, standing.TermTo, standing.NextChange, day);
        Count(db, union, +1);
    }

    /// <summary>Lets the counters forget a union that is taken out of the books.</summary>
    public static void Withdraw(AppDb db, Union union)
    {
        Count(db, union, -1);
        (union.State, union.NextChange, union.CountedOn) = (UnionState.Dissolved, null, default);
    }

    private static void Count(AppDb db, Union union, long sign)
    {
        foreach (var measure in UnionMeasures.Of(union.State))
            db.Count(union.Path, measure, sign);
    }
}

/// <summary>What one union adds to the counters, and the indicators made of them.</summary>
public static class UnionMeasures
{
    /// <summary>Measure: live unions of every form.</summary>
    public const string Live = "unions";

    /// <summary>Measure: live unions that elect a committee, and so have terms.</summary>
    public const string Electing = "unions-electing";

    /// <summary>Measure: those within their term.</summary>
    public const string InTerm = "unions-in-term";

    /// <summary>Measure: those whose term ends within 90 days.</summary>
    public const string Expiring = "unions-expiring";

    /// <summary>Measure: those whose term nobody told.</summary>
    public const string TermUnknown = "unions-term-unknown";

    /// <summary>The measures to which a union of a state adds one.</summary>
    public static IEnumerable<string> Of(UnionState state)
    {
        if (state == UnionState.Dissolved)
            yield break;
        yield return Live;
        if (state == UnionState.NoTerm)
            yield break;
        yield return Electing;
        if (state is UnionState.InTerm or UnionState.Expiring)
            yield return InTerm;
        if (state == UnionState.Expiring)
            yield return Expiring;
        if (state == UnionState.Unknown)
            yield return TermUnknown;
    }

    private const string Organising = "区总工会组织部门";

    /// <summary>The indicators of this room (REFERENCE §4.2), version 1.</summary>
    public static IReadOnlyList<Indicator> Indicators { get; } =
    [
        new("N8", 1, "届内率",
            "分母:统计日存续、依法选举产生委员会的工会(独立工会、联合工会、工会联合会;工会小组和组织员没有届期,不计)。"
            + "分子:其中任期未满的,届满当日仍算届内。任期不详的计入分母、不计入分子,并另列。",
            "工会法(2021)第 16 条;统计口径自定", "个工会", InTerm, Electing, null, "/unions?counted=N8")
        {
            Owner = Organising, Unknown = TermUnknown, Excludes = false,
        },
        new("N8b", 1, "90 天内届满",
            "统计日存续、任期在此后 90 天内(含第 90 天)届满的工会。是名单,不是比率。",
            "工会法(2021)第 16 条;统计口径自定", "个工会", Expiring, null, null, "/unions?counted=N8b")
        {
            Owner = Organising, Excludes = false, IsMain = false,
        },
    ];
}
