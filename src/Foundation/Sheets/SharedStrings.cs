using System.Runtime.CompilerServices;
using System.Text;

namespace Gonglian.Foundation.Sheets;

/// <summary>The distinct texts of a workbook, kept as UTF-8 in blocks: a third of what strings would take.</summary>
internal sealed class SharedStrings
{
    private const int BlockBytes = 1 << 20;
    private const int PerPage = 1 << 16;
    private const int CacheSize = 1 << 12;

    private readonly SheetLimits limits;
    private readonly List<byte[]> blocks = [];
    private readonly List<uint[]> pages = [];
    private readonly (int Index, string? Text)[] cache = new (int, string?)[CacheSize];
    private int inBlock = BlockBytes;

    private SharedStrings(SheetLimits limits) => this.limits = limits;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>A table without any text.</summary>
    public static SharedStrings Nothing(SheetLimits limits) => new(limits);

    /// <summary>Reads the table; phonetic readings are left out, pieces in several fonts are joined.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static SharedStrings Load(Utf8Xml xml, SheetLimits limits)
    {
        var strings = new SharedStrings(limits);
        var text = new XmlText();
        while (xml.Read())
        {
            if (!xml.Starts("si"u8))
                continue;

            text.Clear();
            if (!xml.IsEmpty)
                ReadRuns(xml, text, "si"u8);

            strings.Add(text);
        }

        return strings;
    }

    /// <summary>Collects the text of an element that may be split into runs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReadRuns(Utf8Xml xml, XmlText text, ReadOnlySpan<byte> element)
    {
        var inText = false;
        while (xml.Read())
        {
            switch (xml.Piece)
            {
                case XmlPiece.Text or XmlPiece.Literal when inText:
                    text.Add(xml);
                    break;
                case XmlPiece.Start when xml.Is("rPh"u8):
                    xml.Skip();
                    break;
                case XmlPiece.Start:
                    inText = !xml.IsEmpty && xml.Is("t"u8);
                    break;
                case XmlPiece.End when xml.Is(element):
                    return;
                case XmlPiece.End:
                    inText = false;
                    break;
            }
        }
    }

    /// <summary>The text with this number; null when there is none.</summary>
    public string? Text(int index)
    {
        if ((uint)index >= (uint)Count)
            return null;

        ref var kept = ref cache[index & (CacheSize - 1)];
        if (kept.Text is null || kept.Index != index)
            kept = (index, Make(pages[index / PerPage][index % PerPage]));

        return kept.Text;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private string Make(uint position)
    {
        ReadOnlySpan<byte> bytes = blocks[(int)(position / BlockBytes)].AsSpan((int)(position % BlockBytes));
        var (length, shift, used) = (0, 0, 0);
        byte part;
        do
        {
            part = bytes[used++];
            length |= (part & 0x7F) << shift;
            shift += 7;
        }
        while (part > 0x7F);

        return XmlText.Unescape(Encoding.UTF8.GetString(bytes.Slice(used, length)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(XmlText text)
    {
        if (text.Length > limits.CellCharacters && text.ToString().Length > limits.CellCharacters)
            throw SheetRefusals.TextTooLong(limits.CellCharacters);

        if (Count == limits.SharedTexts)
            throw SheetRefusals.TooMuchText();

        if (inBlock + text.Length + 5 > BlockBytes)
            AddBlock();

        if (Count % PerPage == 0)
            pages.Add(new uint[PerPage]);

        pages[^1][Count % PerPage] = (uint)(((blocks.Count - 1) * BlockBytes) + inBlock);
        Count++;
        var block = blocks[^1];
        var length = text.Length;
        for (; length > 0x7F; length >>= 7)
            block[inBlock++] = (byte)(length | 0x80);

        block[inBlock++] = (byte)length;
        text.Bytes.CopyTo(block.AsSpan(inBlock));
        inBlock += text.Length;
    }

    private void AddBlock()
    {
        if ((blocks.Count + 1L) * BlockBytes > limits.SharedTextBytes)
            throw SheetRefusals.TooMuchText();

        blocks.Add(GC.AllocateUninitializedArray<byte>(BlockBytes));
        inBlock = 0;
    }
}
