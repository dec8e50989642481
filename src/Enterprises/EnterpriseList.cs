using System.Globalization;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Vaults;
using Gonglian.Organisations.Tree;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>What is asked of the list: the filter, the order, and where in it.</summary>
/// <param name="Filter">What is looked for.</param>
/// <param name="Sort">By which column.</param>
/// <param name="Descending">Whether from the greatest.</param>
/// <param name="After">The page after this place; nothing for the first one.</param>
/// <param name="Before">The page before this place.</param>
/// <param name="Size">Rows of a page.</param>
public sealed record EnterpriseAsk(
    EnterpriseFilter Filter, EnterpriseSort Sort, bool Descending = false,
    EnterpriseCursor? After = null, EnterpriseCursor? Before = null, int Size = 50);

/// <summary>One page of the list.</summary>
/// <param name="Rows">The rows, in order.</param>
/// <param name="Next">Where the next page begins; nothing on the last one.</param>
/// <param name="Previous">Where the page before ends; nothing on the first one.</param>
public sealed record EnterprisePage(IReadOnlyList<EnterpriseRow> Rows, EnterpriseCursor? Next, EnterpriseCursor? Previous);

/// <summary>How many enterprises answer.</summary>
/// <param name="Number">How many; at least so many when not exact.</param>
/// <param name="Exact">Whether that is all of them.</param>
public sealed record EnterpriseCount(long Number, bool Exact);

/// <summary>企业名单: the one query that feeds the page, the API and the spreadsheet.</summary>
/// <remarks>Read the day first (<see cref="DayRoll.Today"/>): how a unit counts is of the day last rolled.</remarks>
public sealed class EnterpriseList(EnterpriseSample sample, UnitTree units, Vault vault)
{
    /// <summary>Counted one by one up to here; beyond, only on request.</summary>
    public const int CountedTo = 1000;

    // N5's rest has no counter of its own, but is a part of the covered: up to so many of these it is counted at once.
    private const int RestCountedTo = 50_000;

    /// <summary>A page of the list, inside the caller's scope.</summary>
    public async Task<EnterprisePage> Page(AppDb db, EnterpriseAsk ask)
    {
        await using var part = await Open(db, ask.Filter);
        return part is null ? Nothing : await Page(part, ask);
    }

    /// <summary>A page of the list, and how many answer in all.</summary>
    public async Task<(EnterprisePage Page, EnterpriseCount Count)> PageAndCount(AppDb db, EnterpriseAsk ask, bool exact)
    {
        await using var part = await Open(db, ask.Filter);
        if (part is null)
            return (Nothing, new(0, true));
        var page = await Page(part, ask);
        var isWhole = ask is { After: null, Before: null } && page.Next is null;
        return (page, isWhole ? new(page.Rows.Count, true) : await Count(part, ask.Filter, exact));
    }

    private static EnterprisePage Nothing { get; } = new([], null, null);

    private async Task<EnterprisePage> Page(EnterpriseSearch part, EnterpriseAsk ask)
    {
        var backwards = ask.Before is not null;
        var from = ask.Before ?? ask.After;
        var turned = ask.Descending != backwards;
        var way = await part.Way(ask.Sort, turned, from, ask.Size + 1);
        var reached = ask.Sort.Id == "headcount" && from?.Value is { } number ? int.Parse(number, CultureInfo.InvariantCulture) : (int?)null;
        var rows = new List<Enterprise>();
        foreach (var piece in Pieces(part.On(way, reached, turned), ask, from, backwards))
            if (rows.Count <= ask.Size)
                rows.AddRange(await piece.Take(ask.Size + 1 - rows.Count).ToListAsync());
        var more = rows.Count > ask.Size;
        if (more)
            rows.RemoveAt(ask.Size);
        if (backwards)
            rows.Reverse();
        var tree = await units.Now();
        return new(
            [.. rows.Select(e => new EnterpriseRow(e, tree))],
            rows.Count > 0 && (more || backwards) ? ask.Sort.At(rows[^1]) : null,
            rows.Count > 0 && (backwards ? more : from is not null) ? ask.Sort.At(rows[0]) : null);
    }

    /// <summary>All rows in order, one after another, for a spreadsheet.</summary>
    public async IAsyncEnumerable<EnterpriseRow> All(AppDb db, EnterpriseAsk ask)
    {
        await using var part = await Open(db, ask.Filter);
        if (part is null)
            yield break;
        var tree = await units.Now();
        var way = await part.Way(ask.Sort, ask.Descending, null, int.MaxValue / 4);
        foreach (var piece in Pieces(part.On(way), ask, null, backwards: false))
            await foreach (var row in piece.AsAsyncEnumerable())
                yield return new EnterpriseRow(row, tree);
    }

