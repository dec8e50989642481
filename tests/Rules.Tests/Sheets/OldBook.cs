using System.Text;

namespace Gonglian.Rules.Tests.Sheets;

/// <summary>Builds old xls files: BIFF8 records in an OLE container.</summary>
internal static class OldBook
{
    private const int Sector = 512;
    private const uint End = 0xFFFFFFFE;
    private const uint Free = 0xFFFFFFFF;

    /// <summary>A container with one stream: table, directory, then the stream, padded beyond the small-stream limit.</summary>
    public static byte[] Container(string name, byte[] content)
    {
        var sectors = (Math.Max(content.Length, 4096) + Sector - 1) / Sector;
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
        writer.Write(new byte[16]);
        writer.Write([0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
        writer.Write(new byte[10]);
        foreach (var value in new uint[] { 1, 1, 0, 4096, End, 0, End, 0, 0 })
            writer.Write(value);

        for (var i = 0; i < 108; i++)
            writer.Write(Free);

        writer.Write(0xFFFFFFFD);
        writer.Write(End);
        for (var i = 0; i < 126; i++)
            writer.Write(i < sectors - 1 ? (uint)i + 3 : i == sectors - 1 ? End : Free);

        Entry(writer, "Root Entry", 5, 1, End, 0);
        Entry(writer, name, 2, Free, 2, sectors * Sector);
        writer.Write(new byte[256]);
        writer.Write(content);
        writer.Write(new byte[(sectors * Sector) - content.Length]);
        return memory.ToArray();
    }

    /// <summary>A workbook with one sheet of texts and numbers.</summary>
    public static byte[] Workbook(string sheet, params object[][] rows)
    {
        var name = Encoding.Unicode.GetBytes(sheet);
        byte[] bound = [0, 0, 0, 0, 0, 0, (byte)sheet.Length, 1, .. name];
        byte[] start = [.. Record(0x809, [0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), .. Format(0), .. Format(14)];
        var offset = start.Length + bound.Length + 4 + 4;
        BitConverter.GetBytes(offset).CopyTo(bound, 0);
        var cells = rows.SelectMany((row, r) => row.SelectMany((value, c) => Cell(r, c, value)));
        byte[] size = [0, 0, 0, 0, (byte)rows.Length, 0, 0, 0, 0, 0, (byte)rows.Max(r => r.Length), 0, 0, 0];
        return Container("Workbook",
        [
            .. start, .. Record(0x85, bound), .. Record(0x0A, []),
            .. Record(0x809, [0, 6, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), .. Record(0x200, size),
            .. cells, .. Record(0xE5, [1, 0, 0, 0, 0, 0, 0, 0, 1, 0]), .. Record(0x0A, []),
        ]);
    }

    private static byte[] Format(byte id) =>
        Record(0xE0, [0, 0, id, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

    private static byte[] Cell(int row, int column, object value) => value switch
    {
        string text => Record(0x204,
            [(byte)row, 0, (byte)column, 0, 0, 0, (byte)text.Length, 0, 1, .. Encoding.Unicode.GetBytes(text)]),
        DateOnly day => Record(0x203,
            [(byte)row, 0, (byte)column, 0, 1, 0, .. BitConverter.GetBytes((double)(day.DayNumber - 693_593))]),
        _ => Record(0x203, [(byte)row, 0, (byte)column, 0, 0, 0, .. BitConverter.GetBytes(Convert.ToDouble(value))]),
    };

    private static byte[] Record(int id, byte[] data) =>
        [(byte)id, (byte)(id >> 8), (byte)data.Length, (byte)(data.Length >> 8), .. data];

    private static void Entry(BinaryWriter writer, string name, byte type, uint child, uint start, int size)
    {
        var bytes = Encoding.Unicode.GetBytes(name);
        writer.Write(bytes);
        writer.Write(new byte[64 - bytes.Length]);
        writer.Write((ushort)(bytes.Length + 2));
        writer.Write(type);
        writer.Write((byte)1);
        writer.Write(Free);
        writer.Write(Free);
        writer.Write(child);
        writer.Write(new byte[36]);
        writer.Write(start);
        writer.Write((long)size);
    }
}
