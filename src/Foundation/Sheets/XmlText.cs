using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Gonglian.Foundation.Sheets;

/// <summary>Text collected from the pieces of an element, as UTF-8 with its entities resolved.</summary>
internal sealed class XmlText
{
    private byte[] bytes = new byte[256];

    /// <summary>Bytes collected.</summary>
    public int Length { get; private set; }

    /// <summary>What was collected.</summary>
    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(0, Length);

    /// <summary>Forgets what was collected.</summary>
    public void Clear() => Length = 0;

    /// <summary>Adds the text that stands at the reader's place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(Utf8Xml xml)
    {
        var text = xml.Text;
        if (Length + text.Length > bytes.Length)
            Grow(Length + text.Length);

        var plain = xml.Piece == XmlPiece.Literal || !text.Contains((byte)'&');
        Length += plain ? Copy(text, bytes.AsSpan(Length)) : Resolve(text, bytes.AsSpan(Length));
    }

    /// <summary>What was collected as a string, the spreadsheet's own escapes (_x000D_) resolved as well.</summary>
    public override string ToString() => Unescape(Encoding.UTF8.GetString(Bytes));

    /// <summary>Text in which nothing is split: an attribute.</summary>
    public static string Decode(ReadOnlySpan<byte> raw)
    {
        if (!raw.Contains((byte)'&'))
            return Encoding.UTF8.GetString(raw);

        var target = new byte[raw.Length];
        return Encoding.UTF8.GetString(target.AsSpan(0, Resolve(raw, target)));
    }

    /// <summary>Resolves _xHHHH_, with which workbooks write characters that XML cannot hold.</summary>
    public static string Unescape(string text)
    {
        var at = text.IndexOf("_x", StringComparison.Ordinal);
        if (at < 0)
            return text;

        var result = new StringBuilder(text.Length);
        var done = 0;
        for (; at >= 0; at = text.IndexOf("_x", Math.Max(done, at + 1), StringComparison.Ordinal))
        {
            if (at + 7 > text.Length || text[at + 6] != '_'
                || !ushort.TryParse(text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, null, out var c))
                continue;

            result.Append(text, done, at - done).Append((char)c);
            done = at + 7;
            if (done >= text.Length)
                break;
        }

        return result.Append(text, done, text.Length - done).ToString();
    }

    private void Grow(int needed)
    {
        if (needed > 4 << 20)
            throw SheetRefusals.TextTooLong(SheetLimits.Default.CellCharacters);

        Array.Resize(ref bytes, Math.Max(needed, bytes.Length * 2));
    }

    /// <summary>Line ends become \n, as XML demands; a wanted \r is written as an entity or as _x000D_.</summary>
    private static int Copy(ReadOnlySpan<byte> raw, Span<byte> target)
    {
        if (!raw.Contains((byte)'\r'))
        {
            raw.CopyTo(target);
            return raw.Length;
        }

        var length = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != (byte)'\r')
                target[length++] = raw[i];
            else if (i + 1 == raw.Length || raw[i + 1] != (byte)'\n')
                target[length++] = (byte)'\n';
        }

        return length;
    }

    private static int Resolve(ReadOnlySpan<byte> raw, Span<byte> target)
    {
        var length = 0;
        while (!raw.IsEmpty)
        {
            var plain = raw.IndexOf((byte)'&');
            if (plain < 0)
                return length + Copy(raw, target[length..]);

            length += Copy(raw[..plain], target[length..]);
            raw = raw[(plain + 1)..];
            var end = raw.IndexOf((byte)';');
            if (end < 0)
                throw SheetRefusals.Damaged();

            length += Character(raw[..end]).EncodeToUtf8(target[length..]);
            raw = raw[(end + 1)..];
        }

        return length;
    }

    private static Rune Character(ReadOnlySpan<byte> entity)
    {
        if (entity.SequenceEqual("amp"u8))
            return new Rune('&');
        if (entity.SequenceEqual("lt"u8))
            return new Rune('<');
        if (entity.SequenceEqual("gt"u8))
            return new Rune('>');
        if (entity.SequenceEqual("quot"u8))
            return new Rune('"');
        if (entity.SequenceEqual("apos"u8))
            return new Rune('\'');
        if (!entity.StartsWith("#"u8))
            throw SheetRefusals.ForeignDefinition();

        var hexadecimal = entity.StartsWith("#x"u8);
        var digits = entity[(hexadecimal ? 2 : 1)..];
        var read = Utf8Parser.TryParse(digits, out uint code, out var used, hexadecimal ? 'x' : 'D');
        return read && used == digits.Length && Rune.IsValid(code) ? new Rune(code) : Rune.ReplacementChar;
    }
}
