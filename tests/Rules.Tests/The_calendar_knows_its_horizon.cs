using Gonglian.Foundation.Rules;

namespace Gonglian.Rules.Tests;

/// <summary>工作日历 — published days are certain; later ones are computed as far as the law tells.</summary>
public sealed class The_calendar_knows_its_horizon
{
    private static readonly WorkingCalendar China = WorkingCalendar.Published;

    [Theory]
    [InlineData(2025)]
    [InlineData(2026)]
    public void A_published_year_has_248_worked_days(int year) =>
        Assert.Equal(248, China.WorkdaysBetween(new DateOnly(year - 1, 12, 31), new DateOnly(year, 12, 31)));

    [Fact]
    public void It_ends_with_the_last_published_year()
    {
        Assert.Equal(new DateOnly(2019, 1, 1), China.First);
        Assert.Equal(new DateOnly(2026, 12, 31), China.Horizon);
    }

    [Theory]
    [InlineData("2026-02-14", true)] // a Saturday worked for the Spring Festival
    [InlineData("2026-02-16", false)]
    [InlineData("2026-11-21", false)]
    [InlineData("2026-11-23", true)]
    public void Notices_go_before_weekends(string day, bool worked) =>
        Assert.Equal(worked, China.IsWorkday(DateOnly.Parse(day)));

    [Theory]
    [InlineData("2027-02-05")] // the eve
    [InlineData("2027-02-06")] // Spring Festival
    [InlineData("2027-02-08")]
    [InlineData("2027-04-05")] // Qingming
    [InlineData("2027-06-09")] // Dragon Boat
    [InlineData("2027-09-15")] // Mid-Autumn
    [InlineData("2027-10-01")]
    [InlineData("2028-01-25")] // the eve; 2028 has a leap fifth month
    [InlineData("2028-05-28")] // Dragon Boat in the ordinary fifth month
    [InlineData("2028-10-03")] // Mid-Autumn after the leap month
    [InlineData("2029-02-12")] // the eve
    public void Unpublished_years_keep_their_statutory_days(string day)
    {
        Assert.True(StatutoryDays.Contains(DateOnly.Parse(day)));
        Assert.False(China.IsWorkday(DateOnly.Parse(day)));
        Assert.False(China.IsCertain(DateOnly.Parse(day)));
    }

    [Theory]
    [InlineData(2025)]
    [InlineData(2026)]
    [InlineData(2028)]
    [InlineData(2033)]
    public void A_year_has_thirteen_statutory_days_unless_two_fall_on_one(int year)
    {
        var days = Enumerable.Range(0, 366).Select(i => new DateOnly(year, 1, 1).AddDays(i))
            .Count(d => d.Year == year && StatutoryDays.Contains(d));
        Assert.Equal(year == 2028 ? 12 : 13, days); // 2028: Mid-Autumn is on 3 October
    }

    [Fact]
    public void Every_published_year_gives_its_statutory_days_off()
    {
        foreach (var year in (int[])[2025, 2026])
        {
            var days = Enumerable.Range(0, 365).Select(i => new DateOnly(year, 1, 1).AddDays(i));
            Assert.All(days.Where(StatutoryDays.Contains), day => Assert.False(China.IsWorkday(day)));
        }
    }

    [Fact]
    public void A_new_notice_moves_the_horizon()
    {
        using var list = new StringReader("date,kind,name\r\n2027-01-01,off,元旦\r\n2027-01-02,work,元旦\r\n");
        var calendar = WorkingCalendar.Read(list);
        Assert.Equal(new DateOnly(2027, 12, 31), calendar.Horizon);
        Assert.True(calendar.IsWorkday(new DateOnly(2027, 1, 2)));
    }
}
