using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using SQLitePCL;

namespace Gonglian.Foundation.Data;

/// <summary>The places of a SQLite statement for one row, filled in the formats of the ADO.NET provider, which reads them.</summary>
/// <remarks>
/// Texts and bytes of a row lie one behind the other in memory that does not move, where SQLite reads them during the
/// step; nothing is allocated or copied for a single value.
/// </remarks>
internal sealed class RowPlaces(sqlite3_stmt statement)
{
    private readonly nint target = statement.DangerousGetHandle();
    private byte[] memory = Room(4096);
    private readonly List<byte[]> outgrown = [];
    private int used;
    private int before;

    /// <summary>Begins the next rows.</summary>
    public void Begin()
    {
        (used, before) = (0, 0);
        outgrown.Clear();
    }

    /// <summary>Goes on behind a row of so many places.</summary>
    public void Next(int places) => before += places;

    public void Nothing(int place) => Demand(NativeMethods.BindNull(target, before + place));

    public void Give(int place, long value) => Demand(NativeMethods.BindNumber(target, before + place, value));

    public void Give(int place, int value) => Demand(NativeMethods.BindNumber(target, before + place, value));

    public void Give(int place, bool value) => Demand(NativeMethods.BindNumber(target, before + place, value ? 1 : 0));

    public void Give(int place, double value) => Demand(NativeMethods.BindDouble(target, before + place, value));

    public void Give(int place, string value) =>
        Text(place, Encoding.UTF8.GetBytes(value, Free(Encoding.UTF8.GetMaxByteCount(value.Length))));

    public void Give(int place, DateOnly value)
    {
        value.TryFormat(Free(10), out var length, "O", CultureInfo.InvariantCulture);
        Text(place, length);
    }

    // 2026-11-22 23:34:05.1234567 without the zeros at its end: a format of one's own takes five times as long.
    public void Give(int place, DateTime value)
    {
        var text = Free(33);
        value.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        text[10] = (byte)' ';
        Text(place, text[..27].TrimEnd((byte)'0').TrimEnd((byte)'.').Length);
    }

    // 01A20403-4792-701B-A395-4F9D1EC3DEF0
    public void Give(int place, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        Span<byte> digits = stackalloc byte[32];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        Convert.TryToHexString(bytes, digits, out _);
        var text = Free(36)[..36];
        text.Fill((byte)'-');
        digits[..8].CopyTo(text);
        digits[8..12].CopyTo(text[9..]);
        digits[12..16].CopyTo(text[14..]);
        digits[16..20].CopyTo(text[19..]);
        digits[20..].CopyTo(text[24..]);
        Text(place, 36);
    }

    public void Give(int place, byte[] value)
    {
        value.CopyTo(Free(value.Length));
        Demand(NativeMethods.BindBlob(target, before + place, Here, value.Length, 0));
        used += value.Length;
    }

    private nint Here => Marshal.UnsafeAddrOfPinnedArrayElement(memory, used);

    private void Text(int place, int length)
    {
        Demand(NativeMethods.BindText(target, before + place, Here, length, 0));
        used += length;
    }

    private static void Demand(int answer)
    {
        if (answer != raw.SQLITE_OK)
            throw new InvalidOperationException($"SQLite does not take a value: {answer}");
    }

    // What lies in the old memory stays there until the row is written.
    private Span<byte> Free(int atMost)
    {
        if (memory.Length - used <= atMost)
        {
            outgrown.Add(memory);
            (memory, used) = (Room(Math.Max(atMost + 1, memory.Length * 2)), 0);
        }
        return memory.AsSpan(used);
    }

    private static byte[] Room(int length) => GC.AllocateUninitializedArray<byte>(length, pinned: true);
}
