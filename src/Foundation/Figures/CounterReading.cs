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

    /// <summary>All measures of several nodes together, none of them below another.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> SumsOf(this AppDb db, IReadOnlyList<string> parts)
    {
        if (parts.Count == 1)
            return await db.Sums(parts[0]);
        var sums = await db.SumsByPart(Parts.Above(parts), [.. parts]);
        return sums.Values.SelectMany(p => p).GroupBy(m => m.Key, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Sum(m => m.Value), StringComparer.Ordinal);
    }

    /// <summary>One measure of all that the context sees; what a running change has added is not in it.</summary>
    public static async Task<long> Sum(this AppDb db, string measure)
    {
        var counters = db.Scoped<Counter>().And("c.\"Measure\" =", measure);
        var sum = $"SELECT CAST(coalesce(sum(c.\"Value\"), 0) AS bigint) FROM counter AS c WHERE {counters.Where}";
        return (await counters.Read(sum, r => r.Number(0)))[0];
    }

    /// <summary>All measures of each of several nodes: the database sums them up, whatever lies below.</summary>
    /// <param name="db">The context.</param>
    /// <param name="under">A node that contains them all.</param>
    /// <param name="parts">The nodes' paths; one may lie below another.</param>
    public static async Task<Dictionary<string, IReadOnlyDictionary<string, long>>> SumsByPart(
        this AppDb db, string under, IReadOnlyCollection<string> parts)
    {
        var range = PathRange.Of(under);
        var sums = parts.ToDictionary(p => p, _ => new Dictionary<string, long>(StringComparer.Ordinal));
        foreach (var level in parts.GroupBy(p => p.Length))
        {
            var (length, paths) = (level.Key, level.ToArray());
            var rows = await db.Counters
                .Where(c => string.Compare(c.Path, range.From) >= 0 && string.Compare(c.Path, range.To) < 0)
                .GroupBy(c => new { Part = c.Path.Substring(0, length), c.Measure })
                .Where(g => paths.Contains(g.Key.Part))
                .Select(g => new { g.Key.Part, g.Key.Measure, Sum = g.Sum(c => c.Value) })
                .ToListAsync();
            foreach (var row in rows)
                sums[row.Part][row.Measure] = row.Sum;
        }
        return sums.ToDictionary(s => s.Key, IReadOnlyDictionary<string, long> (s) => s.Value);
    }
}
