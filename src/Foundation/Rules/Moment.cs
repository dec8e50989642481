using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace Gonglian.Foundation.Rules;

/// <summary>时刻写法: an ISO 8601 date or time as somebody wrote it, so that the answer is written in the same way.</summary>
/// <param name="At">The instant; a date is the beginning of its day, a time without offset is the zone's.</param>
/// <param name="Form">How it was written.</param>
/// <param name="Offset">The offset it was written with, if any.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Moment(Instant At, MomentForm Form, Offset Offset)
{
    private static readonly OffsetDateTimePattern WithOffset =
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss;FFFFFFFFFo<+HH:mm>");

    /// <summary>Reads a date or a time.</summary>
    /// <exception cref="Refused"><c>clock.time</c>: it is neither.</exception>
    public static Moment Parse(string text, DateTimeZone zone)
    {
        var match = MomentForms.Iso().Match(text.Trim());
        if (!match.Success || !LocalDatePattern.Iso.Parse(match.Groups["date"].Value).TryGetValue(default, out var date))
            throw Unreadable(text);
        if (!match.Groups["h"].Success)
            return new(zone.AtStartOfDay(date).ToInstant(), MomentForm.Date, default);

        var local = Local(date, match, text);
        return match.Groups["offset"].Value switch
        {
            "" => new(local.InZone(zone, Resolvers.LenientResolver).ToInstant(), MomentForm.Local, default),
            "Z" or "z" => new(local.InUtc().ToInstant(), MomentForm.Utc, default),
            var offset => new(local.WithOffset(Read(offset, text)).ToInstant(), MomentForm.Offset, Read(offset, text)),
        };
    }

    /// <summary>Writes another instant in the same way; a written offset follows the zone where it was the zone's.</summary>
    public string Write(Instant at, DateTimeZone zone) => Form switch
    {
        MomentForm.Utc => InstantPattern.ExtendedIso.Format(at),
        MomentForm.Offset => WithOffset.Format(at.WithOffset(
            zone.GetUtcOffset(At) == Offset ? zone.GetUtcOffset(at) : Offset)),
        _ => LocalDateTimePattern.ExtendedIso.Format(at.InZone(zone).LocalDateTime),
    };

    private static LocalDateTime Local(LocalDate date, Match match, string text)
    {
        var (h, m, s) = (Number(match, "h"), Number(match, "m"), Number(match, "s"));
        if (m > 59 || s > 59 || h > 24 || (h == 24 && (m > 0 || s > 0)))
            throw Unreadable(text);
        var fraction = match.Groups["f"] is { Success: true } f ? f.Value[..Math.Min(f.Length, 9)].PadRight(9, '0') : "0";
        return date.AtMidnight().PlusHours(h).PlusMinutes(m).PlusSeconds(s)
            .PlusNanoseconds(long.Parse(fraction, CultureInfo.InvariantCulture));
    }

    private static int Number(Match match, string group) =>
        match.Groups[group] is { Success: true } g ? int.Parse(g.ValueSpan, CultureInfo.InvariantCulture) : 0;

    private static Offset Read(string text, string whole)
    {
        var digits = text.Replace(":", "", StringComparison.Ordinal)[1..].PadRight(4, '0');
        var minutes = (int.Parse(digits[..2], CultureInfo.InvariantCulture) * 60) +
            int.Parse(digits[2..], CultureInfo.InvariantCulture);
        return minutes <= 18 * 60 ? Offset.FromSeconds((text[0] == '-' ? -60 : 60) * minutes) : throw Unreadable(whole);
    }

    private static Refused Unreadable(string text) => new("clock.time", "“{0}”不是ISO 8601的日期或时刻", text);
}

/// <summary>写法: how a moment was written.</summary>
internal enum MomentForm
{
    /// <summary>2026-01-30</summary>
    Date,

    /// <summary>2026-01-30T16:30:00, on the wall clock of the zone.</summary>
    Local,

    /// <summary>2026-01-30T16:30:00Z</summary>
    Utc,

    /// <summary>2026-01-30T16:30:00+08:00</summary>
    Offset,
}

/// <summary>The accepted forms of a moment.</summary>
internal static partial class MomentForms
{
    private const string Date = @"^(?<date>\d{4}-\d{2}-\d{2})";
    private const string Time = @"([T ](?<h>\d{2}):(?<m>\d{2})(:(?<s>\d{2})([.,](?<f>\d+))?)?";
    private const string Offset = @"\s?(?<offset>[Zz]|[+-]\d{2}(:?\d{2})?)?)?$";

    [GeneratedRegex(Date + Time + Offset,
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    public static partial Regex Iso();
}
