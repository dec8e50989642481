using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Vaults;
using Gonglian.Organisations.Tree;

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
    EnterpriseCursor? After = null, EnterpriseCursor? Before = null, int Size = 50)
{
    /// <summary>Where the page begins, or ends when it goes backwards.</summary>
    internal EnterpriseCursor? From => Before ?? After;

    /// <summary>Whether the rows are read from the greatest.</summary>
    internal bool Turned => Descending != Before is not null;
}

/// <summary>One page of the list.</summary>
/// <param name="Rows">The rows, in order.</param>
/// <param name="Next">Where the next page begins; nothing on the last one.</param>
/// <param name="Previous">Where the page before ends; nothing on the first one.</param>
public sealed record EnterprisePage(IReadOnlyList<EnterpriseRow> Rows, EnterpriseCursor? Next, EnterpriseCursor? Previous);

/// <summary>How many enterprises answer.</summary>
/// <param name="Number">How many; at least so many when not exact.</param>
/// <param name="Exact">Whether that is all of them.</param>
public sealed record EnterpriseCount(long Number, bool Exact)
{
    /// <summary>职工和会员 in exactly these enterprises, unknown numbers as 0; nothing where nobody asked for them.</summary>
    public EnterprisePeople? People { get; init; }
}

/// <summary>People in enterprises.</summary>
/// <param name="Employees">职工人数.</param>
/// <param name="Members">会员人数.</param>
public sealed record EnterprisePeople(long Employees, long Members);

/// <summary>企业名单: the one query that feeds the page, the API and the spreadsheet.</summary>
/// <remarks>Read the day first (<see cref="DayRoll.Today"/>): how a unit counts is of the day last rolled.</remarks>
public sealed class EnterpriseList(EnterpriseSample sample, UnitTree units, Vault vault)
{
    /// <summary>Counted one by one up to here; beyond, only on request.</summary>
    public const int CountedTo = 1000;

    /// <summary>Which of the ways to the rows is taken: the cheapest, unless somebody wants to try each of them.</summary>
    public Func<IReadOnlyList<Way>, Way>? Choose { get; init; }

    // N5's rest has no counter of its own, but is a part of the covered: up to so many of these it is counted at once.
    private const int RestCountedTo = 50_000;

    /// <summary>A page of the list, inside the caller's scope.</summary>
    public async Task<EnterprisePage> Page(AppDb db, EnterpriseAsk ask)
    {
        await using var part = await Open(db, ask.Filter);
        return part is null ? Nothing : await Page(part.Search, ask);
    }

    /// <summary>A page of the list, and how many answer in all.</summary>
    /// <param name="db">The caller's context.</param>
    /// <param name="ask">The question.</param>
    /// <param name="exact">Whether all are counted, however many; otherwise up to <see cref="CountedTo"/> and where the counters know.</param>
    /// <param name="people">Whether all are counted with their employees and members.</param>
    public async Task<(EnterprisePage Page, EnterpriseCount Count)> PageAndCount(
        AppDb db, EnterpriseAsk ask, bool exact, bool people = false)
    {
        await using var part = await Open(db, ask.Filter);
        if (part is null)
            return (Nothing, new(0, true));
        var search = part.Search;
        if (await Told(search, ask.Filter, exact, people) is { } told)
            return (await Page(search, ask), told);
        // What few answer is gathered and counted at once, and the page is taken from it.
        if (!exact && await search.Gather(CountedTo) is { } keys)
            return (await Page(search, ask, search.Among(keys, ask)), new(keys.Count, true));
        return (await Page(search, ask), exact ? new(await search.Count(), true) : new(CountedTo, false));
    }

    /// <summary>All rows in order, one after another, for a spreadsheet.</summary>
    public async IAsyncEnumerable<EnterpriseRow> All(AppDb db, EnterpriseAsk ask)
    {
        await using var part = await Open(db, ask.Filter);
        if (part is null)
            yield break;
        var tree = await units.Now();
        var way = part.Search.Cheapest(ask.Sort, ask.Descending, null, int.MaxValue / 4);
        var whole = ask with { After = null, Before = null, Size = int.MaxValue - 1 };
        foreach (var piece in Pieces(whole))
        {
            var (rows, text) = Of(piece, part.Search, way, whole);
            await foreach (var row in rows.Stream(text, r => new EnterpriseRow(r, tree)))
                yield return row;
        }
    }

