using System.Globalization;
using System.Text.RegularExpressions;
using Gonglian.Foundation.Rules;

namespace Gonglian.Enterprises.Imports.Reading;

/// <summary>人数: numbers of people as rosters have them.</summary>
public static partial class Numbers
{
    private const int Most = 2_000_000;

    /// <summary>Reads a number of people.</summary>
    /// <param name="text">The cell's text.</param>
    /// <param name="loosely">Whether the repair <see cref="Repairs.Numbers"/> is allowed.</param>
    /// <param name="number">People, 0 to two million.</param>
    /// <returns>What is wrong, and whether the repair would help, or did.</returns>
    public static (Problem? Problem, bool Repairable) Read(string text, bool loosely, out int number)
    {
        if (text.Length is > 0 and <= 9 && !text.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return (Bounds(text, text, out number), false);
        var plain = Plain.Fold(text).Trim();
        if (Whole().Match(plain) is { Success: true } whole)
            return (Bounds(whole.Groups["n"].Value, text, out number), false);
        number = 0;
        if (Negative().IsMatch(plain))
            return (Problem.Error("import.number-negative", "“{0}”是负数,人数不会小于 0,请核对", text), false);
        var found = Inside().Matches(plain.Replace(",", "", StringComparison.Ordinal));
        if (found.Count != 1)
            return (Problem.Error("import.number", "“{0}”不是人数,请只填数字", text), false);
        return loosely
            ? (Bounds(found[0].Value, text, out number), true)
            : (Problem.Error("import.number-form", "“{0}”可能是 {1},请确认", text, found[0].Value), true);
    }

    private static Problem? Bounds(string digits, string text, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= Most
            ? null
            : Problem.Error("import.number-large", "“{0}”大得不合常理,请核对", text);

    [GeneratedRegex(@"^(?<n>[0-9]{1,9})(\.0+)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Whole();

    // -3, 负3, −3 and the (3) of bookkeepers; 10-20 is a range and no negative.
    [GeneratedRegex(@"(?<![0-9])[-\u2212\u2013\u2014负]\s*[0-9]|^\(\s*[0-9,]+(\.[0-9]+)?\s*\)$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Negative();

    [GeneratedRegex("[0-9]{1,9}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Inside();
}
