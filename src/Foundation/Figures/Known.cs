using System.Globalization;
using Gonglian.Foundation.Rules;

namespace Gonglian.Foundation.Figures;

/// <summary>The second time axis: what was known when.</summary>
public static class Known
{
    private const string Day = "yyyy-MM-dd", Moment = "yyyy-MM-ddTHH:mm:ss.FFFFFF";

    /// <summary>Reads it from an address: a day means its end, a moment (China time, as <see cref="Word"/> writes it) itself.</summary>
    /// <param name="text">As it stands in the address.</param>
    /// <returns>The instant, UTC; nothing where the text is neither.</returns>
    public static DateTime? Read(string? text) =>
        China.Read(text) is { } day ? EndOf(day)
        : DateTime.TryParseExact(text, Moment, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
            ? China.Instant(DateOnly.FromDateTime(moment)) + moment.TimeOfDay
            : null;

    /// <summary>The word for an address: the day at whose end it lies, or the moment.</summary>
    public static string Word(DateTime known) =>
        China.Time(known).ToString(IsDay(known) ? Day : Moment, CultureInfo.InvariantCulture);

    /// <summary>The end of a day, China time.</summary>
    public static DateTime EndOf(DateOnly day) => China.Instant(day.AddDays(1)).AddTicks(-1);

    /// <summary>Whether it is the end of a day.</summary>
    public static bool IsDay(DateTime known) => known == EndOf(China.Day(known));

    /// <summary>Whether a row belonged to what was known at an instant.</summary>
    /// <param name="recordedAt">Since when it is known, UTC.</param>
    /// <param name="supersededAt">Since when something better is known; none while it holds.</param>
    /// <param name="known">The instant, inclusive; nothing for now.</param>
    public static bool At(DateTime recordedAt, DateTime? supersededAt, DateTime? known) => known is { } instant
        ? recordedAt <= instant && (supersededAt is null || supersededAt > instant)
        : supersededAt is null;
}
