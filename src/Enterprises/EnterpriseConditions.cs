using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;

namespace Gonglian.Enterprises;

/// <summary>A filter made ready for the database: words folded, phones looked up, indicators as flags.</summary>
internal sealed class EnterpriseConditions
{
    private static readonly int[] BandFrom = [0, 0, 1, 10, 25, 100, 200, 1000, int.MaxValue];
    private readonly EnterpriseFilter filter;
    private readonly Caller caller;
    private readonly IReadOnlyList<string> parts;
    private readonly IReadOnlyList<PathRange> ranges;

    public EnterpriseConditions(EnterpriseFilter filter, Caller caller, IReadOnlyList<string> parts, SearchTerm? term)
    {
        (this.filter, this.caller, this.parts, Term) = (filter, caller, parts, term);
        ranges = [.. parts.Select(PathRange.Of)];
        (All, None) = Flags(filter);
    }

    /// <summary>What is asked, and by whom.</summary>
    public (EnterpriseFilter Filter, Caller Caller) Question => (filter, caller);

    /// <summary>Flags that a row must have.</summary>
    public Counted All { get; }

    /// <summary>Flags that a row must not have.</summary>
    public Counted None { get; }

    /// <summary>A measure of the place that is asked for; the context sees no other when the place is one node.</summary>
    public async Task<long> Sum(AppDb db, string measure) =>
        parts.Count == 1 ? await db.Sum(measure) : (await db.SumsOf(parts)).GetValueOrDefault(measure);

    /// <summary>What is searched; nothing when nothing is.</summary>
    public SearchTerm? Term { get; }

    public EnterpriseFilter Filter => filter;

    /// <summary>Whether something is asked that no index of a sort carries, so that each row passed over is looked up.</summary>
    public bool IsBesideIndexes => filter.Status is not null || filter.Source is not null || filter.Year is not null;

    /// <summary>The size band that is asked for; an unknown headcount is one too.</summary>
    public int? Size => filter.Size ?? (filter.Unknown ? 0 : null);

