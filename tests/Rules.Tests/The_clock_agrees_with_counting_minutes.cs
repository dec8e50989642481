using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace Gonglian.Rules.Tests;

/// <summary>The clock against a count of minutes that looks at a wall clock and knows nothing of its shortcuts.</summary>
public sealed class The_clock_agrees_with_counting_minutes
{
    private const string Calendar = "mon-thu 01:00-03:00+09:00-12:00; fri,sun 00:00-24:00; hol 2026-03-27; " +
        "hol-yearly 10-26; break 2026-03-29 01:30-02:30; shift 2026-03-30 10:00-11:00; extra-workday 2026-04-04";

    private static readonly Instant Origin = Instant.FromUtc(2026, 3, 20, 0, 0);

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Asia/Shanghai")]
    [InlineData("Australia/Lord_Howe")] // half an hour of summer time
    [InlineData("America/Havana")] // changes at midnight
    public void In(string place)
    {
        var zone = DateTimeZoneProviders.Tzdb[place];
        Prop.ForAll(Gen.Choose(0, 18 * 1440).Four().ToArbitrary(), four =>
        {
            var (start, other, a, b) = four;
            var pause = (From: Math.Min(a, b), To: Math.Min(a, b) + (Math.Abs(a - b) % 3000));
            var pauses = $"{At(pause.From)}/{At(pause.To)}";
            bool Runs(int minute) => IsOpen(zone, minute) && !(pause.From <= minute && minute < pause.To);

            var working = Enumerable.Range(start, Math.Max(0, other - start)).Count(Runs);
            var length = 1 + (other % 2000);
            var (end, begin) = (start, start);
            for (var left = length; left > 0; end++)
                left -= Runs(end) ? 1 : 0;
            for (var left = length; left > 0; begin--)
                left -= Runs(begin - 1) ? 1 : 0;

            string Ask(string duration, string unit) =>
                The_clock_is_checkable_from_outside.Answer(place, Calendar, At(start), duration, unit, pauses);
            return Ask(At(other), "elapsed-minutes-until") == $"{working}" &&
                Ask($"{length}", "minute") == At(end) &&
                Ask($"{length}", "minute-before") == At(begin) &&
                Ask("", "is-open") == (IsOpen(zone, start) ? "1" : "0");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    private static string At(int minute) => (Origin + Duration.FromMinutes(minute)).ToString();

    private static bool IsOpen(DateTimeZone zone, int minute)
    {
        var local = (Origin + Duration.FromMinutes(minute)).InZone(zone).LocalDateTime;
        var time = (local.Hour * 60) + local.Minute;
        var weekday = time is (>= 60 and < 180) or (>= 540 and < 720);
        return (local.Month, local.Day) switch
        {
            (3, 27) or (10, 26) => false,
            (3, 29) => time is < 90 or >= 150,
            (3, 30) => time is >= 600 and < 660,
            (4, 4) => weekday,
            _ => local.DayOfWeek switch
            {
                IsoDayOfWeek.Saturday => false,
                IsoDayOfWeek.Friday or IsoDayOfWeek.Sunday => true,
                _ => weekday,
            },
        };
    }
}
