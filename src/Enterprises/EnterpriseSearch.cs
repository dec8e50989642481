using System.Globalization;
using Gonglian.Foundation.Data;
using Gonglian.Organisations.Unions;

namespace Gonglian.Enterprises;

/// <summary>One question to the list, and the cheapest way to its answer.</summary>
/// <remarks>
/// A filter that many rows answer is met soon on a walk along the sorted index. A rare one is gathered from the index
/// that has it first, and sorted. Which it is, the sample tells. PostgreSQL chooses by itself among the same indexes;
/// only the keys of a search are gathered for it.
/// </remarks>
internal sealed class EnterpriseSearch(
    AppDb db, EnterpriseConditions conditions, EnterpriseSample.Rows sample, Func<IReadOnlyList<Way>, Way>? choose)
{
    private const double MostHits = 20_000;

    // What passing over one row costs, in microseconds: inside an index that carries the filters, or with a look-up.
    private const double InIndex = 0.3;
    private const double LookedUp = 2;
    private const double Scanned = 0.45;
    private const double Sorted = 4;

    // A walk that costs less than looking for a better way is taken at once.
    private const double Cheap = 150;
    private EnterpriseSample.Answer? known;

    /// <summary>A measure of the place that is asked for.</summary>
    public Task<long> Sum(string measure) => conditions.Sum(db, measure);

    /// <summary>Whether the sample leaves no doubt that there are more than that: six deviations lie between.</summary>
    public bool SurelyMany(int number) =>
        !IsRare && Known.Fitting.Count is >= 20 and var met && (met - (6 * Math.Sqrt(met))) * sample.Weight > number;

    /// <summary>The keys of all that answer; nothing when there are more than so many.</summary>
    public async Task<List<long>?> Gather(int most)
    {
        var way = Cheapest(EnterpriseSort.Name, false, null, most + 1);
        var (rows, from) = On(way);
        var keys = await rows.Read($"SELECT e.\"Key\"\nFROM {from}\nWHERE {rows.Where}\nLIMIT {most + 1}", r => r.Number(0));
        return keys.Count > most ? null : keys;
    }

    /// <summary>How many answer in all.</summary>
    public async Task<long> Count()
    {
        var (rows, from) = On(Cheapest(EnterpriseSort.Name, false, null, int.MaxValue / 4));
        return (await rows.Read($"SELECT count(*)\nFROM {from}\nWHERE {rows.Where}", r => r.Number(0)))[0];
    }

    /// <summary>How many answer in all, with their employees and members.</summary>
    public async Task<EnterpriseCount> CountPeople()
    {
        // The numbers stand in no index: where many answer, the whole table in its own order costs less than a look-up of each.
        var isWide = choose is null && sample.About(Known.Fitting) * LookedUp > sample.Total * Scanned;
        var (rows, from) = On(isWide ? new(By.Index, 0) : Cheapest(EnterpriseSort.Name, false, null, int.MaxValue / 4));
        var sums = $"SELECT count(*), {Sum("Headcount")}, {Sum("Members")}\nFROM {from}\nWHERE {rows.Where}";
        return (await rows.Read(sums, r => new EnterpriseCount(r.Number(0), true) { People = new(r.Number(1), r.Number(2)) }))[0];

        static string Sum(string column) => $"CAST(coalesce(sum(e.\"{column}\"), 0) AS bigint)";
    }

    /// <summary>The way by keys that were gathered; nothing when a walk finds the page sooner.</summary>
    public Way? Among(List<long> keys, EnterpriseAsk ask) =>
        choose is not null || keys.Count * Sorted < Walk(ask.Sort, ask.Turned, ask.From, ask.Size + 1).Cost
            ? new(By.Gathered, 0, Keys: ask.Sort.HasValue ? keys : OfPage(keys, ask))
            : null;

    /// <summary>The way to go for a page.</summary>
    public Way Cheapest(EnterpriseSort sort, bool descending, EnterpriseCursor? from, int wanted)
    {
        var walk = Walk(sort, descending, from, wanted);
        if (choose is not null)
            return choose([walk, .. Ways(sort, descending, from, wanted)]);
        return walk.Cost < Cheap ? walk : Ways(sort, descending, from, wanted).Prepend(walk).MinBy(w => w.Cost)!;
    }

    /// <summary>The rows that answer, found by the way, and from where they are selected.</summary>
    /// <param name="way">The way.</param>
    /// <param name="from">Where the page begins.</param>
    /// <param name="sort">In which order.</param>
    /// <param name="descending">Whether it is sorted from the greatest.</param>
    public (ScopedQuery Rows, string From) On(
        Way way, EnterpriseCursor? from = null, EnterpriseSort? sort = null, bool descending = false)
    {
        var rows = db.Scoped<Enterprise>();
        var byHeadcount = way.Index == "ix_enterprise_headcount";
        if (byHeadcount)
        {
            var reached = sort?.Id == "headcount" && from?.Value is { } number ? int.Parse(number, CultureInfo.InvariantCulture) : (int?)null;
            conditions.HeadcountRange(rows, reached, descending);
        }
        if (way.Index is "ix_enterprise_name" or "ix_enterprise_path" && db.IsSqlite)
            conditions.Term?.OnSortKey(rows);
        // Gathered keys have answered already. The index does not carry the band itself: asking for it would look up every
        // row passed over.
        if (way.By != By.Gathered)
            conditions.On(rows, db, inBand: byHeadcount && db.IsSqlite);
        return (rows, db.IsSqlite ? way.OnSqlite(rows, conditions.Term) : way.OnPostgres(rows, conditions.Term));
    }

    // In the order of the keys themselves the page is known before a row is read.
    private static List<long> OfPage(List<long> keys, EnterpriseAsk ask)
    {
        var beyond = keys.Where(k => ask.From is not { } from || (ask.Turned ? k < from.Key : k > from.Key));
        return [.. (ask.Turned ? beyond.OrderDescending() : beyond.Order()).Take(ask.Size + 1)];
    }

    private bool IsRare => conditions.Filter is { Exclusion: "proposed" } or { Import: not null };

    private double Passing => conditions.Term is not null || IsRare || conditions.IsBesideIndexes ? LookedUp : InIndex;

    private EnterpriseSample.Some? Found => conditions.Term is { } term ? sample.Found(term) : null;

    private EnterpriseSample.Answer Known => known ??= sample.Of(conditions, Found);

    private Way Walk(EnterpriseSort sort, bool descending, EnterpriseCursor? from, int wanted) => new(
        By.Index,
        sample.Passed(sort, descending, from, Known.Fitting, wanted, OnTheWay(sort))
            * (sort == EnterpriseSort.Name && !conditions.IsBesideIndexes ? InIndex : sort.Covers ? Passing : LookedUp),
        sort.Index);

    // Sorted by the headcount, a size band is a part of the way.
    private EnterpriseSample.Some? OnTheWay(EnterpriseSort sort) =>
        sort.Id == "headcount" && conditions.Size is { } size ? OfSize(size) : null;

    private EnterpriseSample.Some InSection(string section) => sample.Those("section", section, (e, s) => e.Section == s);

    private EnterpriseSample.Some OfSize(int size) => sample.Those("size", size, (e, s) => e.SizeBand == s);

    private EnterpriseSample.Some OfForm(UnionForm form) => sample.Those("form", form, (e, f) => e.UnionForm == f);

    private EnterpriseSample.Some OfYear(int year) =>
        sample.Those("year", year, (e, y) => (e.EstablishedOn?.Year ?? 0) == y);

    private EnterpriseSample.Some Excluded(ExclusionCode? code) =>
        sample.Those("exclusion", code, (e, c) => c is null ? e.Exclusion is not null : e.Exclusion == c);

    private IEnumerable<Way> Ways(EnterpriseSort sort, bool descending, EnterpriseCursor? from, int wanted)
    {
        var (filter, passing) = (conditions.Filter, Passing);
        yield return new(By.Index, Known.Within * InIndex, "ix_enterprise_path");
        if (sort.Id == "members" && filter.Form is { } own)
        {
            var along = sample.Passed(sort, descending, from, Known.Fitting, wanted, OfForm(own));
            yield return new(By.Index, along * LookedUp, "ix_enterprise_form");
        }
        if (filter.Section is { } section && section != "-")
            yield return new(By.Index, sample.About(InSection(section)) * passing, "ix_enterprise_section");
        if (conditions.Size is { } size)
            yield return new(By.Index, sample.About(OfSize(size)) * passing, "ix_enterprise_headcount");
        if (filter.Form is { } form)
            yield return new(By.Index, sample.About(OfForm(form)) * LookedUp, "ix_enterprise_form");
        if (filter.Code is { } code)
            yield return new(By.Index, sample.About(Excluded(code)) * LookedUp, "ix_enterprise_exclusion");
        if (filter.Exclusion == "any")
            yield return new(By.Index, sample.About(Excluded(null)) * LookedUp, "ix_enterprise_exclusion");
        if (filter.Year is { } year)
            yield return new(By.Index, sample.About(OfYear(year)) * LookedUp, "ix_enterprise_established");
        if (conditions.Term is { } term && Found is { } found)
        {
            var hits = sample.About(found) + term.Phones;
            if (hits < MostHits)
                yield return new(By.Search, hits * Sorted);
            if (term.IsByIndexAlone && sort == EnterpriseSort.Newest && db.IsSqlite)
                yield return new(By.SearchInOrder, sample.Passed(sort, descending, from, Known.Fitting, wanted, found) * LookedUp);
        }
        if (IsRare)
            yield return new(By.Database, sample.Total * 0.01);
    }
}
