using FsCheck;
using FsCheck.Fluent;
using Gonglian.Foundation.Rules;

namespace Gonglian.Rules.Tests;

/// <summary>限时 — the day of the event is not counted, days off give more time, never less.</summary>
public sealed class A_limit_ends_on_a_worked_day
{
    private static readonly WorkingCalendar China = WorkingCalendar.Published;

    public static TheoryData<string, int, string, string> Known()
    {
        var data = new TheoryData<string, int, string, string>();
        foreach (var row in Vectors.Of("vectors-deadlines.csv"))
            data.Add(row[0], int.Parse(row[1]), row[2], row[3]);
        return data;
    }

    [Theory]
    [MemberData(nameof(Known))]
    [InlineData("calendar_day", 15, "2025-09-16", "2025-10-09")]
    [InlineData("calendar_day", 60, "2026-08-10", "2026-10-09")]
    [InlineData("working_day", 3, "2026-09-30", "2026-10-10")]
    [InlineData("working_day", 5, "2026-09-18", "2026-09-24")]
    [InlineData("working_day", 5, "2025-12-31", "2026-01-08")]
    [InlineData("year", 1, "2025-10-03", "2026-10-08")]
    [InlineData("month", 1, "2026-03-31", "2026-04-30")] // no 31 April: its last day
    [InlineData("month", 6, "2026-03-21", "2026-09-21")] // 09-20 is a worked Sunday, 09-21 an ordinary Monday
    public void The_due_day_is(string unit, int length, string start, string due) =>
        Assert.Equal(new Due(DateOnly.Parse(due), true), TimeLimits.DueDay(DateOnly.Parse(start), length, Unit(unit), China));

    [Fact]
    public void A_limit_that_does_not_roll_may_end_on_a_day_off() =>
        Assert.Equal(new Due(new DateOnly(2026, 6, 19), true),
            TimeLimits.DueDay(new DateOnly(2026, 6, 4), 15, LimitUnit.CalendarDay, China, roll: false));

    [Theory]
    [InlineData("2026-12-16", 15, true)] // 2026-12-31, the last published day
    [InlineData("2026-12-17", 15, false)] // 2027-01-01 is not published yet
    public void Beyond_the_published_calendar_the_answer_is_only_expected(string start, int days, bool certain) =>
        Assert.Equal(certain, TimeLimits.DueDay(DateOnly.Parse(start), days, LimitUnit.CalendarDay, China).Certain);

    [Fact]
    public void Whatever_the_day_the_answer_is_worked_and_never_early() =>
        Prop.ForAll(Gen.Choose(0, 2900).Two().ToArbitrary(), pair =>
        {
            var (start, length) = (new DateOnly(2019, 1, 1).AddDays(pair.Item1), (pair.Item2 % 90) + 1);
            var calendar = TimeLimits.DueDay(start, length, LimitUnit.CalendarDay, China).Day;
            var working = TimeLimits.DueDay(start, length, LimitUnit.WorkingDay, China).Day;
            return China.IsWorkday(calendar) && China.IsWorkday(working) && calendar >= start.AddDays(length) &&
                working >= start.AddDays(length) && China.WorkdaysBetween(start, working) == length;
        }).QuickCheckThrowOnFailure();

    private static LimitUnit Unit(string word) => word switch
    {
        "calendar_day" => LimitUnit.CalendarDay,
        "working_day" => LimitUnit.WorkingDay,
        "month" => LimitUnit.Month,
        _ => LimitUnit.Year,
    };
}
