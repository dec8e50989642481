using System.Globalization;

namespace Gonglian.Foundation;

/// <summary>文字: looks a Chinese sentence up in the reader's language.</summary>
public sealed class Texts
{
    /// <summary>The sentence, its places filled with the arguments.</summary>
    public string this[string text, params object?[] args] =>
        args.Length == 0 ? text : string.Format(CultureInfo.InvariantCulture, text, args);
}
