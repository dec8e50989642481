using System.Text;

namespace Gonglian.Foundation.Rules;

/// <summary>拼音: names by the letters people type for them, to find (szgh) and to sort (shen zhen …).</summary>
/// <remarks>
/// One reading per character from Unihan, with the readings that names have where it tells another, and the words in
/// which company and place names read a character differently (银行, 重庆). Without tones, ü as v. Good for finding and
/// sorting; no statement how a person's name is spoken.
/// </remarks>
public static class Pinyin
{
    /// <summary>The longest sort key in characters; what is longer is cut.</summary>
    public const int KeyLength = 200;

    private const char First = '\u3400';

    private static readonly (string[] Syllables, ushort[] Readings) Table = Load();
    private static readonly (string Word, string[] Readings)[]?[] Words = LoadWords();

    /// <summary>The initials in lower case: 深圳市A1科技 → <c>szsa1kj</c>. Letters and digits stay, the rest is dropped.</summary>
    public static string Initials(string name)
    {
        var initials = new StringBuilder(name.Length);
        foreach (var (syllable, letter) in Read(name))
            initials.Append(syllable is null ? letter : syllable[0]);
        return initials.ToString();
    }

    /// <summary>What sorts names as a dictionary does: syllable by syllable, in ordinal comparison.</summary>
    /// <remarks>
    /// Syllables are parted by blanks, so that 西安 (xi an) stands before 先 (xian). Each name's characters follow after
    /// its reading, so that names that sound alike stay apart (unless the key is cut).
    /// </remarks>
    public static string SortKey(string name)
    {
        var key = new StringBuilder(name.Length * 5);
        var afterSyllable = false;
        foreach (var (syllable, letter) in Read(name))
        {
            if (key.Length > 0 && (afterSyllable || syllable is not null))
                key.Append(' ');
            if (syllable is null)
                key.Append(letter);
            else
                key.Append(syllable);
            afterSyllable = syllable is not null;
        }

        key.Append('\t').Append(name);
        key.Length = Math.Min(key.Length, KeyLength);
        if (key.Length > 0 && char.IsHighSurrogate(key[^1]))
            key.Length--;
        return key.ToString();
    }

    /// <summary>The reading of one character without tone; null when it has none.</summary>
    public static string? Of(char c) =>
        c < First || c - First >= Table.Readings.Length || Table.Readings[c - First] == 0
            ? null
            : Table.Syllables[Table.Readings[c - First] - 1];

    private static IEnumerable<(string? Syllable, char Letter)> Read(string name)
    {
        var plain = Plain.Fold(name);
        for (var i = 0; i < plain.Length; i++)
        {
            if (Word(plain, i) is { } readings)
            {
                foreach (var reading in readings)
                    yield return (reading, '\0');
                i += readings.Length - 1;
            }
            else if (Of(plain[i]) is { } syllable)
            {
                yield return (syllable, '\0');
            }
            else if (char.IsLetterOrDigit(plain[i]))
            {
                yield return (null, char.ToLowerInvariant(plain[i]));
            }
        }
    }

    private static string[]? Word(string text, int at)
    {
        var first = text[at] - First;
        if ((uint)first >= (uint)Words.Length || Words[first] is not { } words)
            return null;
        foreach (var (word, readings) in words)
        {
            if (string.CompareOrdinal(text, at, word, 0, word.Length) == 0)
                return readings;
        }

        return null;
    }

    private static (string[] Syllables, ushort[] Readings) Load()
    {
        using var lines = Resource.Lines("pinyin.txt").GetEnumerator();
        lines.MoveNext();
        var syllables = lines.Current.Split(' ');
        var readings = new List<ushort>(0x6C00);
        while (lines.MoveNext())
        {
            for (var i = 0; i < lines.Current.Length; i += 2)
                readings.Add((ushort)(lines.Current[i] == '-' ? 0 : (36 * Digit(lines.Current[i])) + Digit(lines.Current[i + 1]) + 1));
        }

        var table = readings.ToArray();
        foreach (var (word, changed) in Exceptions().Where(e => e.Word.Length == 1))
            table[word[0] - First] = (ushort)(Array.IndexOf(syllables, changed[0]) + 1);
        return (syllables, table);
    }

    private static int Digit(char c) => c <= '9' ? c - '0' : c - 'a' + 10;

    /// <summary>Words of several characters by their first one, the longest first.</summary>
    private static (string Word, string[] Readings)[]?[] LoadWords()
    {
        var words = new (string Word, string[] Readings)[]?[Table.Readings.Length];
        foreach (var same in Exceptions().Where(e => e.Word.Length > 1).OrderByDescending(e => e.Word.Length).GroupBy(e => e.Word[0]))
            words[same.Key - First] = [.. same];
        return words;
    }

    private static IEnumerable<(string Word, string[] Readings)> Exceptions() =>
        from line in Resource.Lines("pinyin-names.txt")
        where line.Length > 0 && line[0] != '#'
        let parts = line.Split(' ')
        select (parts[0], parts[1..]);
}
