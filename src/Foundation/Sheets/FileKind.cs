using System.Buffers;
using System.Text;
using Gonglian.Foundation.Rules;

namespace Gonglian.Foundation.Sheets;

/// <summary>What a file is by its first bytes; its name proves nothing.</summary>
internal static class FileKind
{
    private static readonly SearchValues<byte> Blank = SearchValues.Create(" \t\r\n"u8);

    /// <summary>Opens the reader that fits the content.</summary>
    /// <exception cref="Refused">The content is no spreadsheet, or one that is not read here.</exception>
    public static SheetReader Reader(Stream file, SheetLimits limits)
    {
        Span<byte> start = stackalloc byte[1024];
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        if (start.IsEmpty)
            throw SheetRefusals.NoContent();

        if (start.StartsWith("PK\x03\x04"u8))
            return new XlsxReader(file, limits);

        if (start.StartsWith("PK\x05\x06"u8))
            throw SheetRefusals.Archive();

        if (start.StartsWith(OleDirectory.Signature))
            return OleDirectory.IsWorkbook(file) ? new XlsReader(file, limits) : throw SheetRefusals.Unknown();

        if (IsBareBiff(start))
            return new XlsReader(file, limits);

        RefuseKnown(start);
        return new CsvReader(file, limits);
    }

    /// <summary>Excel 2–4 (and careless programs later) wrote the records without a container.</summary>
    private static bool IsBareBiff(ReadOnlySpan<byte> start) =>
        start.Length > 4 && start[0] == 9 && start[1] is 0 or 2 or 4 or 8 && start[2] is > 3 and < 32 && start[3] == 0;

    private static void RefuseKnown(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("%PDF"u8))
            throw SheetRefusals.Pdf();

        if (start.StartsWith("{\\rtf"u8))
            throw SheetRefusals.Word();

        if (IsPicture(start))
            throw SheetRefusals.Picture();

        if (IsArchive(start))
            throw SheetRefusals.Archive();

        RefuseMarkup(start);
    }

    private static bool IsPicture(ReadOnlySpan<byte> start) =>
        start.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G'])
        || start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
        || start.StartsWith("GIF8"u8) || (start.StartsWith("RIFF"u8) && start.IndexOf("WEBP"u8) == 8)
        || start.StartsWith("II*\0"u8) || start.StartsWith("MM\0*"u8)
        || (start.StartsWith("BM"u8) && start.Contains((byte)0)) || start.IndexOf("ftypheic"u8) == 4;

    private static bool IsArchive(ReadOnlySpan<byte> start) =>
        start.StartsWith("Rar!"u8) || start.StartsWith((ReadOnlySpan<byte>)[(byte)'7', (byte)'z', 0xBC, 0xAF])
        || start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]);

    private static void RefuseMarkup(ReadOnlySpan<byte> start)
    {
        var text = Encoding.Latin1.GetString(start).Replace("\0", "", StringComparison.Ordinal);
        var open = text.IndexOf('<');
        if (open < 0 || text[..open].Any(c => !Blank.Contains((byte)c) && c < 0x80))
            return;

        if (text.Contains("urn:schemas-microsoft-com:office:spreadsheet", StringComparison.OrdinalIgnoreCase)
            && text.Contains("<Workbook", StringComparison.Ordinal))
            throw SheetRefusals.OtherFormat();

        string[] signs = ["<html", "<!doctype html", "<table", "<body", "<head", "<meta", "<div"];
        if (signs.Any(sign => text.Contains(sign, StringComparison.OrdinalIgnoreCase)))
            throw SheetRefusals.WebPage();

        if (text.Contains("<?xml", StringComparison.Ordinal) || text.Contains("<!", StringComparison.Ordinal))
            throw SheetRefusals.Unknown();
    }
}
