using Gonglian.Foundation.Data;

namespace Gonglian.Foundation.Figures;

/// <summary>在手计数: all counters in the memory of a node, for as long as none of them turns.</summary>
/// <remarks>
/// Counters are few, whatever the number of enterprises: places times measures. Every change of one moves the
/// <see cref="Counter.Turn"/> of its place in the same transaction, so that the sum of all turns is a version of them all, on
/// both databases and for any number of nodes. Each question reads that sum first, a short scan of an index; only where it
/// differs are the counters read again. So nothing that was committed before a question is ever missing in its answer.
/// </remarks>
public sealed class Tallies : IDisposable
{
    private const string VersionSql = """
        SELECT CAST(coalesce(sum("Value"), 0) AS bigint) FROM "counter" WHERE "Measure" = 'turn'
        """;

    private const string AllSql = """SELECT "Path", "Measure", "Value" FROM "counter" """;

    private readonly Store store;
    private readonly SemaphoreSlim one = new(1, 1);
    private volatile Tally? kept;

    internal Tallies(Store store) => this.store = store;

    /// <summary>The version that the counters have now; it only grows.</summary>
    public async ValueTask<long> Version() => (await store.ReadPastScope(VersionSql, r => r.Number(0)))[0];

    /// <summary>The counters as they are now.</summary>
    public async ValueTask<Tally> Now()
    {
        var version = await Version();
        return kept is { } known && known.Version == version ? known : await Read(version);
    }

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();

    // One reading serves all who wait for the same version or an earlier one.
    private async Task<Tally> Read(long version)
    {
        await one.WaitAsync();
        try
        {
            if (kept is { } known && known.Version >= version)
                return known;
            // One statement: what it finds was committed together, the turns too.
            var all = await store.ReadPastScope(AllSql, r => (r.Text(0), r.Text(1), r.Number(2)));
            return kept = new Tally(store, all, kept);
        }
        finally
        {
            one.Release();
        }
    }
}
