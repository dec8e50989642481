using NodaTime;

namespace Gonglian.Foundation.Rules;

/// <summary>工作时钟: it runs while the place is open and nothing is paused.</summary>
/// <param name="hours">When the place is open.</param>
/// <param name="pauses">Pauses in any order; they may overlap, and an open end is the end of time.</param>
internal sealed class WorkClock(OpeningHours hours, IEnumerable<(Instant From, Instant To)> pauses)
{
    private readonly List<(Instant From, Instant To)> pauses = Join(pauses);

    /// <summary>When so much working time has passed after an instant.</summary>
    /// <returns>
    /// For nothing at all (pauses then matter to nobody) the instant itself when open, otherwise the next opening; at closing time when the length ends
    /// there; null when an open pause never lets it end.
    /// </returns>
    /// <exception cref="Refused"><c>clock.range</c>: the answer lies beyond the year 9999.</exception>
    public Instant? After(Instant start, Duration length)
    {
        if (length == Duration.Zero && hours.IsOpen(start))
            return start;
        if (length == Duration.Zero && pauses.Count > 0)
            return new WorkClock(hours, []).After(start, length);

        var left = length;
        for (var day = Local(start); day <= OpeningHours.Range.Last; day = day.PlusDays(1))
        {
            if (IsWholeDay(day, start, Instant.MaxValue, out var whole) && whole < left)
            {
                left -= whole;
                continue;
            }

            foreach (var (from, to) in Running(day, start, Instant.MaxValue))
            {
                if (to - from >= left)
                    return from + left;
                left -= to - from;
            }

            if (IsPausedForEver(day))
                return null;
        }

        throw OutOfRange();
    }

    /// <summary>When so much working time has to begin in order to have passed by an instant.</summary>
    /// <returns>For nothing at all the instant itself when open, otherwise the closing before it.</returns>
    /// <exception cref="Refused"><c>clock.range</c>: the answer lies before the year 1.</exception>
    public Instant Before(Instant end, Duration length)
    {
        if (length == Duration.Zero && hours.IsOpen(end))
            return end;
        if (length == Duration.Zero && pauses.Count > 0)
            return new WorkClock(hours, []).Before(end, length);

        var left = length;
        for (var day = Local(end); day >= OpeningHours.Range.First; day = day.PlusDays(-1))
        {
            if (IsWholeDay(day, Instant.MinValue, end, out var whole) && whole < left)
            {
                left -= whole;
                continue;
            }

            foreach (var (from, to) in Running(day, Instant.MinValue, end).AsEnumerable().Reverse())
            {
                if (to - from >= left)
                    return to - left;
                left -= to - from;
            }
        }

        throw OutOfRange();
    }

    /// <summary>The working time between two instants; none when the second lies before the first.</summary>
    public Duration Between(Instant from, Instant to)
    {
        var sum = Duration.Zero;
        if (to <= from)
            return sum;

        var last = Local(to);
        for (var day = Local(from); day <= last; day = day.PlusDays(1))
        {
            if (IsWholeDay(day, from, to, out var whole))
                sum += whole;
            else
                sum = Running(day, from, to).Aggregate(sum, (s, span) => s + (span.To - span.From));
        }

        return sum;
    }

    /// <summary>The n-th worked day after a day (before it, when n is negative); day 0 itself is not counted.</summary>
    /// <remarks>
    /// After a day off it counts as after the worked day before. For n = 0 the day itself or the next worked one. A day
    /// whose hours are paused altogether does not count.
    /// </remarks>
    public LocalDate Workday(LocalDate day, long n)
    {
        if (n == 0)
            return OnOrAfter(day);

        var step = Math.Sign(n);
        for (var left = Math.Abs(n); left > 0;)
        {
            day = Within(day.PlusDays(step));
            if (hours.IsWorkday(day) && !IsPaused(day))
                left--;
        }

        return day;
    }

    /// <summary>The day itself when it is worked, otherwise the next worked day.</summary>
    public LocalDate OnOrAfter(LocalDate day)
    {
        while (!hours.IsWorkday(day))
            day = Within(day.PlusDays(1));
        return day;
    }

    private static LocalDate Within(LocalDate day) =>
        day >= OpeningHours.Range.First && day <= OpeningHours.Range.Last ? day : throw OutOfRange();

    private static Refused OutOfRange() => new("clock.range", "结果超出公元1年至9999年,无法计算");

    private LocalDate Local(Instant at) => Within(at.InZone(hours.Zone).Date);

    private bool IsPaused(LocalDate day) =>
        pauses.Count > 0 && Running(day, Instant.MinValue, Instant.MaxValue).Count == 0;

    private bool IsPausedForEver(LocalDate day) =>
        pauses.Count > 0 && pauses[^1].To == Instant.MaxValue &&
        pauses[^1].From <= hours.Zone.AtStartOfDay(day.PlusDays(1)).ToInstant();

    /// <summary>Whether the day lies wholly between the instants, unpaused, so that its length alone matters.</summary>
    private bool IsWholeDay(LocalDate day, Instant from, Instant to, out Duration length) =>
        hours.TrySteady(day, out length, out var start, out var end) && from <= start && end <= to &&
        (pauses.Count == 0 || !pauses.Exists(p => p.From < end && start < p.To));

    /// <summary>The spans of a day in which the clock runs, cut to the given instants.</summary>
    private List<(Instant From, Instant To)> Running(LocalDate day, Instant from, Instant to)
    {
        var running = new List<(Instant From, Instant To)>();
        foreach (var open in hours.Open(day))
        {
            var at = Instant.Max(open.From, from);
            var end = Instant.Min(open.To, to);
            foreach (var pause in pauses.Where(p => p.From < end && at < p.To))
            {
                if (at < pause.From)
                    running.Add((at, pause.From));
                at = Instant.Max(at, pause.To);
            }

            if (at < end)
                running.Add((at, end));
        }

        return running;
    }

    private static List<(Instant From, Instant To)> Join(IEnumerable<(Instant From, Instant To)> spans)
    {
        var joined = new List<(Instant From, Instant To)>();
        foreach (var span in spans.Where(s => s.From < s.To).Order())
        {
            if (joined.Count > 0 && span.From <= joined[^1].To)
                joined[^1] = (joined[^1].From, Instant.Max(joined[^1].To, span.To));
            else
                joined.Add(span);
        }

        return joined;
    }
}
