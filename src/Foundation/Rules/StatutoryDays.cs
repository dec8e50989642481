using System.Globalization;

namespace Gonglian.Foundation.Rules;

/// <summary>法定节假日: the thirteen statutory days of a year, as far as they can be computed before they are published.</summary>
/// <remarks>
/// Source: 全国年节及纪念日放假办法 (2024-11-10): New Year 1, Spring Festival 4 with its eve, Qingming 1, Labour Day 2,
/// Dragon Boat 1, Mid-Autumn 1, National Day 3. Lunar days by the framework's lunisolar calendar (to 2100), Qingming by
/// the mean solar year of this century.
/// </remarks>
public static class StatutoryDays
{
    private static readonly ChineseLunisolarCalendar Lunar = new();

    /// <summary>Whether the day is one of its year's statutory days.</summary>
    public static bool Contains(DateOnly day) => (day.Month, day.Day) switch
    {
        (1, 1) or (5, 1 or 2) or (10, 1 or 2 or 3) => true,
        (4, var d) when d == Qingming(day.Year) => true,
        _ => IsLunar(day),
    };

    /// <summary>清明: its day in April.</summary>
    public static int Qingming(int year)
    {
        var y = year % 100;
        return (int)Math.Floor((y * 0.2422) + 4.81) - (y / 4);
    }

    private static bool IsLunar(DateOnly day)
    {
        if (!TryLunar(day, out var month, out var number))
            return false;
        if ((month, number) is (1, 1 or 2 or 3) or (5, 5) or (8, 15))
            return true;

        // The eve is the last day of the old year, whatever that month's length.
        return TryLunar(day.AddDays(1), out var next, out var first) && (next, first) is (1, 1);
    }

    /// <summary>Month 1 to 12 and day; false in a leap month, which has no festival, and outside the calendar.</summary>
    private static bool TryLunar(DateOnly day, out int month, out int number)
    {
        var time = day.ToDateTime(TimeOnly.MinValue);
        (month, number) = (0, 0);
        if (time < Lunar.MinSupportedDateTime || time > Lunar.MaxSupportedDateTime)
            return false;

        var leap = Lunar.GetLeapMonth(Lunar.GetYear(time));
        (month, number) = (Lunar.GetMonth(time), Lunar.GetDayOfMonth(time));
        if (leap > 0 && month == leap)
            return false;
        month -= leap > 0 && month > leap ? 1 : 0;
        return true;
    }
}
