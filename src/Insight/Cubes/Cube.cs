using Gonglian.Foundation.Data;

namespace Gonglian.Insight.Cubes;

/// <summary>数据立方: every enterprise at hand, sixteen bytes each, and the proof with every question that it is up to date.</summary>
/// <remarks>
/// Each change leaves a turn at the places whose rows it judged. A question reads the sum of all turns, one short walk along
/// an index; where it has grown, only the places whose own turn is another one are read again, all from one state. So an answer holds every change that was
/// committed before the question, on any node, without a word between the nodes. Everybody's enterprises lie here:
/// whoever answers asks <see cref="Foundation.Callers.Caller.Covers"/> for each place. See docs/adr/0010.
/// </remarks>
public sealed class Cube(Store store) : IDisposable
{
    private readonly CubeReader reader = new(store);
    private readonly SemaphoreSlim one = new(1, 1);
    private volatile CubeState state = new(-1, new Dictionary<string, CubePlace>());

    /// <summary>All places as they are at this moment. Roll the day first: how a unit counts is of the day last rolled.</summary>
    public async Task<IReadOnlyDictionary<string, CubePlace>> Now()
    {
        var version = await store.Tallies.Version();
        if (state is { } known && known.Version == version)
            return known.Places;
        // One reads again at a time, and for all who waited for the same turns or earlier ones.
        await one.WaitAsync();
        try
        {
            if (state.Version < version)
                state = await reader.Renew(state);
            return state.Places;
        }
        finally
        {
            one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();
}

/// <summary>All places at one version of the counters.</summary>
/// <param name="Version">The sum of all turns (<see cref="Foundation.Figures.Tallies.Version"/>).</param>
/// <param name="Places">The places by their paths; never changed.</param>
internal sealed record CubeState(long Version, IReadOnlyDictionary<string, CubePlace> Places);
