namespace Gonglian.Enterprises.Rules;

/// <summary>口径版本: the parameters that hold from a day on.</summary>
/// <param name="Number">1 for the reference's own.</param>
/// <param name="ValidFrom">First day counted by it, China time.</param>
/// <param name="Rules">The parameters.</param>
public sealed record CoverageVersion(int Number, DateOnly ValidFrom, CoverageRules Rules);

/// <summary>All versions of the definition, the oldest first: every day is counted by the one in force on it.</summary>
/// <param name="All">The versions; the first one holds from the beginning of time.</param>
public sealed record CoverageVersions(IReadOnlyList<CoverageVersion> All)
{
    /// <summary>The reference's own parameters for every day.</summary>
    public static CoverageVersions Reference { get; } = Always(CoverageRules.Default);

    /// <summary>The same parameters for every day.</summary>
    public static CoverageVersions Always(CoverageRules rules) => new([new(1, DateOnly.MinValue, rules)]);

    /// <summary>The version in force on a day.</summary>
    public CoverageVersion On(DateOnly day) => All.Last(v => v.ValidFrom <= day);

    /// <summary>The version asked for; where none is, the one in force on the day.</summary>
    public CoverageVersion Of(int? number, DateOnly day) => number is { } asked ? All.Single(v => v.Number == asked) : On(day);

    /// <summary>Whether there is such a version; nothing asked for is always there.</summary>
    public bool Has(int? number) => number is null || Find(number.Value) is not null;

    /// <summary>A version by its number; nothing when there is none, or it was withdrawn.</summary>
    public CoverageVersion? Find(int number) => All.FirstOrDefault(v => v.Number == number);
}
