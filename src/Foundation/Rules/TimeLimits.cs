namespace Gonglian.Foundation.Rules;

/// <summary>期间单位: in what a legal limit is counted.</summary>
public enum LimitUnit
{
    /// <summary>日: every day counts.</summary>
    CalendarDay,

    /// <summary>工作日: only worked days count.</summary>
    WorkingDay,

    /// <summary>月: to the day of the same number.</summary>
    Month,

    /// <summary>年: to the same day.</summary>
    Year,
}

/// <summary>到期日: the last day that is still on time.</summary>
/// <param name="Day">China day; it ends at 24:00, or at closing time where there are office hours (民法典 §203).</param>
/// <param name="Certain">False beyond the published calendar: 预计, to be computed again when the notice comes.</param>
public readonly record struct Due(DateOnly Day, bool Certain);

/// <summary>限时: by which day something must be done.</summary>
/// <remarks>
/// The day of the event is not counted (民法典 §201). A month or year ends on the day of the same number, or on the last
/// day of a month that has none (§202). An end on a day off moves to the next worked day (§203); a weekend that is
/// worked instead is no day off. How long, in which unit and from what: data of the room that owns the limit.
/// </remarks>
public static class TimeLimits
{
    /// <summary>The last day that is still on time.</summary>
    /// <param name="start">The China day of the event, day 0.</param>
    /// <param name="length">Length of the limit, at least 1.</param>
    /// <param name="unit">In what the length is counted.</param>
    /// <param name="calendar">The days off and worked weekends.</param>
    /// <param name="roll">Whether an end on a day off moves on; some limits say that they do not.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is below 1.</exception>
    public static Due DueDay(DateOnly start, int length, LimitUnit unit, WorkingCalendar calendar, bool roll = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        var end = unit switch
        {
            LimitUnit.CalendarDay => start.AddDays(length),
            LimitUnit.WorkingDay => calendar.AddWorkdays(start, length),
            LimitUnit.Month => start.AddMonths(length),
            LimitUnit.Year => start.AddYears(length),
            _ => throw new ArgumentOutOfRangeException(nameof(unit)),
        };
        var day = roll ? calendar.OnOrAfter(end) : end;
        var countsDays = roll || unit == LimitUnit.WorkingDay;
        return new Due(day, !countsDays || (calendar.IsCertain(day) && calendar.IsCertain(FirstAsked(start, end, unit))));
    }

    /// <summary>The first day whose being worked matters for the answer.</summary>
    private static DateOnly FirstAsked(DateOnly start, DateOnly end, LimitUnit unit) =>
        unit == LimitUnit.WorkingDay ? start.AddDays(1) : end;
}
