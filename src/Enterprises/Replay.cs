using System.Data;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Organisations;
using Gonglian.Organisations.Unions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Gonglian.Enterprises;

/// <summary>复算: the measures of any day from the facts themselves, as far as they were known at any instant.</summary>
/// <remarks>
/// It reads no counter and no derived column, and judges every file with the same <see cref="Standing.Of"/>: so it checks
/// the counters from outside. The workplace of the day decides where a unit counts, not where it works today. One pass
/// in key order answers for several days; only one piece of files is held at a time, all from one state of the database.
/// Everybody's rows are read: whoever shows a sum asks <see cref="Caller.Covers"/> for its path first.
/// </remarks>
public static class Replay
{
    /// <summary>The measures of several days, by workplace.</summary>
    /// <param name="db">Any context of the store.</param>
    /// <param name="versions">The definition: each day is counted by the version in force on it.</param>
    /// <param name="days">The days, China time (as-of).</param>
    /// <param name="known">What was known at this instant, UTC (known-on); nothing for now.</param>
    /// <param name="stop">Stops it.</param>
    /// <returns>One set of counts for each day, in the order asked.</returns>
    public static Task<IReadOnlyList<ReplayedCounts>> Count(
        AppDb db, CoverageVersions versions, IReadOnlyList<DateOnly> days, DateTime? known = null, CancellationToken stop = default) =>
        Count(db, [.. days.Select(d => (d, versions.On(d).Rules))], known, stop);

    /// <summary>The measures of several days, each by rules of its own, by workplace.</summary>
    /// <param name="db">Any context of the store.</param>
    /// <param name="asked">The days, China time (as-of), with the parameters they are counted by.</param>
    /// <param name="known">What was known at this instant, UTC (known-on); nothing for now.</param>
    /// <param name="stop">Stops it.</param>
    /// <returns>One set of counts for each question, in the order asked.</returns>
    public static async Task<IReadOnlyList<ReplayedCounts>> Count(
        AppDb db, IReadOnlyList<(DateOnly Day, CoverageRules Rules)> asked, DateTime? known = null, CancellationToken stop = default)
    {
        var counts = asked.Select(a => new ReplayedCounts(a.Day)).ToList();
        var until = asked.Max(a => a.Day);
        var judged = Task.CompletedTask;
        await foreach (var piece in Pieces(db, until, known, withKept: false, stop))
        {
            // One piece is judged while the next one is read.
            await judged;
            judged = Task.Run(() => Judge(piece), stop);
        }
        await judged;
        await foreach (var (union, told) in Unions(db, until, known))
            foreach (var count in counts)
                count.Add(union.Path, UnionMeasures.Of(UnionStanding.Of(union.Form, told, count.Day, known).State));
        return counts;

        void Judge(IReadOnlyList<ReplayedUnit> piece)
        {
            foreach (var unit in piece)
                for (var i = 0; i < counts.Count; i++)
                    counts[i].Add(unit, Standing.Of(unit.File, asked[i].Day, asked[i].Rules, known, looksAhead: false));
        }
    }

    /// <summary>Every union of the store in key order, with its lives and terms; a union counts where it lies today.</summary>
    /// <param name="db">Any context of the store.</param>
    /// <param name="until">Facts that begin later are left out.</param>
    /// <param name="known">What was known at this instant, UTC; nothing for now.</param>
    public static async IAsyncEnumerable<(Union Union, IEnumerable<UnionFact> Told)> Unions(AppDb db, DateOnly until, DateTime? known)
    {
        const int Piece = 5000;
        var (last, piece) = (-1L, new List<Union>());
        do
        {
            piece = await db.Unions.IgnoreQueryFilters([AppDb.ScopeFilter]).Where(u => u.Key > last && u.Path != Ledger.Withdrawn)
                .OrderBy(u => u.Key).Take(Piece).AsNoTracking().ToListAsync();
            if (piece.Count == 0)
                yield break;
            var (from, to) = (last, piece[^1].Key);
            last = to;
            var facts = db.UnionFacts.Where(f => f.UnionKey > from && f.UnionKey <= to && f.EffectiveFrom <= until
                && (f.Kind == UnionFactKind.Life || f.Kind == UnionFactKind.Term));
            var told = (await (known is null ? facts.Where(f => f.SupersededAt == null) : facts).AsNoTracking().ToListAsync())
                .ToLookup(f => f.UnionKey);
            foreach (var union in piece)
                yield return (union, told[union.Key]);
        }
        while (piece.Count == Piece);
    }