    /// <summary>How many answer: exactly up to <see cref="CountedTo"/>, from the counters where they know, or exactly on request.</summary>
    public async Task<EnterpriseCount> Count(AppDb db, EnterpriseFilter filter, bool exact)
    {
        await using var part = await Open(db, filter);
        if (part is null)
            return new(0, true);
        if (await Told(part.Search, filter, exact, people: false) is { } told)
            return told;
        if (exact)
            return new(await part.Search.Count(), true);
        return await part.Search.Gather(CountedTo) is { } keys ? new(keys.Count, true) : new(CountedTo, false);
    }

    private static EnterprisePage Nothing { get; } = new([], null, null);

    // What is known of the number without counting; people of whom the counters do not know are summed up with it.
    private static async Task<EnterpriseCount?> Told(EnterpriseSearch search, EnterpriseFilter filter, bool exact, bool people)
    {
        var known = await FromCounters(search, filter);
        var both = known is null ? null : await PeopleFromCounters(search, filter, people);
        if (people && both is null)
            return await search.CountPeople();
        if (known is { } number)
            return new(number, true) { People = both };
        if (filter is { Counted: "N5", Part: "rest" } && await search.Sum(Measures.Covered) <= RestCountedTo)
            return new(await search.Count(), true);
        return !exact && search.SurelyMany(CountedTo) ? new(CountedTo, false) : null;
    }

    private async Task<EnterprisePage> Page(EnterpriseSearch search, EnterpriseAsk ask, Way? way = null)
    {
        var (sort, from, backwards, wanted) = (ask.Sort, ask.From, ask.Before is not null, ask.Size + 1);
        way ??= search.Cheapest(sort, ask.Turned, from, wanted);
        var tree = await units.Now();
        var found = new List<EnterpriseRow>();
        foreach (var piece in Pieces(ask))
            if (found.Count < wanted)
            {
                var (rows, text) = Of(piece, search, way, ask);
                found.AddRange(await rows.Read($"{text}\nLIMIT {rows.Value(wanted - found.Count)}", r => new EnterpriseRow(r, tree)));
            }
        var more = found.Count > ask.Size;
        if (more)
            found.RemoveAt(ask.Size);
        if (backwards)
            found.Reverse();
        return new(
            found,
            found.Count > 0 && (more || backwards) ? sort.At(found[^1]) : null,
            found.Count > 0 && (backwards ? more : from is not null) ? sort.At(found[0]) : null);
    }

    // Rows with a value first, in order, then those without, by key; backwards the other way round. Of many rows with the
    // value at which a page begins, first the rest of those: an index seeks by one comparison.
    private static IEnumerable<Piece> Pieces(EnterpriseAsk ask)
    {
        // A size band is a range of the headcount: it has no blanks, or is nothing else.
        var byHeadcount = ask.Sort.Id == "headcount";
        var filled = !(byHeadcount && (ask.Filter.Size == 0 || ask.Filter.Unknown));
        var blank = ask.Sort.HasBlanks && !(byHeadcount && ask.Filter.Size > 0);
        Piece[] pieces = (ask.From, ask.Before is not null) switch
        {
            (null, _) => [Piece.Filled, Piece.Blank],
            ({ Value: null }, false) => [Piece.Blank],
            ({ Value: null }, true) => [Piece.Blank, Piece.Filled],
            (_, true) when ask.Sort.HasBlanks => [Piece.Same, Piece.Beyond],
            _ when ask.Sort.HasBlanks => [Piece.Same, Piece.Beyond, Piece.Blank],
            _ => [Piece.Beyond],
        };
        return pieces.Where(p => p == Piece.Blank ? blank : filled);
    }

