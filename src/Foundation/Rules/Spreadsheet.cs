using System.Text.RegularExpressions;

namespace Gonglian.Foundation.Rules;

/// <summary>What spreadsheets do to long codes: beyond 15 digits they keep a number, not the digits.</summary>
internal static partial class Spreadsheet
{
    /// <summary>Whether the text is a number in scientific notation, such as 9.14403E+17.</summary>
    public static bool IsNumber(string text) => Scientific().IsMatch(text);

    /// <summary>Whether eighteen digits look rounded to fifteen: the last three are noughts.</summary>
    public static bool IsRounded(string code) =>
        code.Length == 18 && code.EndsWith("000", StringComparison.Ordinal) && code.All(char.IsAsciiDigit);

    [GeneratedRegex(@"^[0-9]+(\.[0-9]*)?E\+?[0-9]{1,2}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Scientific();
}
