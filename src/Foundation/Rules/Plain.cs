using System.Buffers;
using System.Globalization;
using System.Text;

namespace Gonglian.Foundation.Rules;

/// <summary>半角: text as it would have been typed plainly: full-width, circled, squared and doubly coded characters
/// become ordinary ones (Ａ → A, ① → 1, Ⅱ → II, ㈱ → (株), the Kangxi radical ⼯ → 工).</summary>
/// <remarks>
/// Unicode's NFKC from a table of our own: the program runs without ICU, and there
/// <see cref="string.Normalize(NormalizationForm)"/> changes nothing. Loose combining marks are not joined.
/// </remarks>
public static class Plain
{
    private static readonly SearchValues<char> CodeCharacters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static readonly (char[] From, string[] To) Table = Load();

    /// <summary>The plain form; the same object when nothing had to change.</summary>
    public static string Fold(string text)
    {
        var first = 0;
        while (first < text.Length && Find(text[first]) is null)
            first++;
        if (first == text.Length)
            return text;

        var plain = new StringBuilder(text.Length + 8).Append(text, 0, first);
        foreach (var c in text.AsSpan(first))
        {
            if (Find(c) is { } to)
                plain.Append(to);
            else
                plain.Append(c);
        }

        return plain.ToString();
    }

    /// <summary>A code or number as it was meant: plain, in capitals, without blanks, dashes and invisible marks.</summary>
    public static string Code(string? text)
    {
        if (text is null || !text.AsSpan().ContainsAnyExcept(CodeCharacters))
            return text ?? "";
        var plain = new StringBuilder(24);
        foreach (var c in Fold(text))
        {
            if (!IsFiller(c))
                plain.Append(char.ToUpperInvariant(c));
        }

        return plain.ToString();
    }

    private static bool IsFiller(char c) => c == '\'' || char.IsWhiteSpace(c) || char.IsControl(c) ||
        char.GetUnicodeCategory(c) is UnicodeCategory.DashPunctuation or UnicodeCategory.Format || c == '\u2212';

    private static string? Find(char c)
    {
        if (c < 0x80 || c is >= '\u4E00' and <= '\u9FFF')
            return null;

        var at = Array.BinarySearch(Table.From, c);
        return at < 0 ? null : Table.To[at];
    }

    private static (char[] From, string[] To) Load()
    {
        var lines = Resource.Lines("compatibility.txt").ToList();
        return ([.. lines.Select(line => (char)int.Parse(line.AsSpan(0, 4), NumberStyles.HexNumber))],
            [.. lines.Select(line => line[5..])]);
    }
}