    /// <summary>How many answer: exactly up to <see cref="CountedTo"/>, from the counters where they know, or exactly on request.</summary>
    public async Task<EnterpriseCount> Count(AppDb db, EnterpriseFilter filter, bool exact)
    {
        await using var part = await Open(db, filter);
        return part is null ? new(0, true) : await Count(part, filter, exact);
    }

    private static async Task<EnterpriseCount> Count(EnterpriseSearch part, EnterpriseFilter filter, bool exact)
    {
        if (await FromCounters(part, filter) is { } known)
            return new(known, true);
        if (filter is { Counted: "N5", Part: "rest" })
            exact |= await part.Sum(Measures.Covered) <= RestCountedTo;
        if (!exact && part.SurelyMany(CountedTo))
            return new(CountedTo, false);
        var way = await part.Way(EnterpriseSort.Name, false, null, exact ? int.MaxValue / 4 : CountedTo + 1);
        var rows = part.On(way);
        if (exact)
            return new(await rows.LongCountAsync(), true);
        var counted = await rows.Take(CountedTo + 1).CountAsync();
        return new(Math.Min(counted, CountedTo), counted <= CountedTo);
    }

    private async Task<EnterpriseSearch?> Open(AppDb db, EnterpriseFilter filter)
    {
        var tree = await units.Now();
        if (tree.PathsOf(filter.Place, db.Caller) is not { } paths)
            return null;
        var ranges = paths.Select(PathRange.Of).ToList();
        var leaves = tree.All
            .Where(u => u.Kind >= UnitKind.Community && ranges.Exists(r => r.Covers(u.Path)) && db.Caller.Covers(u.Path))
            .Select(u => u.Path);
        var part = db.Within(Parts.Above(paths));
        var term = filter.Q is null ? null : await SearchTerm.Read(part, filter.Q, vault, leaves);
        return new(part, new(filter, db.Caller, paths, term), await sample.Now());
    }

    // Rows with a value first, in order, then those without, by key; backwards the other way round.
    private static IQueryable<Enterprise>[] Pieces(
        IQueryable<Enterprise> rows, EnterpriseAsk ask, EnterpriseCursor? from, bool backwards)
    {
        var (sort, turned) = (ask.Sort, ask.Descending != backwards);
        IQueryable<Enterprise>[] filled = from?.Value is null
            ? [sort.Order(sort.Filled(rows), turned)]
            : [.. sort.Past(sort.Filled(rows), from, turned)];
        // A size band is a range of the headcount: it has no blanks, or is nothing else.
        if (sort.Id == "headcount" && (ask.Filter.Size == 0 || ask.Filter.Unknown))
            filled = [];
        if (!sort.HasBlanks || (sort.Id == "headcount" && ask.Filter.Size > 0))
            return filled;
        var blank = sort.Blank(rows);
        if (from is { Value: null, Key: var key })
            blank = backwards ? blank.Where(e => e.Key < key) : blank.Where(e => e.Key > key);
        blank = backwards ? blank.OrderByDescending(e => e.Key) : blank.OrderBy(e => e.Key);
        return (from, backwards) switch
        {
            ({ Value: null }, false) => [blank],
            ({ Value: not null }, true) => filled,
            (_, true) => [blank, .. filled],
            _ => [.. filled, blank],
        };
    }

    private static async Task<long?> FromCounters(EnterpriseSearch part, EnterpriseFilter filter)
    {
        if (filter is { Counted: "N5", Part: "rest" } || filter with { Place = null, Counted = null, Part = null } != new EnterpriseFilter())
            return null;
        var (measure, without) = (filter.Counted, filter.Part ?? "numerator") switch
        {
            (null, _) => (Measures.Units, null),
            (_, "excluded") => (Measures.Units, Measures.Base),
            ("N1", "numerator") or ("N5", _) => (Measures.Covered, null),
            ("N1", "rest") => (Measures.Base, Measures.Covered),
            ("N2", "numerator") => (Measures.LargeOwn, null),
            ("N2", "denominator") => (Measures.Large, null),
            ("N2", _) => (Measures.Large, Measures.LargeOwn),
            ("N3", "numerator") => (Measures.Due, null),
            ("N3", "rest") => (Measures.Base, Measures.Due),
            _ => (Measures.Base, (string?)null),
        };
        return await part.Sum(measure) - (without is null ? 0 : await part.Sum(without));
    }
}