    private static (ScopedQuery Rows, string Text) Of(Piece piece, EnterpriseSearch search, Way way, EnterpriseAsk ask)
    {
        var sort = ask.Sort;
        // Blanks that follow rows with a value begin anew.
        var from = piece == Piece.Filled || (piece == Piece.Blank && ask.From?.Value is not null) ? null : ask.From;
        var (rows, source) = search.On(way, from, sort, ask.Turned);
        var downwards = piece == Piece.Blank ? ask.Before is not null : ask.Turned;
        var past = downwards ? '<' : '>';
        var byKey = !sort.HasValue || piece is Piece.Blank or Piece.Same;
        if (piece == Piece.Same)
            rows.And($"{sort.Column} =", sort.Parse(from!.Value!));
        else if (sort.HasBlanks)
            rows.And($"{sort.Column} IS {(piece == Piece.Blank ? "" : "NOT ")}NULL");
        if (from is not null && byKey)
            rows.And($"{way.Key} {past}", from.Key);
        else if (from is not null && sort.HasBlanks)
            rows.And($"{sort.Column} {past}", sort.Parse(from.Value!));
        else if (from is not null)
            rows.And($"({sort.Column}, {way.Key}) {past} ({rows.Value(sort.Parse(from.Value!))}, {rows.Value(from.Key)})");
        var order = byKey ? way.Key : $"{sort.Column}{(downwards ? " DESC" : "")}, {way.Key}";
        return (rows, $"SELECT {EnterpriseRow.Columns}\nFROM {source}\nWHERE {rows.Where}\nORDER BY {order}{(downwards ? " DESC" : "")}");
    }

    private async Task<Part?> Open(AppDb db, EnterpriseFilter filter)
    {
        var tree = await units.Now(filter.Place, filter.Within);
        if (tree.PathsOf(filter.Place, filter.Within, db.Caller) is not { } paths)
            return null;
        var above = Parts.Above(paths);
        var within = above.Length == 0 ? db : db.Within(above);
        var term = filter.Q is null ? null : await SearchTerm.Read(within, filter.Q, vault, Leaves(tree, paths, db.Caller));
        return new(new(within, new(filter, db.Caller, paths, term), await sample.Now(), Choose), within == db ? null : within);
    }

    private static IEnumerable<string> Leaves(UnitTree.Tree tree, IReadOnlyList<string> paths, Caller caller)
    {
        var ranges = paths.Select(PathRange.Of).ToList();
        return tree.All
            .Where(u => u.Kind >= UnitKind.Community && ranges.Exists(r => r.Covers(u.Path)) && caller.Covers(u.Path))
            .Select(u => u.Path);
    }

    private static async Task<long?> FromCounters(EnterpriseSearch search, EnterpriseFilter filter)
    {
        if (filter is { Counted: "N5" or "N6", Part: "rest" } || filter with { Place = null, Within = null, Counted = null, Part = null } != new EnterpriseFilter())
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
            ("N4", "numerator") => (Measures.Effective, null),
            ("N4", "unknown") => (Measures.VitalityUnknown, null),
            ("N4", "rest") => (Measures.Base, Measures.Effective),
            ("N3", "numerator") => (Measures.Due, null),
            ("N3", "rest") => (Measures.Base, Measures.Due),
            _ => (Measures.Base, (string?)null),
        };
        return await search.Sum(measure) - (without is null ? 0 : await search.Sum(without));
    }

    // N5 and N6 count people: theirs stand beside the number of units unasked.
    private static async Task<EnterprisePeople?> PeopleFromCounters(EnterpriseSearch search, EnterpriseFilter filter, bool asked) =>
        (filter.Counted, filter.Part ?? "numerator") switch
        {
            ("N5", "numerator" or "denominator") =>
                new(await search.Sum(Measures.CoveredEmployees), await search.Sum(Measures.CoveredMembers)),
            ("N6", "numerator" or "denominator") => new(await search.Sum(Measures.Employees), await search.Sum(Measures.Members)),
            ("N1", "denominator") when asked => new(await search.Sum(Measures.Employees), await search.Sum(Measures.Members)),
            _ => null,
        };

    private enum Piece
    {
        Filled,
        Same,
        Beyond,
        Blank,
    }

    /// <summary>The question, in a context that sees the asked part of the tree only.</summary>
    private sealed record Part(EnterpriseSearch Search, AppDb? Own) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Own?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
