using System.Text.RegularExpressions;

namespace Gonglian.Foundation.Sheets;

/// <summary>The apostrophe before a text that a spreadsheet would take for a formula when it opens a csv file.</summary>
public static partial class CsvGuard
{
    /// <summary>Whether a text must be guarded: = + - @ tab CR at its start, also behind apostrophes of its own.</summary>
    public static bool IsDangerous(ReadOnlySpan<char> text)
    {
        var rest = text.TrimStart('\'');
        return !rest.IsEmpty && rest[0] is '=' or '+' or '-' or '@' or '\t' or '\r';
    }

    /// <summary>Whether the first character is a guard. Exact inverse: what was written is read back as it was.</summary>
    public static bool IsGuarded(ReadOnlySpan<char> text) =>
        text.Length > 1 && text[0] == '\'' && IsDangerous(text[1..]);

    /// <summary>Whether a spreadsheet wrote this: a code of 16 digits or more that it had made a number.</summary>
    public static bool IsLostCode(string text) => text.Length is > 4 and < 12 && LostCode().IsMatch(text);

    [GeneratedRegex(@"^[0-9](\.[0-9]+)?[eE]\+(1[5-9]|[2-9][0-9])$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LostCode();
}
