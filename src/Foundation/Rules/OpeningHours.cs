using NodaTime;

namespace Gonglian.Foundation.Rules;

/// <summary>营业时间: weekly hours with days off, extra worked days, breaks and dated shifts, in one time zone.</summary>
/// <remarks>
/// A dated day off beats everything; an extra worked day has its own weekday's hours or, where that has none, those of
/// the commonest ordinary day; a yearly day off beats shifts; a shift replaces the weekly hours of its day; breaks are
/// taken out of whatever the day has. Open means that the wall clock of the zone stands inside the hours: through a
/// clock change a day is as long as it is.
/// </remarks>
internal sealed class OpeningHours(DateTimeZone zone, CalendarText text)
{
    private readonly DayHours ordinary = text.Weekly.Where(h => h.Spans.Count > 0)
        .GroupBy(h => string.Join(' ', h.Spans)).OrderByDescending(g => g.Count()).FirstOrDefault()?.First()
        ?? DayHours.Closed;

    private readonly bool nights = text.Weekly.Concat(text.Shifts.Values).Any(h => h.GoesOn);

    private LocalDate steadyFrom = LocalDate.MaxIsoValue;
    private LocalDate steadyTo = LocalDate.MinIsoValue;
    private Offset steadyOffset;

    /// <summary>The zone whose wall clock the hours are read on.</summary>
    public DateTimeZone Zone => zone;

    /// <summary>The first and the last day that can be reckoned with.</summary>
    public static (LocalDate First, LocalDate Last) Range { get; } = (new(1, 1, 3), new(9999, 12, 29));

    /// <summary>Whether anything of the day is open; the morning after a night shift alone does not count.</summary>
    public bool IsWorkday(LocalDate day) => Own(day).Spans.Count > 0;

    /// <summary>The open spans of a local day as instants, in order.</summary>
    public IReadOnlyList<(Instant From, Instant To)> Open(LocalDate day) => Instants(day, Of(day));

    /// <summary>When a worked day closes, its night included.</summary>
    public Instant Closing(LocalDate day)
    {
        var own = Own(day);
        var spans = own.GoesOn ? Instants(day.PlusDays(1), own.Night()) : Instants(day, own);
        return spans.Count > 0 ? spans[^1].To : zone.AtStartOfDay(day.PlusDays(1)).ToInstant();
    }

    /// <summary>Whether the place is open at an instant; at closing time it is not.</summary>
    public bool IsOpen(Instant at) => Open(at.InZone(zone).Date).Any(s => s.From <= at && at < s.To);

    /// <summary>Open length of the day, when it needs no look at the clock: no zone change, beginning and end known.</summary>
    public bool TrySteady(LocalDate day, out Duration length, out Instant from, out Instant to)
    {
        (length, from, to) = (Duration.Zero, default, default);
        if ((day < steadyFrom || day > steadyTo) && !Settle(day))
            return false;

        length = Duration.FromSeconds(Of(day).Length);
        from = day.AtMidnight().WithOffset(steadyOffset).ToInstant();
        to = from + Duration.FromDays(1);
        return true;
    }

    private DayHours Of(LocalDate day) =>
        nights ? Own(day).Today().With(Own(day.PlusDays(-1)).Night()).Without(Breaks(day)) : Own(day);

    private DayHours Own(LocalDate day)
    {
        var hours = text.IsPlain(day) ? text.Weekly[(int)day.DayOfWeek - 1] : Dated(day);
        return text.Breaks.Count == 0 ? hours : hours.Without(Breaks(day));
    }

    private DayHours Dated(LocalDate day)
    {
        var weekly = text.Weekly[(int)day.DayOfWeek - 1];
        if (text.Off.Contains(day))
            return DayHours.Closed;
        if (text.Extra.Contains(day))
            return text.Shifts.GetValueOrDefault(day, weekly.Spans.Count > 0 ? weekly : ordinary);
        return text.OffYearly.Contains((day.Month, day.Day)) ? DayHours.Closed : text.Shifts.GetValueOrDefault(day, weekly);
    }

    private DayHours Breaks(LocalDate day) => text.Breaks.GetValueOrDefault(day, DayHours.Closed);

    /// <summary>Finds the stretch of days around this one through which the zone's offset stays.</summary>
    private bool Settle(LocalDate day)
    {
        var around = zone.GetZoneInterval(zone.AtStartOfDay(day).ToInstant());
        var from = around.HasStart ? around.IsoLocalStart.Date.PlusDays(1) : Range.First;
        var to = around.HasEnd ? around.IsoLocalEnd.Date.PlusDays(-1) : Range.Last;
        if (day < from || day > to)
            return false;
        (steadyFrom, steadyTo, steadyOffset) = (from, to, around.WallOffset);
        return true;
    }

    private List<(Instant From, Instant To)> Instants(LocalDate day, DayHours hours)
    {
        var midnight = day.AtMidnight();
        var spans = new List<(Instant From, Instant To)>();
        if (hours.Spans.Count == 0)
            return spans;

        var around = new Interval(
            midnight.WithOffset(Offset.MaxValue).ToInstant(),
            midnight.PlusDays(1).WithOffset(Offset.MinValue).ToInstant());
        foreach (var stretch in zone.GetZoneIntervals(around))
        {
            foreach (var (from, to) in hours.Spans)
                Add(spans, stretch, midnight.WithOffset(stretch.WallOffset).ToInstant(), from, to);
        }

        spans.Sort((a, b) => a.From.CompareTo(b.From));
        return spans;
    }

    private static void Add(
        List<(Instant From, Instant To)> spans, NodaTime.TimeZones.ZoneInterval stretch, Instant midnight, int from, int to)
    {
        var start = midnight + Duration.FromSeconds(from);
        var end = midnight + Duration.FromSeconds(to);
        if (stretch.HasStart)
            start = Instant.Max(start, stretch.Start);
        if (stretch.HasEnd)
            end = Instant.Min(end, stretch.End);
        if (start < end)
            spans.Add((start, end));
    }
}
