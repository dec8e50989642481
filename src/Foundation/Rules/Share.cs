using System.Globalization;
using System.Runtime.InteropServices;

namespace Gonglian.Foundation.Rules;

/// <summary>比率: so many of so many. Kept as two counts; it becomes a number only when it is shown.</summary>
/// <param name="Numerator">How many have the property.</param>
/// <param name="Denominator">How many were asked about; 0 means that there is no rate, neither 0 % nor 100 %.</param>
/// <remarks>
/// Targets are compared with the counts themselves: 2424/2500 is 96.96 %, prints as 97.0 % and still misses 97 %.
/// Targets are fractions: 0.97 for 97 %.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Share(long Numerator, long Denominator)
{
    /// <summary>What is shown for an empty denominator.</summary>
    public const string Nothing = "—";

    /// <summary>The rate as a fraction, unrounded (28 digits); null for an empty denominator.</summary>
    public decimal? Value => Denominator == 0 ? null : (decimal)Numerator / Denominator;

    /// <summary>The rate in the shortest form that reads back as the same double; empty for an empty denominator.</summary>
    public string Raw => Denominator == 0
        ? ""
        : ((double)Numerator / Denominator).ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Whether the target is reached, compared exactly; an empty denominator reaches no target.</summary>
    public bool Meets(decimal target) => Denominator != 0 && Numerator >= target * Denominator;

    /// <summary>差几个: how many more must have the property until the target is met, the denominator unchanged.</summary>
    /// <returns>0 when the target is met, or when there is nothing to count.</returns>
    public long Missing(decimal target) => Math.Max(0, Needed(target) - Numerator);

    /// <summary>余几个: how many may lose the property before the target is missed, the denominator unchanged.</summary>
    /// <returns>0 when the target is just met, missed, or when there is nothing to count.</returns>
    public long Spare(decimal target) => Math.Max(0, Numerator - Needed(target)) * Math.Sign(Denominator);

    /// <summary>The rate in per cent for the eye, ties away from zero: 1709/2000 is 85.5%, not the banker's 85.4%.</summary>
    /// <param name="digits">Digits after the point.</param>
    /// <returns>Such as <c>85.4%</c>; <see cref="Nothing"/> for an empty denominator.</returns>
    public string Percent(int digits = 1)
    {
        if (Denominator == 0)
            return Nothing;

        var percent = Math.Round(100m * Numerator / Denominator, digits, MidpointRounding.AwayFromZero);
        return percent.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + "%";
    }

    /// <summary>The counts, as they stand beside every rate: <c>427/500</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    /// <summary>Adds counts: a district's rate is that of its summed counts, never the mean of its communities' rates.</summary>
    public static Share operator +(Share left, Share right) =>
        new(left.Numerator + right.Numerator, left.Denominator + right.Denominator);

    /// <inheritdoc cref="op_Addition"/>
    public static Share Add(Share left, Share right) => left + right;

    private long Needed(decimal target) => (long)Math.Ceiling(target * Denominator);
}
