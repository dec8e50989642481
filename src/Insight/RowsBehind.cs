using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Figures;

namespace Gonglian.Insight;

/// <summary>穿透: the addresses of the rows behind a figure.</summary>
public static class RowsBehind
{
    /// <summary>The rows that count: the numerator.</summary>
    public static string Counted(Indicator indicator, string place) => Of(indicator, "numerator", place);

    /// <summary>The rows asked about that do not count.</summary>
    public static string NotCounted(Indicator indicator, string place) => Of(indicator, "rest", place);

    /// <summary>The rows asked about of which nobody knows whether they count.</summary>
    public static string Unknown(Indicator indicator, string place) => Of(indicator, "unknown", place);

    /// <summary>The rows left out of the base set.</summary>
    public static string Excluded(Indicator indicator, string place) => Of(indicator, "excluded", place);

    /// <summary>The rows left out for one reason.</summary>
    public static string Excluded(ExclusionCode code, string place) =>
        $"/enterprises?exclusion={Measures.Excluded(code)}&place={place}";

    /// <summary>The rows of the base set that nobody has verified for 180 days.</summary>
    public static string Unverified(string place) => $"/enterprises?counted=N1&part=denominator&unverified=1&place={place}";

    private static string Of(Indicator indicator, string part, string place) =>
        indicator.Rows.Contains('?', StringComparison.Ordinal)
            ? $"{indicator.Rows}&part={part}&place={place}"
            : $"{indicator.Rows}?place={place}";
}
