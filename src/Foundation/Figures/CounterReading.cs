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

        /// <summary>Adds to a counter in the running change.</summary>
        public void Count(string path, string measure, long delta) => db.Gather<CounterDeltas>().Add(path, measure, delta);
    }

    /// <summary>All measures of a node and everything below it, inside the caller's scope.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> Sums(this AppDb db, string path)
    {
        var range = PathRange.Of(path);
        return await db.Counters
            .Where(c => string.Compare(c.Path, range.From) >= 0 && string.Compare(c.Path, range.To) < 0)
            .GroupBy(c => c.Measure)
            .Select(g => new { g.Key, Sum = g.Sum(c => c.Value) })
            .ToDictionaryAsync(g => g.Key, g => g.Sum);
    }

    /// <summary>All measures of each of several nodes, in one pass over the counters.</summary>
    /// <param name="db">The context.</param>
    /// <param name="under">The node that contains them all.</param>
    /// <param name="parts">The nodes' paths, none below another.</param>
    public static async Task<Dictionary<string, IReadOnlyDictionary<string, long>>> SumsByPart(
        this AppDb db, string under, IEnumerable<string> parts)
    {
        var range = PathRange.Of(under);
        var rows = await db.Counters
            .Where(c => string.Compare(c.Path, range.From) >= 0 && string.Compare(c.Path, range.To) < 0)
            .ToListAsync();
        return parts.ToDictionary(p => p, IReadOnlyDictionary<string, long> (p) => rows
            .Where(r => r.Path.StartsWith(p, StringComparison.Ordinal))
            .GroupBy(r => r.Measure)
            .ToDictionary(g => g.Key, g => g.Sum(r => r.Value)));
    }
}
