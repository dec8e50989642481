using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Gonglian.Foundation.Sheets;

/// <summary>Gathers XML as UTF-8 before it is packed.</summary>
internal sealed class XmlOut
{
    private const int Enough = 64 << 10;

    private static readonly SearchValues<char> Special = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(c => (char)c).Where(c => c is not ('\t' or '\n')),
            '<', '>', '&', '_', '\uFFFE', '\uFFFF', .. Enumerable.Range(0xD800, 0x800).Select(c => (char)c)]);

    private byte[] bytes = new byte[Enough * 2];
    private int length;

    /// <summary>Whether enough has gathered to be packed.</summary>
    public bool IsFull => length >= Enough;

    /// <summary>Bytes that are XML already.</summary>
    public void Raw(ReadOnlySpan<byte> xml)
    {
        Room(xml.Length);
        xml.CopyTo(bytes.AsSpan(length));
        length += xml.Length;
    }

    /// <summary>Text that is XML already.</summary>
    public void Raw(string xml)
    {
        Room(xml.Length * 3);
        length += Encoding.UTF8.GetBytes(xml, bytes.AsSpan(length));
    }

    /// <summary>Letters of a column.</summary>
    public void Ascii(string letters)
    {
        Room(letters.Length);
        foreach (var c in letters)
            bytes[length++] = (byte)c;
    }

    /// <summary>A whole number.</summary>
    public void Number(int value)
    {
        Room(16);
        Utf8Formatter.TryFormat(value, bytes.AsSpan(length), out var written);
        length += written;
    }

    /// <summary>A number in the shortest form that reads back as the same.</summary>
    public void Number(double value)
    {
        Room(32);
        value.TryFormat(bytes.AsSpan(length), out var written, "R", CultureInfo.InvariantCulture);
        length += written;
    }

    /// <summary>A text; what XML cannot hold is written as _xHHHH_, as the spreadsheets do.</summary>
    public void Text(ReadOnlySpan<char> text)
    {
        Room(text.Length * 7);
        while (text.IndexOfAny(Special) is var at and >= 0)
        {
            length += Encoding.UTF8.GetBytes(text[..at], bytes.AsSpan(length));
            text = text[at..];
            text = text[Escape(text)..];
        }

        length += Encoding.UTF8.GetBytes(text, bytes.AsSpan(length));
    }

    /// <summary>Hands over what has gathered.</summary>
    public void WriteTo(Stream stream)
    {
        stream.Write(bytes, 0, length);
        length = 0;
    }

    /// <summary>Writes the character that needs care.</summary>
    /// <returns>How many characters of the text it took.</returns>
    private int Escape(ReadOnlySpan<char> text)
    {
        var c = text[0];
        switch (c)
        {
            case '<':
                Raw("&lt;"u8);
                return 1;
            case '>':
                Raw("&gt;"u8);
                return 1;
            case '&':
                Raw("&amp;"u8);
                return 1;
            case '_' when !LooksEscaped(text):
                Raw("_"u8);
                return 1;
            default:
                if (char.IsHighSurrogate(c) && text.Length > 1 && char.IsLowSurrogate(text[1]))
                {
                    length += Encoding.UTF8.GetBytes(text[..2], bytes.AsSpan(length));
                    return 2;
                }

                Raw($"_x{(int)c:X4}_");
                return 1;
        }
    }

    /// <summary>Whether the text itself reads _xHHHH_, which must not be taken for an escape.</summary>
    private static bool LooksEscaped(ReadOnlySpan<char> text) =>
        text.Length > 6 && text[1] == 'x' && text[6] == '_'
        && ushort.TryParse(text[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);

    private void Room(int more)
    {
        if (length + more > bytes.Length)
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + more));
    }
}
