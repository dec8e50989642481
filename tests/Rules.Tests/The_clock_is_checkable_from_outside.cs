using Gonglian.Foundation.Rules;

namespace Gonglian.Rules.Tests;

/// <summary>check clock — a table of cases in, a table of answers out; the same rule that serves the pages.</summary>
public sealed class The_clock_is_checkable_from_outside
{
    private const string Lunch = "mon-fri 09:00-13:00+14:00-18:00";
    private const string Office = "mon-fri 09:00-17:00";
    private const string Always = "mon-sun 00:00-24:00";
    private const string NationalDay = "mon-fri whole days; hol 2026-10-01 2026-10-02 2026-10-03 2026-10-04 2026-10-05 " +
        "2026-10-06 2026-10-07; extra-workday 2026-10-10";

    [Theory]
    [InlineData("Europe/Berlin", Office, "2013-03-21T09:30:00Z", "60", "minute", "", "2013-03-21T10:30:00Z")]
    [InlineData("UTC", Office, "2026-01-30T16:30:00Z", "1", "hour", "", "2026-02-02T09:30:00Z")]
    [InlineData("(dates)", NationalDay, "2026-09-30", "3", "workday", "", "2026-10-10")]
    [InlineData("Europe/Berlin", "mon-sun 09:00-18:00", "2013-06-04T09:00:00Z", "2013-06-04T10:45:00Z",
        "elapsed-minutes-until", "2013-06-04T10:00:00Z/2013-06-04T10:30:00Z", "75")]
    [InlineData("UTC", Lunch, "1970-01-01T00:00:00Z", "1970-01-08T00:00:00Z", "elapsed-seconds-until", "", "144000")]
    public void The_published_rows_hold(
        string zone, string calendar, string start, string duration, string unit, string pauses, string result) =>
        Is(result, zone, calendar, start, duration, unit, pauses);

    [Theory]
    [InlineData("2026-02-06T16:00:00", "1", "hour", "2026-02-06T17:00:00")] // ends at closing time: stays there
    [InlineData("2026-02-06T17:00:00", "1", "second", "2026-02-09T09:00:01")]
    [InlineData("2026-02-06T10:00:00", "0", "hour", "2026-02-06T10:00:00")]
    [InlineData("2026-02-06T17:00:00", "0", "hour", "2026-02-09T09:00:00")] // closed at closing time: next opening
    [InlineData("2026-02-07T12:00:00", "0", "minute", "2026-02-09T09:00:00")]
    [InlineData("2026-02-06T16:59:30", "90", "second", "2026-02-09T09:01:00")] // seconds are kept
    [InlineData("2026-02-06T16:00:00", "0.5", "hour", "2026-02-06T16:30:00")]
    [InlineData("2026-02-09T09:30:00", "1", "hour-before", "2026-02-06T16:30:00")]
    [InlineData("2026-02-09T09:30:00", "-1", "hour-before", "2026-02-06T16:30:00")]
    [InlineData("2026-02-09T09:30:00", "-60", "minute", "2026-02-06T16:30:00")]
    [InlineData("2026-02-09T10:00:00", "60", "minute-before", "2026-02-09T09:00:00")] // begins at opening: stays there
    [InlineData("2026-02-08T10:00:00", "0", "hour-before", "2026-02-06T17:00:00")]
    [InlineData("2026-02-06T10:00:00", "2", "workday-keep-time", "2026-02-10T10:00:00")]
    [InlineData("2026-02-07T10:00:00", "1", "workday-keep-time", "2026-02-09T10:00:00")] // a day off: like Friday
    [InlineData("2026-02-06T10:00:00", "2", "workday-end-of-day", "2026-02-10T17:00:00")]
    [InlineData("2026-02-06T22:00:00", "1", "workday-end-of-day", "2026-02-09T17:00:00")]
    [InlineData("2026-02-06T10:00:00", "1", "workday", "2026-02-09")]
    [InlineData("2026-02-06", "8", "calendar-day-roll", "2026-02-16")]
    [InlineData("2026-02-06T18:00:00", "1", "business-day(then snap to open)", "2026-02-10T09:00:00")]
    [InlineData("2026-02-06T08:00:00", "1", "business-day(then snap to open)", "2026-02-09T09:00:00")]
    [InlineData("2026-02-06T11:00:00", "1", "business-day(then snap to open)", "2026-02-09T11:00:00")]
    [InlineData("2026-02-06T09:00:00", "", "is-open", "1")]
    [InlineData("2026-02-06T17:00:00", "", "is-open", "0")]
    [InlineData("2026-02-06T20:00:00", "", "is-workday", "1")]
    [InlineData("2026-02-07T10:00:00", "", "is-workday", "0")]
    [InlineData("2026-02-09T10:00:00", "2026-02-06T10:00:00", "elapsed-minutes-until", "0")]
    public void In_an_office(string start, string duration, string unit, string result) =>
        Is(result, "Asia/Shanghai", Office, start, duration, unit);

