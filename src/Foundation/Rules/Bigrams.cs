using System.Text;

namespace Gonglian.Foundation.Rules;

/// <summary>双字索引: cuts names into the tokens by which any two neighbouring characters are found.</summary>
/// <remarks>
/// Chinese has no blanks between words, so every pair of neighbouring characters is a token, and every single character
/// too (a query may be one character long). Latin words and numbers are tokens as a whole and in pairs. Text is folded
/// to plain lower case first (<see cref="Plain"/>); whatever is neither letter nor digit parts the words. A row that
/// holds all tokens of a query is a candidate: the caller looks once more whether it holds the query itself.
/// </remarks>
public static class Bigrams
{
    /// <summary>The tokens of a text for the index, each once, in order of appearance.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var tokens = new OrderedDictionary<string, bool>();
        foreach (var word in Words(text))
        {
            foreach (var token in Pieces(word, 2).Concat(Pieces(word, 1)))
                tokens.TryAdd(token, true);
            if (!IsIdeographic(word[0]))
                tokens.TryAdd(word, true);
        }

        return [.. tokens.Keys];
    }

    /// <summary>The tokens that a row must hold to answer a query: pairs where the query has them, else the character.</summary>
    /// <returns>Empty when the query has neither letter nor digit.</returns>
    public static IReadOnlyList<string> OfQuery(string query) =>
        [.. Words(query).SelectMany(word => Pieces(word, Math.Min(2, Length(word)))).Distinct()];

    /// <summary>The text as the index sees it, for looking once more: plain, lower case, words parted by one blank.</summary>
    /// <remarks>A word is a run of letters and digits; a run is all ideographs or has none, so that A公司 is two words.</remarks>
    public static string Normalise(string text)
    {
        var plain = Plain.Fold(text);
        var words = plain.Length <= 200 ? stackalloc char[400] : new char[plain.Length * 2];
        var (length, inside, ideographic) = (0, false, false);
        foreach (var rune in plain.EnumerateRunes())
        {
            var belongs = Rune.IsLetterOrDigit(rune);
            var isIdeographic = belongs && (!rune.IsBmp || IsIdeographic((char)rune.Value));
            if (length > 0 && belongs && (!inside || isIdeographic != ideographic))
                words[length++] = ' ';
            (inside, ideographic) = (belongs, isIdeographic);
            if (belongs)
                length += Rune.ToLowerInvariant(rune).EncodeToUtf16(words[length..]);
        }

        return words[..length].ToString();
    }

    private static string[] Words(string text) => Normalise(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Neighbouring characters, n at a time; a character of the rare planes counts as one.</summary>
    private static IEnumerable<string> Pieces(string word, int n)
    {
        var runes = word.EnumerateRunes().Select(r => r.ToString()).ToArray();
        for (var i = 0; i + n <= runes.Length; i++)
            yield return n == 1 ? runes[i] : runes[i] + runes[i + 1];
    }

    private static int Length(string word) => word.EnumerateRunes().Count();

    /// <summary>Han characters, kana and hangul, which write without blanks; the rare planes begin with a surrogate.</summary>
    private static bool IsIdeographic(char c) => c is >= '\u2E80' and < '\uFB00';
}
