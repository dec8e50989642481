namespace Gonglian.Foundation.Rules;

/// <summary>小样本: below ten units a rate says more about one unit than about the place, so comparisons show counts.</summary>
public static class SmallNumbers
{
    /// <summary>Denominator from which a rate is compared with others.</summary>
    public const int From = 10;

    /// <summary>Whether a rate may stand in a table, a map or an order of several places.</summary>
    public static bool IsComparable(this Share share) => share.Denominator >= From;

    /// <summary>The rate in a comparison: per cent; only the counts below ten; — for nothing to count.</summary>
    public static string Compared(this Share share) =>
        share.Denominator is 0 || share.IsComparable() ? share.Percent() : share.ToString();
}
