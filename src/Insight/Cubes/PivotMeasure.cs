using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Figures;

namespace Gonglian.Insight.Cubes;

/// <summary>What a pivot counts in its cells.</summary>
/// <param name="Id">e.g. <c>units</c>, <c>N1</c>.</param>
/// <param name="Title">In words.</param>
/// <param name="Unit">What is counted: 家 or 人.</param>
/// <param name="Counted">The measure that is counted; above the line of a rate.</param>
/// <param name="Of">The measure below the line; none where a cell is no rate.</param>
/// <param name="Rows">The indicator whose rows the counted ones are; none for all in file.</param>
/// <param name="Part">Which of its rows.</param>
public sealed record PivotMeasure(
    string Id, string Title, string Unit, string Counted, string? Of = null, string? Rows = null, string Part = "numerator")
{
    /// <summary>The version of the definition, where there is one.</summary>
    public int? Version { get; init; }

    /// <summary>Another count of the same rate: numerator and denominator can be asked for apart, and are hidden together.</summary>
    public string? Kin { get; init; }

    /// <summary>Whether cells hold rates.</summary>
    public bool IsRate => Of is not null;

    /// <summary>Whether people are counted, of whom a unit may not say how many.</summary>
    public bool IsOfPeople => Counts[Counted].Weight != CubeWeight.One;

    /// <summary>All that can be asked: counts first, then the indicators of enterprises as the registry has them.</summary>
    /// <param name="indicators">The registry.</param>
    public static IReadOnlyList<PivotMeasure> All(IEnumerable<Indicator> indicators) =>
    [
        new("units", "家数", "家", Measures.Units),
        new("base", "基数", "家", Measures.Base, null, "N1", "denominator") { Kin = Measures.Covered },
        new("covered", "已覆盖", "家", Measures.Covered, null, "N1") { Kin = Measures.Base },
        new("due", "应建未建", "家", Measures.Due, null, "N3"),
        new("employees", "职工人数", "人", Measures.Employees, null, "N1", "denominator"),
        new("members", "会员人数", "人", Measures.Members, null, "N1", "denominator"),
        .. from i in indicators
           where i.NotYet is null && i.Denominator is { } below && Counts.ContainsKey(i.Numerator) && Counts.ContainsKey(below)
           select new PivotMeasure(i.Id, i.Title, i.Unit, i.Numerator, i.Denominator, i.Id) { Version = i.Version },
    ];

    /// <summary>The measure of an indicator; nothing where it does not count enterprises.</summary>
    public static PivotMeasure? Find(Indicator indicator) => indicator.Denominator is null
        ? All([]).FirstOrDefault(m => m.Rows == indicator.Id)
        : All([indicator]).FirstOrDefault(m => m.Id == indicator.Id);

    /// <summary>What <see cref="Measures.Of"/> adds for a unit: the flags that it must have, and what it weighs.</summary>
    public static IReadOnlyDictionary<string, (Counted Flags, CubeWeight Weight)> Counts { get; } =
        new Dictionary<string, (Counted, CubeWeight)>(StringComparer.Ordinal)
        {
            [Measures.Units] = (Enterprises.Rules.Counted.None, CubeWeight.One),
            [Measures.Base] = (Enterprises.Rules.Counted.Base, CubeWeight.One),
            [Measures.Covered] = (Base | Enterprises.Rules.Counted.Covered, CubeWeight.One),
            [Measures.Effective] = (Base | Enterprises.Rules.Counted.Effective, CubeWeight.One),
            [Measures.VitalityUnknown] = (Base | Enterprises.Rules.Counted.VitalityUnknown, CubeWeight.One),
            [Measures.Large] = (Base | Enterprises.Rules.Counted.Large, CubeWeight.One),
            [Measures.LargeOwn] = (Base | Enterprises.Rules.Counted.Large | Enterprises.Rules.Counted.Own, CubeWeight.One),
            [Measures.Due] = (Base | Enterprises.Rules.Counted.Due, CubeWeight.One),
            [Measures.Unverified] = (Base | Enterprises.Rules.Counted.Unverified, CubeWeight.One),
            [Measures.Employees] = (Base, CubeWeight.Employees),
            [Measures.Members] = (Base, CubeWeight.Members),
            [Measures.CoveredEmployees] = (Base | Enterprises.Rules.Counted.Covered, CubeWeight.Employees),
            [Measures.CoveredMembers] = (Base | Enterprises.Rules.Counted.Covered, CubeWeight.Members),
        };

    private const Counted Base = Enterprises.Rules.Counted.Base;
}

/// <summary>What one unit weighs in a measure.</summary>
public enum CubeWeight
{
    /// <summary>家: one.</summary>
    One,

    /// <summary>人: its employees.</summary>
    Employees,

    /// <summary>人: its members.</summary>
    Members,
}
