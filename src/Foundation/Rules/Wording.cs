using System.Globalization;

namespace Gonglian.Foundation.Rules;

/// <summary>文字: what a person types into a field of a record. It is kept as typed or refused, never cut.</summary>
public static class Wording
{
    /// <summary>The most characters of a reason.</summary>
    public const int LongestReason = 200;

    /// <summary>The fewest characters of a reason that somebody asks for.</summary>
    public const int ShortestReason = 4;

    /// <summary>The text without blanks at its ends; empty for none.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="most">The most characters (of UTF-16, as the columns count).</param>
    /// <param name="field">Name of the form field.</param>
    /// <exception cref="Refused"><c>text.long</c>: it is longer.</exception>
    public static string Within(string? typed, int most, string field) =>
        typed?.Trim() is not { } text ? "" : text.Length <= most ? text : throw TooLong(text, most).At(field);

    /// <summary>Adds the refusal of a text that is too long.</summary>
    public static void NotOver(this Refusals no, string? typed, int most, string field)
    {
        if (typed?.Trim() is { } text && text.Length > most)
            no.Add(TooLong(text, most).At(field));
    }

    /// <summary>A reason that may be left out; null when it is.</summary>
    /// <exception cref="Refused"><c>text.long</c>: it is too long.</exception>
    public static string? Reason(string? typed) =>
        Within(typed, LongestReason, nameof(Reason)) is { Length: > 0 } reason ? reason : null;

    /// <summary>A reason that must be given, in words and not with a letter.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="code">Code of the refusal where there is none.</param>
    /// <param name="sentence">Its sentence.</param>
    /// <exception cref="Refused"><paramref name="code"/>: none; <c>text.short</c>: fewer than four characters; <c>text.long</c>.</exception>
    public static string Reason(string? typed, string code, string sentence)
    {
        var reason = Reason(typed) ?? throw new Refused(code, sentence).At(nameof(Reason));
        return !IsShort(reason)
            ? reason
            : throw new Refused("text.short", "原因至少写 {0} 个字,让以后查记录的人看得懂", ShortestReason).At(nameof(Reason));
    }

    /// <summary>Whether a reason is a letter or two, and tells nobody anything.</summary>
    public static bool IsShort(string reason) => new StringInfo(reason.Trim()).LengthInTextElements < ShortestReason;

    /// <summary>How values stand in a sentence: days as 2026-11-01, instants as 2026-11-01 08:30, numbers with a point.</summary>
    public static IFormatProvider Values { get; } = CultureInfo.ReadOnly(new CultureInfo("")
    {
        DateTimeFormat = new DateTimeFormatInfo { ShortDatePattern = "yyyy-MM-dd", LongTimePattern = "HH:mm", ShortTimePattern = "HH:mm" },
    });

    private static Refused TooLong(string text, int most) =>
        new("text.long", "最多 {0} 个字,现在是 {1} 个字;没有保存,请缩短", most, text.Length);
}
