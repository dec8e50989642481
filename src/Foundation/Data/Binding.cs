using System.Globalization;
using System.Text;
using SQLitePCL;

namespace Gonglian.Foundation.Data;

/// <summary>Gives values to the places of a SQLite statement, in the formats of the ADO.NET provider, which reads them.</summary>
internal static class Binding
{
    [ThreadStatic]
    private static byte[]? buffer;

    public static void Nothing(sqlite3_stmt statement, int place) => raw.sqlite3_bind_null(statement, place);

    public static void Value(sqlite3_stmt statement, int place, long value) => raw.sqlite3_bind_int64(statement, place, value);

    public static void Value(sqlite3_stmt statement, int place, int value) => raw.sqlite3_bind_int(statement, place, value);

    public static void Value(sqlite3_stmt statement, int place, bool value) =>
        raw.sqlite3_bind_int(statement, place, value ? 1 : 0);

    public static void Value(sqlite3_stmt statement, int place, double value) =>
        raw.sqlite3_bind_double(statement, place, value);

    public static void Value(sqlite3_stmt statement, int place, string value)
    {
        if (value.Length == 0)
        {
            raw.sqlite3_bind_text(statement, place, "");
            return;
        }
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (buffer is null || buffer.Length < most)
            buffer = new byte[Math.Max(4096, most)];
        raw.sqlite3_bind_text(statement, place, buffer.AsSpan(0, Encoding.UTF8.GetBytes(value, buffer)));
    }

    // A span of no bytes would be taken for nothing at all.
    public static void Value(sqlite3_stmt statement, int place, byte[] value)
    {
        if (value.Length == 0)
            raw.sqlite3_bind_zeroblob(statement, place, 0);
        else
            raw.sqlite3_bind_blob(statement, place, value);
    }

    public static void Value(sqlite3_stmt statement, int place, DateOnly value)
    {
        Span<byte> text = stackalloc byte[10];
        value.TryFormat(text, out var length, "O", CultureInfo.InvariantCulture);
        raw.sqlite3_bind_text(statement, place, text[..length]);
    }

    public static void Value(sqlite3_stmt statement, int place, DateTime value)
    {
        Span<byte> text = stackalloc byte[27];
        value.TryFormat(text, out var length, "yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
        raw.sqlite3_bind_text(statement, place, text[..length]);
    }

    // 01A20403-4792-701B-A395-4F9D1EC3DEF0
    public static void Value(sqlite3_stmt statement, int place, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        Span<byte> digits = stackalloc byte[32];
        Span<byte> text = stackalloc byte[36];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        Convert.TryToHexString(bytes, digits, out _);
        text.Fill((byte)'-');
        digits[..8].CopyTo(text);
        digits[8..12].CopyTo(text[9..]);
        digits[12..16].CopyTo(text[14..]);
        digits[16..20].CopyTo(text[19..]);
        digits[20..].CopyTo(text[24..]);
        raw.sqlite3_bind_text(statement, place, text);
    }
}
