using System.Globalization;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;

namespace Gonglian.Foundation.Ui;

/// <summary>Values as they stand in a cell.</summary>
public static class Cells
{
    /// <summary>A count with its thousands: <c>4,812</c>.</summary>
    public static string Count(long count) => count.ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>By how much a count went up or down: <c>+82</c>, <c>-1,204</c>, <c>0</c>.</summary>
    public static string Change(long difference) => difference.ToString("+#,##0;-#,##0;0", CultureInfo.InvariantCulture);

    /// <summary>A day: <c>2020-12-04</c>.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The words of a value.</summary>
    /// <returns>— for nothing; days as 2020-12-04; instants in China time; whole numbers with thousands where the column counts.</returns>
    public static string Words(object? value, ColumnKind kind) => value switch
    {
        null or "" => Share.Nothing,
        DateOnly day => Day(day),
        DateTime instant => China.Time(instant).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        Share share => share.Percent(),
        int or long when kind == ColumnKind.Difference => Change(Convert.ToInt64(value)),
        int or long or short when kind == ColumnKind.Number => Count(Convert.ToInt64(value)),
        double or decimal when kind == ColumnKind.Percent => Fraction(Convert.ToDecimal(value)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>A target, no longer than it was set: <c>97%</c>, <c>85.4%</c>.</summary>
    public static string Target(decimal fraction) =>
        (fraction * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    /// <summary>A coordinate in a drawing, to a tenth.</summary>
    public static string Point(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Whether the values of a kind stand at the right.</summary>
    public static bool AtRight(ColumnKind kind) => kind is ColumnKind.Number or ColumnKind.Difference or ColumnKind.Percent;

    private static string Fraction(decimal value) =>
        Math.Round(value * 100, 1, MidpointRounding.AwayFromZero).ToString("F1", CultureInfo.InvariantCulture) + "%";
}
