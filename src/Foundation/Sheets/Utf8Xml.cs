using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Gonglian.Foundation.Rules;

namespace Gonglian.Foundation.Sheets;

/// <summary>Reads the XML of a workbook as UTF-8, forward only, without making a string of anything.</summary>
/// <remarks>
/// Knows tags, attributes, text, CDATA, comments and processing instructions. Names are compared without their
/// prefix. A document type is refused, so there are no entities but the five of XML and character numbers.
/// </remarks>
internal sealed class Utf8Xml : IDisposable
{
    private const int Longest = 512 << 10;

    private readonly Stream stream;
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(64 << 10);
    private int next;
    private int filled;
    private int depth;
    private int nameAt;
    private int nameLength;
    private int bodyAt;
    private int bodyLength;

    /// <summary>Reads a part; what is not UTF-8 is recoded on the way.</summary>
    public Utf8Xml(Stream stream)
    {
        this.stream = stream;
        if (!Fill())
            throw SheetRefusals.Damaged();

        while (filled < 4 && Fill())
        {
        }

        if (Foreign(buffer.AsSpan(0, filled)) is not { } encoding)
            return;

        var whole = new StartedStream(buffer.AsSpan(0, filled).ToArray(), stream);
        this.stream = Encoding.CreateTranscodingStream(whole, encoding, Encoding.UTF8);
        filled = 0;
    }

    /// <summary>What stands here.</summary>
    public XmlPiece Piece { get; private set; }

    /// <summary>Whether the start tag has no content and no end tag of its own.</summary>
    public bool IsEmpty { get; private set; }

    /// <summary>The raw characters here.</summary>
    public ReadOnlySpan<byte> Text => buffer.AsSpan(bodyAt, bodyLength);

    /// <summary>The attributes of the start tag here.</summary>
    public XmlAttributes Attributes => new(buffer.AsSpan(bodyAt, bodyLength));

    /// <summary>Whether the tag here has this name.</summary>
    public bool Is(ReadOnlySpan<byte> name) => buffer.AsSpan(nameAt, nameLength).SequenceEqual(name);

    /// <summary>Whether this is a start tag of this name.</summary>
    public bool Starts(ReadOnlySpan<byte> name) => Piece == XmlPiece.Start && Is(name);

    /// <summary>Goes to the next piece.</summary>
    /// <returns>False at the end of the part.</returns>
    /// <exception cref="Refused"><c>sheets.damaged</c>, <c>sheets.dtd</c>, <c>sheets.cell-too-long</c>.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Read()
    {
        while (next < filled || Fill())
        {
            if (buffer[next] != (byte)'<')
            {
                ReadText();
                return true;
            }

            if (ReadMarkup())
                return true;
        }

        return depth == 0 ? false : throw SheetRefusals.Damaged();
    }

