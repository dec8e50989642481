namespace Gonglian.Foundation.Sheets;

/// <summary>Finds the merged blocks, which stand behind the rows: the sheet is unpacked once without being parsed.</summary>
internal static class XlsxMerges
{
    private const int BufferBytes = 128 << 10;
    private const int LongestTag = 64;

    /// <summary>The merged blocks of a sheet. On the way the whole part is unpacked through the counter.</summary>
    public static Merges Find(WorkbookArchive archive, string part, SheetLimits limits)
    {
        var merges = new Merges(limits.Columns);
        using var stream = archive.Open(part);
        var buffer = new byte[BufferBytes];
        var kept = 0;
        while (true)
        {
            var filled = kept + stream.ReadAtLeast(buffer.AsSpan(kept), 1, throwOnEndOfStream: false);
            if (filled == kept)
                return merges;

            var at = TagStart(buffer.AsSpan(0, filled));
            if (at >= 0)
            {
                using var xml = new Utf8Xml(new StartedStream(buffer[at..filled], stream));
                Read(xml, merges, limits);
                return merges;
            }

            kept = Math.Min(filled, LongestTag);
            buffer.AsSpan(filled - kept, kept).CopyTo(buffer);
        }
    }

    /// <summary>Where the tag of the list begins, whatever its prefix; -1 when it is not in sight.</summary>
    private static int TagStart(ReadOnlySpan<byte> bytes)
    {
        var from = 0;
        while (bytes[from..].IndexOf("mergeCells"u8) is var at and >= 0)
        {
            var open = from + at;
            while (open > 0 && bytes[open - 1] is not ((byte)'<' or (byte)'>' or (byte)' ' or (byte)'/' or (byte)'"'))
                open--;

            if (open > 0 && bytes[open - 1] == (byte)'<')
                return open - 1;

            from += at + 1;
        }

        return -1;
    }

    private static void Read(Utf8Xml xml, Merges merges, SheetLimits limits)
    {
        while (xml.Read())
        {
            if (xml.Piece == XmlPiece.End && xml.Is("mergeCells"u8))
                return;

            if (!xml.Starts("mergeCell"u8) || XmlAttributes.Of(xml.Attributes, "ref"u8) is not { } range)
                continue;

            if (merges.Count == limits.Merges)
                throw SheetRefusals.TooManyMerges(limits.Merges);

            var ends = range.Split(':');
            if (ends.Length == 2 && CellName.TryParse(ends[0], out var top, out var left)
                && CellName.TryParse(ends[1], out var bottom, out var right))
                merges.Add(top, left, bottom, right);
        }
    }
}
