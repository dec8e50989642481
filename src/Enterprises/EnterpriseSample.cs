using System.Collections.Concurrent;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>抽样: some thousand rows kept at hand, to tell before a query how much of the table it would have to pass over.</summary>
/// <remarks>
/// SQLite does not know how filters go together, and PostgreSQL knows little of flags and of words within words. A filter
/// tried on the sample does. Only the choice of the way rests on it, never an answer.
/// </remarks>
public sealed class EnterpriseSample(Store store, TimeProvider clock) : IDisposable
{
    private const int Size = 4096;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(60);
    private readonly SemaphoreSlim one = new(1, 1);
    private volatile Rows? rows;

    /// <summary>The sample, about a minute old at most; while it is renewed the last one serves.</summary>
    public async ValueTask<Rows> Now()
    {
        if (rows is { } known && (clock.GetElapsedTime(known.ReadAt) < Fresh || one.CurrentCount == 0))
            return known;
        await one.WaitAsync();
        try
        {
            if (rows is { } renewed && clock.GetElapsedTime(renewed.ReadAt) < Fresh)
                return renewed;
            return rows = await Read();
        }
        finally
        {
            one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();

    private async Task<Rows> Read()
    {
        await using var db = store.Read(Caller.System("抽样"));
        var total = (await db.Sums("")).GetValueOrDefault(Rules.Measures.Units);
        if (total <= Size)
        {
            var all = await db.Enterprises.Take(Size).ToListAsync();
            return new Rows(all, all.Count, clock.GetTimestamp());
        }
        var (lowest, highest) = (await db.Enterprises.MinAsync(e => e.Key), await db.Enterprises.MaxAsync(e => e.Key));
        var keys = new long[Size];
        for (var i = 0; i < Size; i++)
            keys[i] = lowest + ((highest - lowest) * i / Size);
        const string Next = """
            JOIN "enterprise" e ON e."Key" = (SELECT min(n."Key") FROM "enterprise" n WHERE n."Key" >= k.value)
            """;
        var some = db.IsSqlite
            ? db.Enterprises.FromSqlRaw($"SELECT e.* FROM json_each({{0}}) k {Next}", $"[{string.Join(',', keys)}]")
            : db.Enterprises.FromSqlRaw($"SELECT e.* FROM unnest({{0}}) AS k(value) {Next}", keys);
        return new Rows(await some.ToListAsync(), total, clock.GetTimestamp());
    }

    /// <summary>The rows of one reading.</summary>
    public sealed class Rows
    {
        private const int MostTerms = 200;
        private readonly Dictionary<EnterpriseSort, (int[] Rows, int Filled)> sorted = [];
        private readonly ConcurrentDictionary<string, Some> terms = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<(EnterpriseFilter, Caller), Answer> answers = new();
        private readonly ConcurrentDictionary<(string, object?), Some> kinds = new();
        private readonly string[] paths;
        private readonly int[] pathOf;
        private readonly int[] timesOf;
        private readonly List<Enterprise> all;

        internal Rows(List<Enterprise> rows, long total, long readAt)
        {
            (all, Total, ReadAt) = (rows, total, readAt);
            Weight = rows.Count == 0 ? 1 : (double)total / rows.Count;
            var places = rows.CountBy(e => e.Path).ToList();
            (paths, timesOf) = ([.. places.Select(p => p.Key)], [.. places.Select(p => p.Value)]);
            var numbers = paths.Index().ToDictionary(p => p.Item, p => p.Index);
            pathOf = [.. rows.Select(e => numbers[e.Path])];
            foreach (var sort in EnterpriseSort.All)
            {
                var order = Enumerable.Range(0, rows.Count).ToArray();
                Array.Sort(order, (a, b) => sort.Compare(rows[a], rows[b]) is not 0 and var turn ? turn : rows[a].Key.CompareTo(rows[b].Key));
                sorted[sort] = (order, rows.Count(e => !sort.IsBlank(e)));
            }
        }

        /// <summary>Enterprises in the store.</summary>
        public long Total { get; }

        /// <summary>How many enterprises one row of the sample stands for.</summary>
        public double Weight { get; }

        internal long ReadAt { get; }

        /// <summary>Which rows of the sample are of a kind, e.g. of a size band.</summary>
        internal Some Those<T>(string column, T value, Func<Enterprise, T, bool> fits)
        {
            if (kinds.Count >= MostTerms)
                kinds.Clear();
            return kinds.GetOrAdd((column, value), _ => Those(e => fits(e, value)));
        }

        /// <summary>Which rows of the sample a search finds, by anything but a phone.</summary>
        internal Some Found(SearchTerm term)
        {
            if (terms.Count >= MostTerms)
                terms.Clear();
            return terms.GetOrAdd(term.Text, static (_, our) => our.Rows.Those(our.Term.Fits), (Rows: this, Term: term));
        }

        /// <summary>What the sample says of a question; who asks the same again, as with every page, is told at once.</summary>
        internal Answer Of(EnterpriseConditions conditions, Some? found)
        {
            if (answers.Count >= MostTerms)
                answers.Clear();
            return answers.GetOrAdd(conditions.Question, _ => Answering(conditions, found));
        }

        private Answer Answering(EnterpriseConditions conditions, Some? found)
        {
            var inScope = Array.ConvertAll(paths, conditions.InScope);
            return new(
                new(all.Count, i => inScope[pathOf[i]] && conditions.Fits(all[i]) && found?[i] != false),
                inScope.Zip(timesOf).Where(p => p.First).Sum(p => p.Second) * Weight);
        }

        // Each row is looked at when somebody asks, and once.
        private Some Those(Func<Enterprise, bool> fits) => new(all.Count, i => fits(all[i]));

        /// <summary>About how many enterprises these rows of the sample stand for.</summary>
        internal double About(Some rows) => rows.Count * Weight;

        /// <summary>About how many rows a walk along a sort passes until it has met so many that answer.</summary>
        internal double Passed(
            EnterpriseSort sort, bool descending, EnterpriseCursor? from, Some fitting, int wanted, Some? onTheWay = null)
        {
            var (rows, filled) = sorted[sort];
            var (passed, met, start) = (0, 0.0, from is null ? 0 : Start(sort, descending, from));
            // Twice what is wanted, and at least two: one row may stand in the sample by luck.
            var enough = 2 * Math.Max(wanted, Weight);
            if (fitting.Count * Weight < enough && (onTheWay is null || start == 0))
                return (onTheWay?.Count ?? rows.Length - start) * Weight;
            for (var i = start; i < rows.Length; i++)
            {
                // Blanks stand at the end, whichever way.
                var row = rows[descending && i < filled ? filled - 1 - i : i];
                if (onTheWay?[row] == false)
                    continue;
                passed++;
                if (fitting[row] && (met += Weight) >= enough)
                    return passed * Weight / (met / wanted);
            }
            return passed * Weight;
        }

        // The first place on the way that does not stand before the cursor.
        private int Start(EnterpriseSort sort, bool descending, EnterpriseCursor from)
        {
            var (rows, filled) = sorted[sort];
            var (low, high) = (0, rows.Length);
            while (low < high)
            {
                var middle = (low + high) / 2;
                var turned = descending && middle < filled;
                var order = sort.Compare(all[rows[turned ? filled - 1 - middle : middle]], from);
                if (turned && from.Value is not null ? order > 0 : order < 0)
                    low = middle + 1;
                else
                    high = middle;
            }
            return low;
        }
    }

    /// <summary>What the sample says of one question.</summary>
    /// <param name="Fitting">Which of its rows answer.</param>
    /// <param name="Within">About how many enterprises work where it is asked, whether they answer or not.</param>
    internal sealed record Answer(Some Fitting, double Within);

    /// <summary>Some of the rows of a sample, by their numbers.</summary>
    /// <remarks>Two threads may find the same at the same time; it does no harm.</remarks>
    internal sealed class Some(int all, Func<int, bool> belongs)
    {
        private readonly sbyte[] known = new sbyte[all];
        private int counted = -1;

        public bool this[int row]
        {
            get
            {
                if (known[row] == 0)
                    known[row] = (sbyte)(belongs(row) ? 1 : -1);
                return known[row] > 0;
            }
        }

        public int Count
        {
            get
            {
                if (counted >= 0)
                    return counted;
                var count = 0;
                for (var i = 0; i < known.Length; i++)
                    count += this[i] ? 1 : 0;
                return counted = count;
            }
        }
    }
}
