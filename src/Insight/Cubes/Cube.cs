using Gonglian.Foundation.Data;

namespace Gonglian.Insight.Cubes;

/// <summary>数据立方: every enterprise at hand, sixteen bytes each, and the proof with every question that it is up to date.</summary>
/// <remarks>
/// Each change leaves a turn at the places whose rows it judged. A question reads the turns of all places, one short walk
/// along an index, and only the places whose turn is another one are read again. So an answer holds every change that was
/// committed before the question, on any node, without a word between the nodes. Everybody's enterprises lie here:
/// whoever answers asks <see cref="Foundation.Callers.Caller.Covers"/> for each place. See docs/adr/0010.
/// </remarks>
public sealed class Cube(Store store) : IDisposable
{
    private readonly CubeReader reader = new(store);
    private readonly SemaphoreSlim one = new(1, 1);
    private volatile IReadOnlyDictionary<string, CubePlace> places = new Dictionary<string, CubePlace>();

    /// <summary>All places as they are at this moment. Roll the day first: how a unit counts is of the day last rolled.</summary>
    public async Task<IReadOnlyDictionary<string, CubePlace>> Now()
    {
        var known = places;
        if (CubeReader.IsOf(known, await reader.Turns()))
            return known;
        // One reads again at a time; whoever waited finds it done, and looks at the turns once more.
        await one.WaitAsync();
        try
        {
            return places = await reader.Renew(places);
        }
        finally
        {
            one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();
}
