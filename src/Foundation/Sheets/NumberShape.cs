using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Gonglian.Foundation.Sheets;

/// <summary>As what a number format shows a number.</summary>
internal enum Shown : byte
{
    /// <summary>As it is.</summary>
    Plain,

    /// <summary>As a day, with the time where there is one.</summary>
    Day,

    /// <summary>As a time of day.</summary>
    Time,

    /// <summary>As a percentage.</summary>
    Percent,

    /// <summary>With leading zeros.</summary>
    Zeros,
}

/// <summary>What is kept of a number format: how the number is shown, and with how many digits at least.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NumberShape(Shown Shown, byte Digits = 0)
{
    /// <summary>From 1E+15 on a spreadsheet has rounded what was typed, and shows it with an exponent.</summary>
    private const double Lossy = 1e15;

    /// <summary>The shape of a format that every spreadsheet knows by its number.</summary>
    public static NumberShape BuiltIn(int id) => id switch
    {
        9 or 10 => new(Shown.Percent),
        18 or 19 or 20 or 21 or 45 or 46 or 47 => new(Shown.Time),
        32 or 33 or 34 or 35 or 55 or 56 => new(Shown.Time),
        14 or 15 or 16 or 17 or 22 => new(Shown.Day),
        >= 27 and <= 36 or >= 50 and <= 58 => new(Shown.Day),
        _ => default,
    };

    /// <summary>The shape of a format by its code, such as <c>yyyy"年"m"月"d"日";@</c>.</summary>
    public static NumberShape Of(string? format)
    {
        var bare = Bare(format ?? string.Empty);
        if (bare.AsSpan().IndexOfAny("yYdD") >= 0 || bare.Contains("mmm", StringComparison.OrdinalIgnoreCase))
            return new(Shown.Day);
        if (bare.AsSpan().IndexOfAny("hHsS") >= 0)
            return new(Shown.Time);
        if (bare.AsSpan().IndexOfAny("mM") >= 0)
            return new(Shown.Day);
        if (bare.Contains('%', StringComparison.Ordinal))
            return new(Shown.Percent);

        return bare.Length is > 1 and < 16 && !bare.AsSpan().ContainsAnyExcept('0')
            ? new(Shown.Zeros, (byte)bare.Length)
            : default;
    }

    /// <summary>The cell of a number in this shape.</summary>
    /// <param name="value">The stored number.</param>
    /// <param name="from1904">Whether the workbook counts days from 1904, as old Macintosh ones do.</param>
    public Cell Cell(double value, bool from1904)
    {
        if (Shown is Shown.Day or Shown.Time && Instant(value, from1904) is { } instant)
            return new(instant, CellMarks.Date);

        if (double.IsNaN(value) || double.IsInfinity(value))
            return new("#NUM!", CellMarks.Error);

        if (Math.Abs(value) >= Lossy)
            return new(value.ToString("0.#####E+00", CultureInfo.InvariantCulture), CellMarks.CodeBecameNumber);

        if (Shown == Shown.Percent)
            return new(Plain(Math.Round(value * 100, 10)) + "%");

        return new(Shown == Shown.Zeros && value >= 0 ? Plain(value).PadLeft(Digits, '0') : Plain(value));
    }

    /// <summary>Without exponent, with at most the 15 digits that a spreadsheet keeps.</summary>
    private static string Plain(double value)
    {
        var text = value.ToString("G15", CultureInfo.InvariantCulture);
        return text.Contains('E', StringComparison.Ordinal)
            ? value.ToString("0.####################", CultureInfo.InvariantCulture)
            : text;
    }

    private string? Instant(double value, bool from1904)
    {
        if (from1904)
            value += 1462;

        if (!(value is >= 0 and < 2_958_466))
            return null;

        // The spreadsheets believe in a 29 February 1900 (serial 60); before it their days are one behind.
        if (value is >= 1 and < 60)
            value++;

        var seconds = (long)Math.Round(value * 86_400);
        var instant = new DateTime(1899, 12, 30).AddSeconds(seconds);
        if (Shown == Shown.Time && value < 1)
            return instant.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

        return instant.ToString(
            seconds % 86_400 == 0 ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>The first section without literals, colours, conditions and locales.</summary>
    private static string Bare(string format)
    {
        var bare = new StringBuilder();
        for (var i = 0; i < format.Length && format[i] != ';'; i++)
        {
            switch (format[i])
            {
                case '"':
                    i = Close(format, '"', i);
                    break;
                case '[' when i + 1 < format.Length && format[i + 1] is 'h' or 'H' or 's' or 'S':
                    break;
                case '[':
                    i = Close(format, ']', i);
                    break;
                case '\\' or '_' or '*':
                    i++;
                    break;
                default:
                    bare.Append(format[i]);
                    break;
            }
        }

        return bare.ToString() is var text && text.Contains("General", StringComparison.OrdinalIgnoreCase) ? "" : text;
    }

    private static int Close(string format, char sign, int from)
    {
        var close = format.IndexOf(sign, from + 1);
        return close < 0 ? format.Length : close;
    }
}
