using System.Globalization;
using System.Text.RegularExpressions;
using Gonglian.Foundation.Rules;

namespace Gonglian.Enterprises.Imports.Reading;

/// <summary>日期: days as people and spreadsheets write them.</summary>
public static partial class Dates
{
    private static readonly DateOnly Epoch = new(1899, 12, 30);
    private static readonly DateOnly Earliest = new(1900, 1, 1);

    /// <summary>Reads a day.</summary>
    /// <param name="text">The cell's text.</param>
    /// <param name="loosely">Whether the repair <see cref="Repairs.Dates"/> is allowed.</param>
    /// <param name="latest">The last day that makes sense here.</param>
    /// <param name="day">The day.</param>
    /// <returns>What is wrong; nothing when the day could be read. Whether the repair would help, or did, stands in the second part.</returns>
    public static (Problem? Problem, bool Repairable) Read(string text, bool loosely, DateOnly latest, out DateOnly day)
    {
        if (text.Length == 10 && DateOnly.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
            return (Bounds(day, latest, text), false);
        var plain = Plain.Fold(text).Trim();
        if (Strict().Match(plain) is { Success: true } match && Take(match, out day))
            return (Bounds(day, latest, text), false);
        if (!Loose(plain, out day))
            return (Problem.Error("import.date", "“{0}”不是日期,请写成 2020-03-05 这样", text), false);
        return loosely
            ? (Bounds(day, latest, text), true)
            : (Problem.Error("import.date-form", "“{0}”可能是 {1},请确认", text, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), true);
    }

    private static Problem? Bounds(DateOnly day, DateOnly latest, string text)
    {
        if (day < Earliest)
            return Problem.Error("import.date-early", "“{0}”早于 1900 年,请核对", text);
        return day > latest
            ? Problem.Error("import.date-late", "“{0}”晚于 {1},请核对", text, latest.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            : null;
    }

    private static bool Loose(string text, out DateOnly day)
    {
        if (Dotted().Match(text) is { Success: true } dotted && Take(dotted, out day))
            return true;
        if (Packed().Match(text) is { Success: true } packed && Take(packed, out day))
            return true;
        if (Month().Match(text) is { Success: true } month && Take(month, out day))
            return true;
        day = default;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var serial) || serial is < 10_000 or > 80_000)
            return false;
        day = Epoch.AddDays(serial);
        return true;
    }

    private static bool Take(Match match, out DateOnly day)
    {
        var year = int.Parse(match.Groups["y"].ValueSpan, CultureInfo.InvariantCulture);
        var month = int.Parse(match.Groups["m"].ValueSpan, CultureInfo.InvariantCulture);
        var of = match.Groups["d"].Success ? int.Parse(match.Groups["d"].ValueSpan, CultureInfo.InvariantCulture) : 1;
        day = default;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || of < 1 || of > DateTime.DaysInMonth(year, month))
            return false;
        day = new(year, month, of);
        return true;
    }

    [GeneratedRegex(@"^(?<y>[0-9]{4})(?<s>[-/])(?<m>[0-9]{1,2})\k<s>(?<d>[0-9]{1,2})([ T][0-9:.]+Z?)?$|^(?<y>[0-9]{4})年(?<m>[0-9]{1,2})月(?<d>[0-9]{1,2})日?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Strict();

    [GeneratedRegex(@"^(?<y>[0-9]{4})\s*[.、,·年]\s*(?<m>[0-9]{1,2})\s*[.、,·月]\s*(?<d>[0-9]{1,2})\s*日?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Dotted();

    [GeneratedRegex(@"^(?<y>(19|20)[0-9]{2})(?<m>[0-9]{2})(?<d>[0-9]{2})$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Packed();

    [GeneratedRegex(@"^(?<y>(19|20)[0-9]{2})\s*[-./年]\s*(?<m>[0-9]{1,2})\s*月?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Month();
}
