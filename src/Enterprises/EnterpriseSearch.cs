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
    private HashSet<long>? keys;

    /// <summary>The context, which sees the asked part of the tree only.</summary>
    public AppDb Db => db;

    /// <summary>The measures of the place that is asked for.</summary>
    public Task<IReadOnlyDictionary<string, long>> Sums() => conditions.Sums(db);

    public ValueTask DisposeAsync() => db.DisposeAsync();

    /// <summary>Whether the sample leaves no doubt that there are many more than that.</summary>
    public bool SurelyMany(int number) =>
        conditions.Filter is { Exclusion: not "proposed", Import: null }
        && sample.About(conditions.Fits) is var about && about > 4 * number && about / sample.Weight >= 20;

    /// <summary>The index to go by; nothing for the keys of a search.</summary>
    public async Task<Way> Way(EnterpriseSort sort, bool descending, EnterpriseCursor? from, int wanted)
    {
        var ways = Ways(sort, descending, from, wanted).OrderBy(w => w.Cost).ToList();
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
    public IQueryable<Enterprise> On(Way way)
    {
        var rows = way.Index is not null && db.IsSqlite ? db.Enterprises.FromSqlRaw(way.Sql) : db.Enterprises.AsQueryable();
        if (way.ByKeys && keys is { } found)
            rows = rows.Where(e => found.Contains(e.Key));
        if (way.Index == "ix_enterprise_headcount")
            rows = conditions.HeadcountRange(rows);
        if (way.Index is "ix_enterprise_name" or "ix_enterprise_path" && db.IsSqlite && conditions.Term is { } term)
            rows = term.OnSortKey(rows);
        return conditions.On(rows, db);
    }

    private IEnumerable<Way> Ways(EnterpriseSort sort, bool descending, EnterpriseCursor? from, int wanted)
    {
        var filter = conditions.Filter;
        var rare = filter.Exclusion == "proposed" || filter.Import is not null;
        var passing = conditions.Term is not null || rare ? LookedUp : InIndex;
        var walked = sample.Passed(sort, descending, from, conditions.Fits, wanted, _ => true);
        yield return new(sort.Index, walked * (sort == EnterpriseSort.Name ? InIndex : sort.Covers ? passing : LookedUp));
        yield return new("ix_enterprise_path", sample.About(conditions.InScope) * InIndex);
        if (sort.Id == "members" && filter.Union is not null)
        {
            var along = sample.Passed(sort, descending, from, conditions.Fits, wanted, e => e.UnionForm == filter.Form);
            yield return new("ix_enterprise_form", along * LookedUp);
        }
        if (filter.Section is { } section && section != "-")
            yield return new("ix_enterprise_section", sample.About(e => e.Section == section) * passing);
        if (filter.Size is { } size)
            yield return new("ix_enterprise_headcount", sample.About(e => e.SizeBand == size) * passing);
        if (filter.Form is { } form)
            yield return new("ix_enterprise_form", sample.About(e => e.UnionForm == form) * LookedUp);
        if (filter.Code is { } code)
            yield return new("ix_enterprise_exclusion", sample.About(e => e.Exclusion == code) * LookedUp);
        if (filter.Exclusion == "any")
            yield return new("ix_enterprise_exclusion", sample.About(e => e.Exclusion is not null) * LookedUp);
        if (conditions.Term is { } term && sample.About(term.Fits) is var hits && hits < MostKeys)
            yield return new(null, hits * ByKey, ByKeys: true);
        if (rare)
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
