namespace Gonglian.Host.Demo;

/// <summary>Chance that can be repeated: the same seed throws the same numbers on every machine (SplitMix64).</summary>
public sealed class Dice(ulong seed)
{
    private ulong state = seed;

    /// <summary>Dice of their own for one matter, whatever is thrown for the others.</summary>
    public static Dice For(int seed, string matter)
    {
        var hash = 14695981039346656037UL ^ (uint)seed;
        foreach (var c in matter)
            hash = (hash ^ c) * 1099511628211UL;
        return new Dice(hash);
    }

    /// <summary>At least 0, below 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>At least <paramref name="from"/>, at most <paramref name="to"/>.</summary>
    public int Between(int from, int to) => to <= from ? from : from + (int)(Next() % (ulong)(to - from + 1));

    /// <summary>At least <paramref name="from"/>, below <paramref name="to"/>.</summary>
    public double Between(double from, double to) => from + (Unit() * (to - from));

    /// <summary>True so many times in one.</summary>
    public bool Chance(double share) => Unit() < share;

    /// <summary>One of them.</summary>
    public T Pick<T>(IReadOnlyList<T> of) => of[Between(0, of.Count - 1)];

    /// <summary>One of them, by weight.</summary>
    public T Pick<T>(IReadOnlyList<(T Value, double Weight)> of)
    {
        var left = Unit() * of.Sum(o => o.Weight);
        foreach (var (value, weight) in of)
            if ((left -= weight) < 0)
                return value;
        return of[^1].Value;
    }

    /// <summary>A size as sizes are in the world: many small, few large (lognormal).</summary>
    /// <param name="median">Half are smaller.</param>
    /// <param name="spread">Standard deviation of the logarithm.</param>
    public int Size(double median, double spread)
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - Unit())) * Math.Cos(2 * Math.PI * Unit());
        return (int)Math.Round(median * Math.Exp(spread * normal));
    }

    /// <summary>Puts them into another order.</summary>
    public void Shuffle<T>(IList<T> items)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = Between(0, i);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>Deals a number out by weights so that the parts add up to it, as far as their limits allow.</summary>
    /// <param name="total">What is dealt out.</param>
    /// <param name="weights">A weight for each part.</param>
    /// <param name="limits">The most that each part takes; nothing for no limit.</param>
    public static int[] Deal(int total, IReadOnlyList<double> weights, IReadOnlyList<int>? limits = null)
    {
        total = Math.Min(total, limits?.Sum() ?? total);
        var parts = new int[weights.Count];
        var sum = weights.Sum();
        for (var i = 0; i < parts.Length; i++)
            parts[i] = Math.Min((int)(total * weights[i] / sum), limits?[i] ?? int.MaxValue);
        while (parts.Sum() < total)
        {
            var open = Enumerable.Range(0, parts.Length).Where(i => limits is null || parts[i] < limits[i]);
            parts[open.MaxBy(i => (total * weights[i] / sum) - parts[i])]++;
        }
        return parts;
    }

    private ulong Next()
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
