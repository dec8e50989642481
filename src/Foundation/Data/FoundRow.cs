using System.Buffers.Text;
using System.Data.Common;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Gonglian.Foundation.Data;

/// <summary>The row on which the answer to a hand-written query stands; its columns count from 0.</summary>
public abstract class FoundRow
{
    /// <summary>The row of a reader.</summary>
    public static FoundRow Of(DbDataReader reader) =>
        reader is SqliteDataReader sqlite ? new OnSqlite(sqlite.Handle!.DangerousGetHandle()) : new OnServer(reader);

    /// <summary>Whether the column holds nothing.</summary>
    public abstract bool IsNull(int column);

    /// <summary>A whole number that is there.</summary>
    public abstract long Number(int column);

    /// <summary>Yes or no.</summary>
    public abstract bool Flag(int column);

    /// <summary>A text that is there.</summary>
    public abstract string Text(int column);

    /// <summary>A day that is there.</summary>
    public abstract DateOnly Day(int column);

    /// <summary>An instant that is there, UTC.</summary>
    public abstract DateTime Instant(int column);

    /// <summary>A public id that is there.</summary>
    public abstract Guid Id(int column);

    /// <summary>Bytes that are there.</summary>
    public abstract byte[] Bytes(int column);

    /// <summary>A whole number, or nothing.</summary>
    public int? NumberOrNull(int column) => IsNull(column) ? null : (int)Number(column);

    /// <summary>A text, or nothing.</summary>
    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>A day, or nothing.</summary>
    public DateOnly? DayOrNull(int column) => IsNull(column) ? null : Day(column);

    /// <summary>Straight from SQLite's statement: a page has a thousand values, and the provider asks three times for each.</summary>
    private sealed class OnSqlite(nint statement) : FoundRow
    {
        private const int Nothing = 5;
        private readonly byte[] digits = new byte[36];

        public override bool IsNull(int column) => NativeMethods.ColumnType(statement, column) == Nothing;

        public override long Number(int column) => NativeMethods.ColumnNumber(statement, column);

        public override bool Flag(int column) => Number(column) != 0;

        public override string Text(int column)
        {
            var text = NativeMethods.ColumnText(statement, column);
            return Marshal.PtrToStringUTF8(text, NativeMethods.ColumnBytes(statement, column));
        }

        // 2026-11-22
        public override DateOnly Day(int column)
        {
            Marshal.Copy(NativeMethods.ColumnText(statement, column), digits, 0, 10);
            return new((Two(0) * 100) + Two(2), Two(5), Two(8));
        }

        // 2026-11-22 23:34:05.1234567 without the zeros at its end
        public override DateTime Instant(int column)
        {
            var day = Day(column);
            var length = NativeMethods.ColumnBytes(statement, column);
            Marshal.Copy(NativeMethods.ColumnText(statement, column) + 10, digits, 10, length - 10);
            var ticks = 0L;
            for (var at = 20; at < 27; at++)
                ticks = (ticks * 10) + (at < length ? digits[at] - '0' : 0);
            return new(day, new TimeOnly((((Two(11) * 60) + Two(14)) * 60 + Two(17)) * TimeSpan.TicksPerSecond + ticks), DateTimeKind.Utc);
        }

        public override Guid Id(int column)
        {
            Marshal.Copy(NativeMethods.ColumnText(statement, column), digits, 0, digits.Length);
            return Utf8Parser.TryParse(digits, out Guid id, out _) ? id : throw new FormatException();
        }

        public override byte[] Bytes(int column)
        {
            var from = NativeMethods.ColumnBlob(statement, column);
            var bytes = new byte[NativeMethods.ColumnBytes(statement, column)];
            if (bytes.Length > 0)
                Marshal.Copy(from, bytes, 0, bytes.Length);
            return bytes;
        }

        private int Two(int at) => ((digits[at] - '0') * 10) + digits[at + 1] - '0';
    }

    private sealed class OnServer(DbDataReader reader) : FoundRow
    {
        public override bool IsNull(int column) => reader.IsDBNull(column);

        public override long Number(int column) => reader.GetInt64(column);

        public override bool Flag(int column) => reader.GetBoolean(column);

        public override string Text(int column) => reader.GetString(column);

        public override DateOnly Day(int column) => reader.GetFieldValue<DateOnly>(column);

        public override DateTime Instant(int column) => reader.GetDateTime(column);

        public override Guid Id(int column) => reader.GetGuid(column);

        public override byte[] Bytes(int column) => reader.GetFieldValue<byte[]>(column);
    }
}