    /// <summary>Adds the conditions to a query.</summary>
    /// <param name="rows">Enterprises, already filtered to the scope and to the node that contains the place.</param>
    /// <param name="db">The context, for what stands in other tables.</param>
    /// <param name="inBand">Whether the rows are of the size band already (<see cref="HeadcountRange"/>).</param>
    public void On(ScopedQuery rows, AppDb db, bool inBand)
    {
        if (parts.Count > 1)
            rows.And(string.Join(" OR ", ranges.Select(
                r => $"(e.\"Path\" >= {rows.Value(r.From)} AND e.\"Path\" < {rows.Value(r.To)})")));
        rows.And("e.\"Section\" =", filter.Section == "-" ? "" : filter.Section);
        rows.And("e.\"SizeBand\" =", inBand ? null : filter.Size);
        rows.And("e.\"UnionForm\" =", (int?)filter.Form);
        rows.And("e.\"Exclusion\" =", (int?)filter.Code);
        if (filter.Union == "none")
            rows.And("e.\"UnionForm\" IS NULL");
        if (filter.Exclusion is "any" or "none" or "outside")
            rows.And($"e.\"Exclusion\" IS {(filter.Exclusion == "any" ? "NOT NULL" : "NULL")}");
        rows.And("e.\"Status\" =", (int?)filter.Status);
        rows.And("e.\"HeadcountSource\" =", (int?)filter.From);
        if (filter.Source == "-")
            rows.And("e.\"HeadcountSource\" IS NULL");
        if (filter.Year == 0)
            rows.And("e.\"EstablishedOn\" IS NULL");
        if (filter.Year is > 0 and var year)
            rows.And("e.\"EstablishedOn\" >=", new DateOnly(year, 1, 1)).And("e.\"EstablishedOn\" <=", new DateOnly(year, 12, 31));
        // The flags stand last in the indexes: a row that fails anything before is not read so far.
        if (All != Counted.None && rows.Value((int)All) is var all)
            rows.And($"(e.\"Counted\" & {all}) = {all}");
        if (None != Counted.None)
            rows.And($"(e.\"Counted\" & {rows.Value((int)None)}) = 0");
        if (IsPartlyOrganised)
            rows.And("coalesce(e.\"Members\", 0) < coalesce(e.\"Headcount\", 0)");
        if (filter.Exclusion == "proposed")
            rows.And($"e.\"Key\" IN ({rows.Among(db.Exclusions
                .Where(x => x.State == ExclusionState.Proposed).Select(x => x.EnterpriseKey))})");
        if (filter.Import is { } import)
            rows.And($"e.\"Key\" IN ({rows.Among(db.Changes
                .Where(c => c.ImportKey == import && c.Subject == "enterprise").Select(c => c.SubjectKey))})");
        Term?.On(rows);
    }

    /// <summary>The size band as a range of the headcount, for the index that has the headcount first.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="reached">The headcount where a page begins, when sorted by it: of two bounds an index uses the first only.</param>
    /// <param name="descending">Whether it is sorted from the greatest.</param>
    public void HeadcountRange(ScopedQuery rows, int? reached, bool descending)
    {
        if (Size is not { } size)
            return;
        var (from, to) = (BandFrom[size], size == 1 ? 1 : BandFrom[size + 1]);
        if (size == 0)
            rows.And("e.\"Headcount\" IS NULL");
        else if ((reached < from && descending) || (reached >= to && !descending))
            rows.And("1 = 0");
        else
        {
            rows.And("e.\"Headcount\" >=", reached is null || descending || reached < from ? from : null);
            rows.And("e.\"Headcount\" <", reached is null || !descending || reached >= to ? to : null);
        }
    }

    /// <summary>Whether a row of the sample answers, its place and what is searched aside; only an estimate rests on it.</summary>
    public bool Fits(Enterprise e) =>
        (e.Counted & All) == All && (e.Counted & None) == Counted.None
        && (filter.Section is null || filter.Section == (e.Section.Length == 0 ? "-" : e.Section))
        && (filter.Size is null || filter.Size == e.SizeBand)
        && (filter.Union != "none" || e.UnionForm is null)
        && (filter.Form is null || filter.Form == e.UnionForm)
        && (filter.Exclusion != "any" || e.Exclusion is not null)
        && (filter.Exclusion is not ("none" or "outside") || e.Exclusion is null)
        && (filter.Status is null || filter.Status == e.Status)
        && (filter.Source is null || filter.From == e.HeadcountSource)
        && (filter.Year is null || filter.Year == (e.EstablishedOn?.Year ?? 0))
        && (filter.Code is null || filter.Code == e.Exclusion)
        && (!IsPartlyOrganised || (e.Members ?? 0) < (e.Headcount ?? 0));

    /// <summary>Whether a path lies in the scope and the place.</summary>
    public bool InScope(string path) => ranges.Any(r => r.Covers(path)) && caller.Covers(path);

    // N5 counts people: the rest are the units whose members are fewer than their employees.
    private bool IsPartlyOrganised => filter is { Counted: "N5" or "N6", Part: "rest" };

    private static (Counted All, Counted None) Flags(EnterpriseFilter filter)
    {
        var (all, none) = (filter.Counted, filter.Part ?? "numerator") switch
        {
            (null, _) => (Counted.None, Counted.None),
            (_, "excluded") => (Counted.None, Counted.Base),
            ("N1", "numerator") or ("N5", _) => (Counted.Base | Counted.Covered, Counted.None),
            ("N1", "rest") => (Counted.Base, Counted.Covered),
            ("N2", "numerator") => (Counted.Base | Counted.Large | Counted.Own, Counted.None),
            ("N2", "denominator") => (Counted.Base | Counted.Large, Counted.None),
            ("N2", _) => (Counted.Base | Counted.Large, Counted.Own),
            ("N4", "numerator") => (Counted.Base | Counted.Effective, Counted.None),
            ("N4", "unknown") => (Counted.Base | Counted.VitalityUnknown, Counted.None),
            ("N4", "rest") => (Counted.Base, Counted.Effective),
            ("N3", "numerator") => (Counted.Due, Counted.None),
            ("N3", "rest") => (Counted.Base, Counted.Due),
            _ => (Counted.Base, Counted.None),
        };
        all |= filter.Duty switch
        {
            "national" => Counted.NationalDuty,
            "local" => Counted.LocalDuty,
            "due" => Counted.Due,
            _ => Counted.None,
        };
        if (filter.Duty == "other")
            none |= Counted.Due;
        if (filter.Exclusion == "base")
            all |= Counted.Base;
        if (filter.Exclusion == "outside")
            none |= Counted.Base;
        if (filter.Verified)
            none |= Counted.Unverified;
        var coverage = CoverageStates.Flags(filter.Coverage);
        (all, none) = (all | coverage.All, none | coverage.None);
        if (filter.Unverified)
            all |= Counted.Unverified;
        if (filter.Unknown)
            all |= Counted.HeadcountUnknown;
        return (all, none);
    }
}
