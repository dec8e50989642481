namespace Gonglian.Foundation.Ui;

/// <summary>An address to come back to, which a link or form brought along and which must lie on this site.</summary>
public static class LocalAddress
{
    /// <summary>The address if it is of this site, otherwise the other one.</summary>
    /// <remarks>
    /// Of this site is what begins with exactly one slash. Browsers read <c>/\</c> as <c>//</c> and leave out control
    /// characters, so either makes it foreign.
    /// </remarks>
    public static string Or(string? back, string otherwise) =>
        back is { Length: > 0 } && back[0] == '/' && (back.Length == 1 || back[1] is not ('/' or '\\'))
        && !back.Any(char.IsControl)
            ? back
            : otherwise;
}
