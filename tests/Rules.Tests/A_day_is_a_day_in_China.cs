using Gonglian.Foundation.Rules;

namespace Gonglian.Rules.Tests;

/// <summary>北京时间 — a day turns at 16:00 UTC.</summary>
public sealed class A_day_is_a_day_in_China
{
    [Theory]
    [InlineData("2026-03-01T15:59:59Z", "2026-03-01")]
    [InlineData("2026-03-01T16:00:00Z", "2026-03-02")]
    [InlineData("2026-12-31T23:00:00Z", "2027-01-01")]
    public void It_turns_at_sixteen_hours_universal_time(string instant, string day) =>
        Assert.Equal(DateOnly.Parse(day), China.Day(DateTimeOffset.Parse(instant).UtcDateTime));

    [Fact]
    public void Its_first_instant_belongs_to_it_and_the_one_before_does_not()
    {
        var day = new DateOnly(2026, 2, 28);
        var start = China.Instant(day);
        Assert.Equal(DateTimeKind.Utc, start.Kind);
        Assert.Equal(day, China.Day(start));
        Assert.Equal(day.AddDays(-1), China.Day(start.AddTicks(-1)));
    }
}
