using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>One question to the list, and the cheapest way to its answer.</summary>
/// <remarks>
/// A filter that many rows answer is met soon on a walk along the sorted index. A rare one is gathered from the index
/// that has it first, and sorted. Which it is, the sample tells. PostgreSQL chooses by itself among the same indexes;
/// only the keys of a search are gathered for it.
/// </remarks>
internal sealed class EnterpriseSearch(AppDb db, EnterpriseConditions conditions, EnterpriseSample.Rows sample) : IAsyncDisposable
{
    private const int MostKeys = 20_000;

    // What passing over one row costs, in microseconds: inside an index that carries the filters, or with a look-up.
    private const double InIndex = 0.3;
    private const double LookedUp = 2;
    private const double ByKey = 4;

    // A walk that costs less than looking for a better way is taken at once.
    private const double Cheap = 150;
    private HashSet<long>? keys;

    /// <summary>The context, which sees the asked part of the tree only.</summary>
    public AppDb Db => db;

    /// <summary>A measure of the place that is asked for.</summary>
    public Task<long> Sum(string measure) => conditions.Sum(db, measure);

    public ValueTask DisposeAsync() => db.DisposeAsync();

    /// <summary>Whether the sample leaves no doubt that there are more than that: six deviations lie between.</summary>
    public bool SurelyMany(int number) =>
        !IsRare && sample.All.Count(conditions.Fits) is >= 20 and var met && (met - (6 * Math.Sqrt(met))) * sample.Weight > number;

    /// <summary>The index to go by; nothing for the keys of a search.</summary>
    public async Task<Way> Way(EnterpriseSort sort, bool descending, EnterpriseCursor? from, int wanted)
    {
        var walk = Walk(sort, descending, from, wanted);
        if (walk.Cost < Cheap)
            return walk;
        var ways = Ways(sort, descending, from, wanted).Prepend(walk).OrderBy(w => w.Cost).ToList();
        foreach (var way in ways)
        {
            if (!way.ByKeys)
                return way;
            keys ??= await conditions.Term!.Candidates(db, MostKeys);
            if (keys is not null)
                return way;
        }
        return ways[0];
    }

    /// <summary>The rows that answer, found by the way.</summary>
    /// <param name="way">The way.</param>
    /// <param name="reached">The headcount where the page begins, when sorted by it.</param>
    /// <param name="descending">Whether it is sorted from the greatest.</param>
    public IQueryable<Enterprise> On(Way way, int? reached = null, bool descending = false)
    {
        var rows = way.Index is not null && db.IsSqlite ? db.Enterprises.FromSqlRaw(way.Sql) : db.Enterprises.AsQueryable();
        if (way.ByKeys && keys is { } found)
            rows = rows.Where(e => found.Contains(e.Key));
        var byHeadcount = way.Index == "ix_enterprise_headcount";
        if (byHeadcount)
            rows = conditions.HeadcountRange(rows, reached, descending);
        if (way.Index is "ix_enterprise_name" or "ix_enterprise_path" && db.IsSqlite && conditions.Term is { } term)
            rows = term.OnSortKey(rows);
        // The index does not carry the band itself: asking for it would look up every row passed over.
        return conditions.On(rows, db, inBand: byHeadcount && db.IsSqlite);
    }

    private bool IsRare => conditions.Filter is { Exclusion: "proposed" } or { Import: not null };

    private double Passing => conditions.Term is not null || IsRare ? LookedUp : InIndex;

    private Way Walk(EnterpriseSort sort, bool descending, EnterpriseCursor? from, int wanted) => new(
        sort.Index,
        sample.Passed(sort, descending, from, conditions.Fits, wanted, OnTheWay(sort))
            * (sort == EnterpriseSort.Name ? InIndex : sort.Covers ? Passing : LookedUp));

    // Sorted by the headcount, a size band is a part of the way.
    private Func<Enterprise, bool>? OnTheWay(EnterpriseSort sort) =>
        sort.Id == "headcount" && conditions.Size is { } size ? e => e.SizeBand == size : null;

    private IEnumerable<Way> Ways(EnterpriseSort sort, bool descending, EnterpriseCursor? from, int wanted)
    {
        var (filter, passing) = (conditions.Filter, Passing);
        yield return new("ix_enterprise_path", sample.At(conditions.InScope) * InIndex);
        if (sort.Id == "members" && filter.Union is not null)
        {
            var along = sample.Passed(sort, descending, from, conditions.Fits, wanted, e => e.UnionForm == filter.Form);
            yield return new("ix_enterprise_form", along * LookedUp);
        }
        if (filter.Section is { } section && section != "-")
            yield return new("ix_enterprise_section", sample.About(e => e.Section == section) * passing);
        if (conditions.Size is { } size)
            yield return new("ix_enterprise_headcount", sample.About(e => e.SizeBand == size) * passing);
        if (filter.Form is { } form)
            yield return new("ix_enterprise_form", sample.About(e => e.UnionForm == form) * LookedUp);
        if (filter.Code is { } code)
            yield return new("ix_enterprise_exclusion", sample.About(e => e.Exclusion == code) * LookedUp);
        if (filter.Exclusion == "any")
            yield return new("ix_enterprise_exclusion", sample.About(e => e.Exclusion is not null) * LookedUp);
        if (conditions.Term is { } term && sample.About(term.Fits) is var hits && hits < MostKeys)
            yield return new(null, hits * ByKey, ByKeys: true);
        if (IsRare)
            yield return new(null, sample.Total * 0.01);
    }
}

/// <summary>A way to rows.</summary>
/// <param name="Index">The index that SQLite shall go by; empty for the table itself, nothing to leave it to the database.</param>
/// <param name="Cost">About how many microseconds.</param>
/// <param name="ByKeys">Whether the keys of the search are gathered first.</param>
internal sealed record Way(string? Index, double Cost, bool ByKeys = false)
{
    /// <summary>The table, bound to the index; for SQLite.</summary>
    public string Sql => $"SELECT * FROM \"enterprise\" {(Index!.Length == 0 ? "NOT INDEXED" : $"INDEXED BY {Index}")}";
}
