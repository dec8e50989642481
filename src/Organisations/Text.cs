namespace Gonglian.Organisations;

/// <summary>What a person typed, as it is kept.</summary>
internal static class Text
{
    /// <summary>Without blanks at the ends, and no longer than the column.</summary>
    public static string Within(string? typed, int length) => typed?.Trim() is { } text
        ? text[..Math.Min(length, text.Length)]
        : "";
}