    [Theory]
    [InlineData("mon,wed,fri 09:00-17:00; tue,thu 10:00-16:00", "2026-02-02T16:30:00", "1", "2026-02-03T10:30:00")]
    [InlineData(Lunch, "2026-02-02T12:30:00", "1", "2026-02-02T14:30:00")]
    [InlineData(Lunch, "2026-02-02T12:00:00", "1", "2026-02-02T13:00:00")] // closing for lunch is a closing
    [InlineData(Office + "; break 2026-02-02 11:00-15:00", "2026-02-02T10:30:00", "1", "2026-02-02T15:30:00")]
    [InlineData(Office + "; shift 2026-02-03 05:00-06:00", "2026-02-02T16:30:00", "2", "2026-02-04T09:30:00")]
    [InlineData(Office + "; shift 2026-02-03 05:00-06:00; hol 2026-02-03", "2026-02-02T16:30:00", "1", "2026-02-04T09:30:00")]
    [InlineData(Office + "; hol-yearly 02-03", "2026-02-02T16:30:00", "1", "2026-02-04T09:30:00")]
    [InlineData(Office + "; extra-workday 2026-02-07", "2026-02-06T16:30:00", "1", "2026-02-07T09:30:00")]
    [InlineData("mon-thu 09:00-17:00; fri 09:00-12:00; extra-workday 2026-02-07", "2026-02-06T11:30:00", "8",
        "2026-02-07T16:30:00")] // the hours of an ordinary day
    [InlineData("mon-fri 22:00-06:00", "2026-02-02T23:00:00", "8", "2026-02-03T23:00:00")] // the night goes on
    [InlineData("mon-fri 22:00-06:00; hol 2026-02-03", "2026-02-02T23:00:00", "8", "2026-02-04T23:00:00")]
    [InlineData(Always, "2026-02-28T23:00:00", "25", "2026-03-02T00:00:00")]
    [InlineData("sat-mon 09:00-10:00", "2026-02-03T00:00:00", "3", "2026-02-09T10:00:00")]
    [InlineData(Office, "2000-01-03T09:00:00", "52180", "2025-01-01T13:00:00")] // 1,304 weeks, 2 days, 4 hours
    public void Calendars_are_read_as_written(string calendar, string start, string hours, string result) =>
        Is(result, "UTC", calendar, start, hours, "hour");

    [Theory]
    [InlineData("2026-02-02T10:00:00Z/2026-02-02T11:00:00Z 2026-02-02T10:30:00Z/2026-02-02T12:00:00Z", "2026-02-02T13:00:00Z")]
    [InlineData("2026-02-01T00:00:00Z/2026-02-02T10:00:00Z", "2026-02-02T12:00:00Z")] // began before the start
    [InlineData("2026-02-02T17:00:00Z/2026-02-03T09:00:00Z", "2026-02-02T11:00:00Z")] // while closed: nothing
    [InlineData("2026-02-02T11:00:00Z/", "2026-02-02T11:00:00Z")] // done when the pause begins
    [InlineData("2026-02-02T10:00:00Z/", "")] // paused until further notice: no end
    public void Pauses_count_only_while_open_and_merge(string pauses, string result) =>
        Is(result, "UTC", Office, "2026-02-02T09:00:00Z", "2", "hour", pauses);

    [Theory]
    [InlineData("2026-03-28T12:00:00", "24", "2026-03-29T13:00:00")] // Berlin loses an hour
    [InlineData("2026-10-24T12:00:00", "24", "2026-10-25T11:00:00")] // and gets it back
    [InlineData("2026-03-28T12:00:00+01:00", "24", "2026-03-29T13:00:00+02:00")]
    [InlineData("2026-03-28T11:00:00Z", "24", "2026-03-29T11:00:00Z")]
    [InlineData("2026-03-28T11:00:00+00:00", "24", "2026-03-29T11:00:00+00:00")]
    [InlineData("2026-03-29T02:30:00", "0", "2026-03-29T03:30:00")] // does not exist: later by the hour that is lost
    [InlineData("2026-10-25T02:30:00", "1", "2026-10-25T02:30:00")] // the first of two
    public void Hours_are_hours_through_a_clock_change(string start, string hours, string result) =>
        Is(result, "Europe/Berlin", Always, start, hours, "hour");

