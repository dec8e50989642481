namespace Gonglian.Host.Demo;

/// <summary>定额: how many enterprises of which standing a community gets; what they are is thrown afterwards.</summary>
/// <param name="Community">The community.</param>
/// <param name="Base">In the base set as of the anchor.</param>
/// <param name="Covered">Of these, covered by a live union.</param>
/// <param name="Large">Of these, with 25 or more employees.</param>
/// <param name="LargeOwn">Of the large ones, with their own union.</param>
public sealed record Quota(Community Community, int Base, int Covered, int Large, int LargeOwn)
{
    /// <summary>Large units of the sixteen creation units, and those with their own union: the 2020 report's 85.4 %.</summary>
    public const int CreationLarge = 500, CreationLargeOwn = 427;

    private const int CreationBase = 4812;
    private const int OtherBase = 4050;

    /// <summary>What the quotas add up to.</summary>
    public const int Usual = CreationBase + OtherBase;

    /// <summary>The quotas of the whole district.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="scale">How many times as many; 1 for the demonstration itself.</param>
    public static IReadOnlyList<Quota> Of(int seed, double scale = 1)
    {
        var dice = Dice.For(seed, "quota");
        var creation = Gazetteer.Communities.Where(c => c.IsCreation).ToList();
        var others = Gazetteer.Communities.Where(c => !c.IsCreation).ToList();
        return [.. Creation(creation, dice, scale).Concat(Others(others, dice, scale)).OrderBy(q => q.Community.Code, StringComparer.Ordinal)];
    }

    // Dealt so that the sums are met exactly, while every unit has luck of its own and some stay below the target.
    private static IEnumerable<Quota> Creation(List<Community> units, Dice dice, double scale)
    {
        var total = (int)(scale * (CreationBase + dice.Between(-40, 40)));
        var uncovered = (int)(total * dice.Between(0.0215, 0.0285));
        var sizes = Dice.Deal(total, [.. units.Select(u => u.Weight * dice.Between(0.92, 1.08))]);
        var open = Dice.Deal(uncovered, [.. Spread(units.Count, 0.25, 1.9, dice).Zip(sizes, (f, n) => f * n)]);
        var large = Dice.Deal((int)(scale * CreationLarge), [.. sizes.Select(n => n * dice.Between(0.85, 1.15))]);
        var without = Dice.Deal(
            (int)(scale * (CreationLarge - CreationLargeOwn)),
            [.. Spread(units.Count, 0.45, 1.6, dice).Zip(large, (f, n) => f * n)],
            [.. large.Select(n => n / 3)]);
        return units.Select((u, i) => new Quota(u, sizes[i], sizes[i] - open[i], large[i], large[i] - without[i]));
    }

    private static IEnumerable<Quota> Others(List<Community> communities, Dice dice, double scale)
    {
        var weights = communities.Select(c => c.Plain is "内伶仃岛" or "大铲" ? 0.3 : dice.Between(0.45, 1.8)).ToList();
        var sizes = Dice.Deal((int)(scale * OtherBase), weights);
        return communities.Select((c, i) =>
        {
            var wanted = (int)Math.Round(sizes[i] * dice.Between(0.64, 0.89));
            var most = (int)Math.Floor(sizes[i] * 0.915);
            var covered = Math.Clamp(wanted, Math.Min((int)Math.Ceiling(sizes[i] * 0.61), most), most);
            var large = Math.Clamp((int)Math.Round(sizes[i] * dice.Between(0.06, 0.14)), Math.Min(1, sizes[i]), sizes[i]);
            var own = Math.Min(covered, (int)Math.Round(large * dice.Between(0.4, 0.85)));
            return new Quota(c, sizes[i], covered, large, own);
        });
    }

    // Factors evenly spread between two ends, in any order.
    private static double[] Spread(int count, double from, double to, Dice dice)
    {
        double[] factors = [.. Enumerable.Range(0, count).Select(i => from + ((to - from) * i / (count - 1)))];
        dice.Shuffle(factors);
        return factors;
    }
}
