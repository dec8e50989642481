using System.Buffers.Binary;
using System.Text;
using Gonglian.Foundation.Rules;

namespace Gonglian.Foundation.Sheets;

/// <summary>The directory of an OLE container (the file format of old Office and of encrypted new Office).</summary>
internal static class OleDirectory
{
    private const int EntryBytes = 128;
    private const int MostSectors = 64;

    /// <summary>The first bytes of every OLE container.</summary>
    public static ReadOnlySpan<byte> Signature => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    /// <summary>Whether the container holds an old workbook.</summary>
    /// <exception cref="Refused">
    /// <c>sheets.encrypted</c>: a password is needed; <c>sheets.not-a-workbook</c>: an old Word or PowerPoint file;
    /// <c>sheets.truncated</c>: the directory lies beyond the end of the file.
    /// </exception>
    public static bool IsWorkbook(Stream file)
    {
        var names = Names(file);
        file.Position = 0;
        if (names.Contains("EncryptedPackage") || names.Contains("EncryptionInfo"))
            throw SheetRefusals.Encrypted();

        if (names.Contains("WordDocument"))
            throw SheetRefusals.Word();

        if (names.Contains("PowerPoint Document"))
            throw SheetRefusals.Slides();

        return names.Contains("Workbook") || names.Contains("Book");
    }

    private static HashSet<string> Names(Stream file)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var header = new byte[512];
        Fill(file, 0, header);
        var shift = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(30));
        if (shift is not (9 or 12))
            throw SheetRefusals.Damaged();

        var sector = new byte[1 << shift];
        var at = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(48));
        for (var seen = 0; at < 0xFFFFFFFA && seen < MostSectors; seen++)
        {
            Fill(file, ((long)at + 1) << shift, sector);
            for (var entry = 0; entry < sector.Length; entry += EntryBytes)
                names.Add(Name(sector.AsSpan(entry, EntryBytes)));

            at = Next(file, header, at, shift);
        }

        return names;
    }

    private static string Name(ReadOnlySpan<byte> entry)
    {
        var bytes = BinaryPrimitives.ReadUInt16LittleEndian(entry[64..]);
        return bytes is < 2 or > 64 ? string.Empty : Encoding.Unicode.GetString(entry[..(bytes - 2)]);
    }

    /// <summary>The sector that follows in the chain; only the 109 table sectors named in the header are looked at.</summary>
    private static uint Next(Stream file, byte[] header, uint sector, int shift)
    {
        var perTable = 1u << (shift - 2);
        var table = sector / perTable;
        if (table >= 109)
            return uint.MaxValue;

        var at = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(76 + ((int)table * 4)));
        var four = new byte[4];
        Fill(file, (((long)at + 1) << shift) + (sector % perTable * 4), four);
        return BinaryPrimitives.ReadUInt32LittleEndian(four);
    }

    private static void Fill(Stream file, long position, byte[] bytes)
    {
        if (position < 0 || position + bytes.Length > file.Length)
            throw SheetRefusals.Truncated();

        file.Position = position;
        file.ReadExactly(bytes);
    }
}