    [Theory]
    [InlineData("mon-sun 00:00-06:00", "2026-03-29T00:00:00", "2026-03-30T00:00:00", "18000")]
    [InlineData("mon-sun 00:00-06:00", "2026-10-25T00:00:00", "2026-10-26T00:00:00", "25200")]
    [InlineData("mon-sun 02:30-04:00", "2026-03-29T00:00:00", "2026-03-30T00:00:00", "3600")] // 02:30 does not exist
    [InlineData("mon-sun 09:00-17:00", "2026-03-29T00:00:00", "2026-03-30T00:00:00", "28800")]
    public void Days_are_cut_on_the_wall_clock_of_the_zone(string calendar, string from, string to, string seconds) =>
        Is(seconds, "Europe/Berlin", calendar, from, to, "elapsed-seconds-until");

    [Fact]
    public void Thousands_of_years_are_reckoned_and_not_counted_out_by_seconds() =>
        Is("2551478", "America/New_York", "mon-fri 00:00-00:01", "0100-01-04T00:00:00", "9880-01-01T00:00:00",
            "elapsed-minutes-until"); // the Mondays to Fridays between

    [Theory]
    [InlineData("Asia/Atlantis", Office, "2026-02-02", "1", "workday", "第3行:没有时区“Asia/Atlantis”,请用IANA名称,例如Asia/Shanghai")]
    [InlineData("UTC", "mon-fry 09:00-17:00", "2026-02-02", "1", "workday", "第3行:日历中的“mon-fry 09:00-17:00”无法识别。各部分用分号隔开,可以这样写:mon-sun whole days; mon-fri 09:00-13:00")]
    [InlineData("UTC", "natural", "2026-02-02", "1", "workday", "第3行:日历中的“natural”无法识别。各部分用分号隔开,可以这样写:mon-sun whole days; ")]
    [InlineData("UTC", "hol 2026-01-01", "2026-02-02", "1", "workday", "第3行:日历“hol 2026-01-01”没有任何开放时间")]
    [InlineData("UTC", Office, "yesterday", "1", "workday", "第3行:“yesterday”不是ISO 8601的日期或时刻")]
    [InlineData("UTC", Office, "2026-02-30", "1", "workday", "第3行:“2026-02-30”不是ISO 8601的日期或时刻")]
    [InlineData("UTC", Office, "2026-02-02", "soon", "hour", "第3行:时长“soon”不是数字")]
    [InlineData("UTC", Office, "2026-02-02", "1.5", "workday", "第3行:天数“1.5”应为整数")]
    [InlineData("UTC", Office, "2026-02-02", "1", "moon", "第3行:没有单位“moon”")]
    [InlineData("UTC", Office, "2026-02-02", "99999999999", "hour", "第3行:结果超出公元1年至9999年,无法计算")]
    [InlineData("UTC", "shift 2026-01-01 09:00-10:00", "2026-02-02", "1", "hour", "第3行:结果超出公元1年至9999年,无法计算")]
    public void A_line_that_cannot_be_worked_out_is_named(
        string zone, string calendar, string start, string duration, string unit, string sentence)
    {
        using var results = new StringWriter();
        var good = $"1,UTC,{Office},2026-02-02,1,workday,\n";
        var no = Assert.Throws<Refused>(() => ClockCheck.Run(
            new StringReader($"id,timezone,calendar,start,duration,unit,pauses\n{good}2,{zone},{calendar},{start},{duration},{unit},\n"),
            results));
        Assert.StartsWith(sentence, no.Message, StringComparison.Ordinal);
        Assert.Equal("", results.ToString());
    }

    [Fact]
    public void Columns_may_stand_in_any_order_and_unknown_ones_are_ignored()
    {
        using var results = new StringWriter();
        ClockCheck.Run(new StringReader(
            "\uFEFFunit,note,id,start,duration,timezone,calendar\r\nworkday,hm,\"a,1\",2026-02-06,1,(dates),mon-fri whole days\r\n"),
            results);
        Assert.Equal("id,result\n\"a,1\",2026-02-09\n", results.ToString());
    }

    [Fact]
    public void A_missing_column_is_named() =>
        Assert.Equal("第1行:缺少列“unit”", Assert.Throws<Refused>(() => ClockCheck.Run(
            new StringReader("id,timezone,calendar,start,duration\n"), TextWriter.Null)).Message);

    internal static string Answer(
        string zone, string calendar, string start, string duration, string unit, string pauses = "")
    {
        using var results = new StringWriter();
        ClockCheck.Run(new StringReader("id,timezone,calendar,start,duration,unit,pauses\n" +
            $"x,{zone},\"{calendar}\",{start},{duration},{unit},{pauses}\n"), results);
        return results.ToString()["id,result\nx,".Length..].TrimEnd('\n');
    }

    private static void Is(
        string result, string zone, string calendar, string start, string duration, string unit, string pauses = "") =>
        Assert.Equal(result, Answer(zone, calendar, start, duration, unit, pauses));
}
