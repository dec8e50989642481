using System.Globalization;
using Gonglian.Foundation.Rules;

namespace Gonglian.Host.Commands;

/// <summary>Days and instants as people type them on a command line.</summary>
internal static class Days
{
    /// <summary>The command line's own clock.</summary>
    public static TimeProvider Clock => TimeProvider.System;

    /// <summary>A day; today in China where nothing is said.</summary>
    /// <exception cref="Refused"><c>command.day</c>: not a day.</exception>
    public static DateOnly Read(string? text)
    {
        if (text is null)
            return China.Today(TimeProvider.System);
        return China.Read(text) ?? throw new Refused("command.day", "“{0}”不是日期,请写成 2026-03-05 这样", text);
    }

    /// <summary>An instant in UTC; without an offset it is China time. Nothing where nothing is said.</summary>
    /// <exception cref="Refused"><c>command.instant</c>: not an instant.</exception>
    public static DateTime? Instant(string? text)
    {
        if (text is null)
            return null;
        const DateTimeStyles Styles = DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.AssumeUniversal;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Styles, out var instant))
            throw new Refused("command.instant", "“{0}”不是时刻,请写成 2026-03-05T10:00:00+08:00 这样", text);
        var local = DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var plain)
            && plain.Kind == DateTimeKind.Unspecified;
        return local ? instant.UtcDateTime - TimeSpan.FromHours(8) : instant.UtcDateTime;
    }
}