    /// <summary>Every file of the store in key order, with what was known of it at an instant.</summary>
    /// <param name="db">Any context of the store.</param>
    /// <param name="until">Facts that begin later are left out.</param>
    /// <param name="known">What was known at this instant, UTC; nothing for now.</param>
    /// <param name="withKept">Whether what the derived columns hold is read beside the facts, to compare it with them.</param>
    /// <param name="stop">Stops it.</param>
    public static async IAsyncEnumerable<ReplayedUnit> Units(
        AppDb db, DateOnly until, DateTime? known = null, bool withKept = false,
        [EnumeratorCancellation] CancellationToken stop = default)
    {
        await foreach (var piece in Pieces(db, until, known, withKept, stop))
            foreach (var unit in piece)
                yield return unit;
    }

    private static async IAsyncEnumerable<IReadOnlyList<ReplayedUnit>> Pieces(
        AppDb db, DateOnly until, DateTime? known, bool withKept, [EnumeratorCancellation] CancellationToken stop)
    {
        var running = db.Database.CurrentTransaction?.GetDbTransaction();
        await using var own = running is null ? await db.OneState(stop) : null;
        var reader = new ReplayReader(db, (running ?? own)!, until, known, withKept);
        while (await reader.Next(stop) is { Count: > 0 } piece)
            yield return piece;
        if (own is null)
            yield break;
        await db.Database.UseTransactionAsync(null, stop);
        await db.Database.CloseConnectionAsync();
    }
}

/// <summary>One file as it was known at the instant of a replay.</summary>
/// <param name="Key">The enterprise.</param>
/// <param name="Path">Where its file lies today.</param>
/// <param name="InFileSince">China day on which the first of these facts was recorded.</param>
/// <param name="File">The facts, joining records and exclusions.</param>
public sealed record ReplayedUnit(long Key, string Path, DateOnly InFileSince, UnitFile File)
{
    /// <summary>What its derived columns hold; nothing where nobody asked.</summary>
    public Enterprise? Kept { get; init; }

    /// <summary>Where it counts on a day: its workplace; before that begins, where its file lies, since it is in file.</summary>
    public string? PathOn(DateOnly day, Standing standing) => standing.Path ?? (InFileSince <= day ? Path : null);
}

/// <summary>The measures of one replayed day, by workplace.</summary>
public sealed class ReplayedCounts(DateOnly day)
{
    private readonly Dictionary<string, Dictionary<string, long>> places = new(StringComparer.Ordinal);

    /// <summary>The day, China time.</summary>
    public DateOnly Day => day;

    /// <summary>What stands at each node itself, not below it.</summary>
    public IEnumerable<(string Path, string Measure, long Value)> All =>
        from place in places from sum in place.Value where sum.Value != 0 select (place.Key, sum.Key, sum.Value);

    /// <summary>Sums of a node and everything below it.</summary>
    public IReadOnlyDictionary<string, long> Under(string path) => Under([path]);

    /// <summary>Sums of several nodes, none below another, with everything below them.</summary>
    public IReadOnlyDictionary<string, long> Under(IEnumerable<string> paths)
    {
        var ranges = paths.Select(PathRange.Of).ToList();
        var sums = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (path, measure, value) in All)
            if (ranges.Exists(r => r.Covers(path)))
                sums[measure] = sums.GetValueOrDefault(measure) + value;
        return sums;
    }

    /// <summary>Adds what one union counts for.</summary>
    public void Add(string path, IEnumerable<string> measures)
    {
        foreach (var measure in measures)
            Add(path, measure, 1);
    }

    /// <summary>Adds what one unit counts for.</summary>
    public void Add(ReplayedUnit unit, Standing standing)
    {
        if (unit.PathOn(day, standing) is not { } path)
            return;
        foreach (var (measure, value) in Measures.Of(
                     standing.Counted, standing.Exclusion, standing.Headcount?.Number ?? 0, standing.Members?.Number ?? 0))
            Add(path, measure, value);
    }

    private void Add(string path, string measure, long value)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, path, out _);
        place ??= new Dictionary<string, long>(StringComparer.Ordinal);
        CollectionsMarshal.GetValueRefOrAddDefault(place, measure, out _) += value;
    }
}
