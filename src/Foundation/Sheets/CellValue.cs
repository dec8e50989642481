using System.Globalization;
using Gonglian.Foundation.Rules;

namespace Gonglian.Foundation.Sheets;

/// <summary>The values that a column may give, brought to the few kinds that a spreadsheet has.</summary>
internal static class CellValue
{
    /// <summary>From here on a spreadsheet would round the number.</summary>
    private const double MostExact = 1e15;

    /// <summary>The number of a value that is stored as one; null when it must be stored as text.</summary>
    public static double? Number(object? value)
    {
        var number = value switch
        {
            int n => (double?)n,
            long n => n,
            double n => n,
            decimal n => (double)n,
            Share s => (double?)s.Value,
            short n => n,
            byte n => n,
            uint n => n,
            float n => n,
            _ => null,
        };
        return number is { } finite && Math.Abs(finite) < MostExact ? number : null;
    }

    /// <summary>The days since 30 December 1899 of a day or an instant; null when the value is none.</summary>
    public static double? Serial(object? value)
    {
        var serial = value switch
        {
            DateOnly day => day.DayNumber - new DateOnly(1899, 12, 30).DayNumber,
            DateTime instant => (InChina(instant) - new DateTime(1899, 12, 30)).TotalDays,
            _ => -1,
        };
        return serial > 60 ? serial : null;
    }

    /// <summary>The value as text: days as yyyy-MM-dd, numbers without grouping, differences with their sign, shares in per cent.</summary>
    public static string Shown(object? value, ColumnKind kind) => value switch
    {
        null => string.Empty,
        string text => text,
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime instant => InChina(instant).ToString(
            InChina(instant).TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        bool yes => yes ? "是" : "否",
        Share { Denominator: 0 } => string.Empty,
        Share share => Percent((double)share.Value!.Value),
        double number when !double.IsFinite(number) => string.Empty,
        _ when kind == ColumnKind.Percent && Number(value) is { } share => Percent(share),
        int or long when kind == ColumnKind.Difference => Convert.ToInt64(value).ToString("+0;-0;0", CultureInfo.InvariantCulture),
        double number => number.ToString("0.####################", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    private static DateTime InChina(DateTime instant) =>
        instant.Kind == DateTimeKind.Utc ? China.Time(instant) : instant;

    private static string Percent(double share) =>
        Math.Round(share * 100, 10).ToString("0.##########", CultureInfo.InvariantCulture) + "%";
}

/// <summary>How wide a text is on screen, in the width of a digit.</summary>
internal static class CellWidth
{
    private const int Least = 8;
    private const int Most = 60;

    /// <summary>The width of a column for this text: a Chinese character takes two digits.</summary>
    public static int Of(string text)
    {
        var width = 2;
        foreach (var c in text)
        {
            if (c == '\n')
                break;

            width += c is >= '\u1100' and not (>= '\u2000' and <= '\u206F') ? 2 : 1;
        }

        return Math.Clamp(width, Least, Most);
    }
}
