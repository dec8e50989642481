using System.Globalization;

namespace Gonglian.Foundation.Rules;

/// <summary>北京时间: where a day begins and ends for every limit, figure and list of this system.</summary>
/// <remarks>
/// A fixed UTC+8. China has kept one zone without summer time since 1991-09-15, and no record here is older, so the
/// host's zone database, which a container may lack, is not asked.
/// </remarks>
public static class China
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The China day on which an instant falls.</summary>
    /// <param name="utc">An instant in UTC; an unspecified kind is read as UTC.</param>
    public static DateOnly Day(DateTime utc) => DateOnly.FromDateTime(Time(utc));

    /// <summary>The clock on a Chinese wall at an instant, for showing.</summary>
    /// <param name="utc">An instant in UTC; an unspecified kind is read as UTC.</param>
    public static DateTime Time(DateTime utc) =>
        DateTime.SpecifyKind(utc.Kind == DateTimeKind.Local ? utc.ToUniversalTime() : utc, DateTimeKind.Unspecified) +
        Offset;

    /// <summary>The China day that the clock shows now.</summary>
    public static DateOnly Today(TimeProvider clock) => Day(clock.GetUtcNow().UtcDateTime);

    /// <summary>A day as addresses and commands write it, 2026-03-05; nothing where it is none.</summary>
    public static DateOnly? Read(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>The instant, in UTC, at which a China day begins.</summary>
    public static DateTime Instant(DateOnly day) =>
        DateTime.SpecifyKind(day.ToDateTime(TimeOnly.MinValue) - Offset, DateTimeKind.Utc);
}