    /// <summary>Passes over the content of the start tag here, up to its end tag.</summary>
    public void Skip()
    {
        if (IsEmpty)
            return;

        var outside = depth - 1;
        while (depth > outside && Read())
        {
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);

        (buffer, next, filled) = ([], 0, 0);
        stream.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadText()
    {
        var searched = 0;
        int at;
        while ((at = buffer.AsSpan(next + searched, filled - next - searched).IndexOf((byte)'<')) < 0)
        {
            searched = filled - next;
            if (!Fill(text: true))
                break;
        }

        (Piece, bodyAt, bodyLength) = (XmlPiece.Text, next, at < 0 ? searched : searched + at);
        next += bodyLength;
    }

    /// <summary>Reads what begins with an angle bracket.</summary>
    /// <returns>False for a comment or an instruction, which nobody wants to see.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool ReadMarkup()
    {
        while (filled - next < 2)
            FillOrRefuse();

        switch (buffer[next + 1])
        {
            case (byte)'/':
                var close = Find(">"u8, 2);
                SetName(2, close);
                (Piece, IsEmpty) = (XmlPiece.End, false);
                next += close + 1;
                return --depth >= 0 ? true : throw SheetRefusals.Damaged();
            case (byte)'?':
                next += Find("?>"u8, 2) + 2;
                return false;
            case (byte)'!':
                return ReadDeclaration();
            default:
                ReadStart();
                return true;
        }
    }

    private bool ReadDeclaration()
    {
        while (filled - next < 9)
            FillOrRefuse();

        var start = buffer.AsSpan(next, 9);
        if (start.StartsWith("<!--"u8))
        {
            next += Find("-->"u8, 4) + 3;
            return false;
        }

        if (!start.SequenceEqual("<![CDATA["u8))
            throw SheetRefusals.ForeignDefinition();

        var end = Find("]]>"u8, 9);
        (Piece, bodyAt, bodyLength) = (XmlPiece.Literal, next + 9, end - 9);
        next += end + 3;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadStart()
    {
        var end = Find(">"u8, 1);
        var name = SetName(1, end);
        if (name < end && !Balanced(buffer.AsSpan(next + name, end - name)))
            end = QuotedEnd();

        IsEmpty = buffer[next + end - 1] == (byte)'/';
        if (!IsEmpty)
            depth++;

        (Piece, bodyAt, bodyLength) = (XmlPiece.Start, next + name, end - name - (IsEmpty ? 1 : 0));
        bodyLength = Math.Max(bodyLength, 0);
        next += end + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Balanced(ReadOnlySpan<byte> tag) =>
        !tag.Contains((byte)'\'') && tag.Count((byte)'"') % 2 == 0;

    /// <summary>The end of a tag that has angle brackets or single quotes in its attributes.</summary>
    private int QuotedEnd()
    {
        byte quote = 0;
        for (var at = 1; ; at++)
        {
            while (next + at >= filled)
                FillOrRefuse();

            var c = buffer[next + at];
            if (quote == 0 && c == (byte)'>')
                return at;

            if (c is (byte)'"' or (byte)'\'' && (quote == 0 || quote == c))
                quote = quote == 0 ? c : (byte)0;
        }
    }

    /// <summary>Takes the name of a tag, without its prefix; names are short, so a plain loop is the quickest.</summary>
    /// <returns>Where the name ends.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int SetName(int from, int end)
    {
        var tag = buffer.AsSpan(next, end);
        var at = from;
        for (; at < tag.Length && tag[at] is > (byte)' ' and not (byte)'/'; at++)
        {
            if (tag[at] == (byte)':')
                from = at + 1;
        }

        (nameAt, nameLength) = (next + from, at - from);
        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Find(ReadOnlySpan<byte> sign, int from)
    {
        int at;
        while ((at = buffer.AsSpan(next + from, filled - next - from).IndexOf(sign)) < 0)
        {
            from = Math.Max(from, filled - next - sign.Length + 1);
            FillOrRefuse();
        }

        return from + at;
    }

    private void FillOrRefuse()
    {
        if (!Fill())
            throw SheetRefusals.Damaged();
    }

    /// <summary>Reads on; what is not yet consumed moves to the front, so positions hold relative to it.</summary>
    private bool Fill(bool text = false)
    {
        if (next > 0)
        {
            buffer.AsSpan(next, filled - next).CopyTo(buffer);
            (next, filled) = (0, filled - next);
        }

        if (filled == buffer.Length)
            Grow(text);

        var read = stream.Read(buffer, filled, buffer.Length - filled);
        filled += read;
        return read > 0;
    }

    private void Grow(bool text)
    {
        if (buffer.Length >= Longest)
            throw text ? SheetRefusals.TextTooLong(SheetLimits.Default.CellCharacters) : SheetRefusals.Damaged();

        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, filled).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }

    private static Encoding? Foreign(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || start.StartsWith("<\0"u8))
            return Encoding.Unicode;

        if (start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || start.StartsWith("\0<"u8))
            return Encoding.BigEndianUnicode;

        var head = Encoding.Latin1.GetString(start[..Math.Min(start.Length, 100)]);
        return head.StartsWith("<?xml", StringComparison.Ordinal)
            && head.Contains("encoding=\"gb", StringComparison.OrdinalIgnoreCase)
                ? Encoding.GetEncoding(54936)
                : null;
    }
}
