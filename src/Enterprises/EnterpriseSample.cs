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
        private readonly Dictionary<string, Enterprise[]> sorted = [];

        internal Rows(List<Enterprise> rows, long total, long readAt)
        {
            (All, Total, ReadAt) = (rows, total, readAt);
            Weight = rows.Count == 0 ? 1 : (double)total / rows.Count;
            foreach (var sort in EnterpriseSort.All)
            {
                var array = rows.ToArray();
                Array.Sort(array, sort.Compare);
                sorted[sort.Id] = array;
            }
        }

        /// <summary>Enterprises in the store.</summary>
        public long Total { get; }

        /// <summary>How many enterprises one row of the sample stands for.</summary>
        public double Weight { get; }

        internal IReadOnlyList<Enterprise> All { get; }

        internal long ReadAt { get; }

        /// <summary>About how many enterprises answer.</summary>
        internal double About(Func<Enterprise, bool> fits) => All.Count(fits) * Weight;

        /// <summary>About how many rows a walk along a sort passes until it has met so many that answer.</summary>
        internal double Passed(
            EnterpriseSort sort, bool descending, EnterpriseCursor? from, Func<Enterprise, bool> fits, int wanted,
            Func<Enterprise, bool> isOnTheWay)
        {
            var (passed, met) = (0, 0.0);
            foreach (var row in InOrder(sort, descending))
            {
                if (!isOnTheWay(row) || (from is not null && Before(sort, row, from, descending)))
                    continue;
                passed++;
                // Twice what is wanted, and at least two: one row may stand in the sample by luck.
                if (fits(row) && (met += Weight) >= 2 * Math.Max(wanted, Weight))
                    return passed * Weight / (met / wanted);
            }
            return passed * Weight;
        }

        private IEnumerable<Enterprise> InOrder(EnterpriseSort sort, bool descending)
        {
            var array = sorted[sort.Id];
            if (!descending)
                return array;
            var blanks = array.Reverse().TakeWhile(e => sort.At(e).Value is null).Count();
            return array.Take(array.Length - blanks).Reverse().Concat(array.TakeLast(blanks));
        }

        private static bool Before(EnterpriseSort sort, Enterprise row, EnterpriseCursor from, bool descending)
        {
            var order = sort.Compare(row, from);
            var blank = sort.At(row).Value is null;
            return descending && !blank && from.Value is not null ? order > 0 : order < 0;
        }
    }
}
