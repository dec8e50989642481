using System.Globalization;
using Gonglian.Foundation.Rules;

namespace Gonglian.Insight.Rules;

/// <summary>色阶: where the shades of a map begin, so that the target is always one of the edges.</summary>
/// <param name="Edges">Values at which a further shade begins, rising; fractions for rates, counts for lists.</param>
/// <param name="IsRate">Whether the values are fractions.</param>
public sealed record Shades(IReadOnlyList<decimal> Edges, bool IsRate)
{
    private const int Steps = 3;
    private static readonly decimal[] Nice = [0.01m, 0.02m, 0.05m, 0.1m, 0.15m, 0.2m, 0.3m];

    /// <summary>Shades of rates: two steps below the target, sized by what is furthest below, and one above it.</summary>
    /// <param name="rates">The rates that are compared.</param>
    /// <param name="target">The target; nothing spreads the steps between the lowest and the highest.</param>
    public static Shades Of(IEnumerable<Share> rates, decimal? target)
    {
        var values = rates.Where(r => r.IsComparable()).Select(r => r.Value!.Value).DefaultIfEmpty(0).ToList();
        var top = target ?? Math.Floor(values.Max() * 20) / 20;
        var step = Nice.FirstOrDefault(n => n * Steps >= top - values.Min(), Nice[^1]);
        return new Shades([.. new[] { top - 2 * step, top - step, top }.Where(e => e > 0)], true);
    }

    /// <summary>Shades of counts, in round steps up to the greatest.</summary>
    public static Shades Of(IEnumerable<long> counts)
    {
        var most = Math.Max(4, counts.DefaultIfEmpty(0).Max());
        var unit = (long)Math.Pow(10, Math.Floor(Math.Log10(most / 4.0)));
        var step = new[] { unit, 2 * unit, 5 * unit, 10 * unit }.First(s => s * 4 >= most);
        return new Shades([step, 2 * step, 3 * step], false);
    }

    /// <summary>Which shade a value has, the lowest 0.</summary>
    public int Of(decimal value) => Edges.Count(e => value >= e);

    /// <summary>What the legend says of each shade, from the lowest; templates with their values.</summary>
    public IEnumerable<(string Template, object[] Values)> Words()
    {
        if (Edges.Count == 0)
            yield break;
        yield return ("低于 {0}", [Word(Edges[0])]);
        for (var i = 1; i < Edges.Count; i++)
            yield return ("{0} 至 {1}", [Word(Edges[i - 1]), Word(Edges[i])]);
        yield return ("{0} 及以上", [Word(Edges[^1])]);
    }

    private string Word(decimal edge) => IsRate
        ? (edge * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%"
        : edge.ToString("0", CultureInfo.InvariantCulture);
}
