using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Foundation.Figures;

/// <summary>Reads the counters; a figure costs the same whatever the number of enterprises.</summary>
public static class CounterReading
{
    extension(AppDb db)
    {
        /// <summary>计数.</summary>
        public DbSet<Counter> Counters => db.Set<Counter>();

        /// <summary>过去各日的计数.</summary>
        public DbSet<CounterHistory> CounterHistory => db.Set<CounterHistory>();

        /// <summary>指标 of every room, in the order of their ids.</summary>
        public IReadOnlyList<Indicator> Indicators =>
            [.. db.Rooms.SelectMany(m => m.Indicators).OrderBy(i => i.Id, StringComparer.Ordinal)];

        /// <summary>Says in the running change that something of a place changed that its counters do not count.</summary>
        public void Turn(string path) => db.Gather<CounterDeltas>().Turn(path);

        /// <summary>Adds to a counter in the running change.</summary>
        public void Count(string path, string measure, long delta) => db.Gather<CounterDeltas>().Add(path, measure, delta);
    }

    /// <summary>All measures of a node and everything below it, inside the caller's scope; what there is nothing of is left out.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> Sums(this AppDb db, string path)
    {
        if (db.OnlyReads is { } store)
            return (await store.Tallies.Now()).Sums([path], db.Sees);
        var range = PathRange.Of(path);
        return await db.Counters
            .Where(c => string.Compare(c.Path, range.From) >= 0 && string.Compare(c.Path, range.To) < 0)
            .Where(c => c.Measure != Counter.Turn && c.Value != 0)
            .GroupBy(c => c.Measure)
            .Select(g => new { g.Key, Sum = g.Sum(c => c.Value) })
            .ToDictionaryAsync(g => g.Key, g => g.Sum);
    }

    /// <summary>All measures of several nodes together, none of them below another.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> SumsOf(this AppDb db, IReadOnlyList<string> parts)
    {
        if (db.OnlyReads is { } store)
            return (await store.Tallies.Now()).Sums(parts, db.Sees);
        var sums = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var part in parts)
            foreach (var (measure, value) in await db.Sums(part))
                sums[measure] = sums.GetValueOrDefault(measure) + value;
        return sums;
    }

    /// <summary>One measure of all that the context sees; what a running change has added is not in it.</summary>
    public static async Task<long> Sum(this AppDb db, string measure)
    {
        var counters = db.Scoped<Counter>().And("c.\"Measure\" =", measure);
        var sum = $"SELECT CAST(coalesce(sum(c.\"Value\"), 0) AS bigint) FROM counter AS c WHERE {counters.Where}";
        return (await counters.Read(sum, r => r.Number(0)))[0];
    }

    /// <summary>All measures of each of several nodes, whatever lies below.</summary>
    /// <param name="db">A context that only reads.</param>
    /// <param name="parts">The nodes' paths; one may lie below another.</param>
    public static async Task<Dictionary<string, IReadOnlyDictionary<string, long>>> SumsByPart(
        this AppDb db, IReadOnlyCollection<string> parts)
    {
        var tally = await db.Tally();
        return parts.ToDictionary(p => p, p => tally.Sums([p], db.Sees));
    }

    /// <summary>The counters at hand, those outside the caller's scope as well; of a context that only reads.</summary>
    public static ValueTask<Tally> Tally(this AppDb db) => db.OnlyReads is { } store
        ? store.Tallies.Now()
        : throw new InvalidOperationException("A running change reads its counters from the database");
}
