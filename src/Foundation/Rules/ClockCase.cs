using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;

namespace Gonglian.Foundation.Rules;

/// <summary>One line of a table of cases.</summary>
/// <param name="hours">When the place is open.</param>
/// <param name="cell">The cells of the line by the names of their columns.</param>
internal sealed class ClockCase(OpeningHours hours, Func<string, string> cell)
{
    /// <summary>Ten thousand years.</summary>
    private const decimal LongestSeconds = 316_000_000_000m;

    private readonly DateTimeZone zone = hours.Zone;
    private readonly Moment start = Moment.Parse(cell("start"), hours.Zone);
    private readonly WorkClock clock = new(hours, Pauses(cell("pauses"), hours.Zone));

    private LocalDate Day => start.At.InZone(zone).Date;

    /// <summary>The result as it is written.</summary>
    /// <exception cref="Refused">The line cannot be worked out: unit, duration or a moment.</exception>
    public string Answer() => cell("unit") switch
    {
        "second" => Forward(1),
        "minute" => Forward(60),
        "hour" => Forward(3600),
        "second-before" => Backward(1),
        "minute-before" => Backward(60),
        "hour-before" => Backward(3600),
        "workday" => Date(clock.Workday(Day, Count())),
        "workday-keep-time" => KeepTime(clock.Workday(Day, Count())),
        "workday-end-of-day" => EndOfDay(clock.Workday(Day, Count())),
        "calendar-day-roll" => Date(clock.OnOrAfter(Later(Count()))),
        "business-day(then snap to open)" or "business-day" => Snapped(Count()),
        "elapsed-seconds-until" => Elapsed(1),
        "elapsed-minutes-until" => Elapsed(60),
        "is-open" => hours.IsOpen(start.At) ? "1" : "0",
        "is-workday" => hours.IsWorkday(Day) ? "1" : "0",
        var unit => throw new Refused("clock.unit", "没有单位“{0}”", unit),
    };

    private static IEnumerable<(Instant From, Instant To)> Pauses(string text, DateTimeZone zone)
    {
        foreach (var pause in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = pause.Split('/');
            if (ends.Length != 2)
                throw new Refused("clock.pause", "暂停“{0}”应写成“开始/结束”", pause);
            var to = ends[1].Length == 0 ? Instant.MaxValue : Moment.Parse(ends[1], zone).At;
            yield return (Moment.Parse(ends[0], zone).At, to);
        }
    }

    private static string Date(LocalDate day) => NodaTime.Text.LocalDatePattern.Iso.Format(day);

    private string Forward(int seconds) => Number() is >= 0 and var n
        ? clock.After(start.At, Length(n, seconds)) is { } end ? start.Write(end, zone) : ""
        : Backward(seconds);

    private string Backward(int seconds) =>
        start.Write(clock.Before(start.At, Length(Math.Abs(Number()), seconds)), zone);

    private string Elapsed(int seconds) =>
        ((long)clock.Between(start.At, Moment.Parse(cell("duration"), zone).At).TotalSeconds / seconds)
        .ToString(CultureInfo.InvariantCulture);

    private string KeepTime(LocalDate day) =>
        start.Form == MomentForm.Date ? Date(day) : start.Write(SameTime(day), zone);

    private string EndOfDay(LocalDate day) =>
        start.Form == MomentForm.Date ? Date(day) : start.Write(hours.Closing(day), zone);

    private string Snapped(long n)
    {
        var day = n == 0 ? Day : clock.Workday(Day, n);
        if (start.Form == MomentForm.Date)
            return Date(clock.OnOrAfter(day));

        var at = SameTime(day);
        return start.Write(n != 0 && hours.Open(day).Any(s => s.To == at) ? at : Opening(at), zone);
    }

    private Instant Opening(Instant at) => new WorkClock(hours, []).After(at, Duration.Zero)!.Value;

    private Instant SameTime(LocalDate day) =>
        day == Day ? start.At : day.At(start.At.InZone(zone).TimeOfDay).InZone(zone, Resolvers.LenientResolver).ToInstant();

    private LocalDate Later(long days) =>
        Math.Abs(days) < 4_000_000 && (Day - OpeningHours.Range.First).Days + days is >= 0 and var at &&
        at <= (OpeningHours.Range.Last - OpeningHours.Range.First).Days
            ? Day.PlusDays((int)days)
            : throw new Refused("clock.range", "结果超出公元1年至9999年,无法计算");

    private decimal Number() =>
        decimal.TryParse(cell("duration"), NumberStyles.Float, CultureInfo.InvariantCulture, out var n)
            ? n
            : throw new Refused("clock.duration", "时长“{0}”不是数字", cell("duration"));

    private long Count() => Number() is var n && n == decimal.Truncate(n) && Math.Abs(n) < 1_000_000_000
        ? (long)n
        : throw new Refused("clock.duration", "天数“{0}”应为整数", cell("duration"));

    private static Duration Length(decimal n, int seconds) => n < LongestSeconds / seconds
        ? Duration.FromTicks((long)(n * seconds * NodaConstants.TicksPerSecond))
        : throw new Refused("clock.range", "结果超出公元1年至9999年,无法计算");
}
