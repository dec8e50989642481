using System.Globalization;
using Gonglian.Foundation;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Ui;

namespace Gonglian.Insight;

/// <summary>The points of a trend: month ends as known now, and today from the counters.</summary>
public static class Trend
{
    /// <summary>The points of the board's indicator, the oldest first; only today while no month end is filled.</summary>
    public static IReadOnlyList<TrendPoint> Of(Board board, Texts l)
    {
        var past = board.Past.Count == 0 ? [] : History.MonthEnds(board.Day);
        return
        [
            .. past.Select(d => Point(
                board.Shown, d.ToString("yyyy-MM", CultureInfo.InvariantCulture), board.Past.GetValueOrDefault(d) ?? [])),
            Point(board.Shown, l["今天"], board.Sums),
        ];
    }

    /// <summary>A value on the axis.</summary>
    public static string Format(Indicator indicator, decimal value) => indicator.Denominator is null
        ? value.ToString("#,##0", CultureInfo.InvariantCulture)
        : Cells.Target(Math.Round(value, 3));

    private static TrendPoint Point(Indicator indicator, string label, IReadOnlyDictionary<string, long> sums)
    {
        var share = indicator.Of(sums);
        if (indicator.Denominator is not null)
            return TrendPoint.Of(label, share);
        return sums.Count == 0
            ? new TrendPoint(label, null, Foundation.Rules.Share.Nothing)
            : new TrendPoint(label, share.Numerator, Cells.Count(share.Numerator));
    }
}
