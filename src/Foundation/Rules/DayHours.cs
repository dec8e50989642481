namespace Gonglian.Foundation.Rules;

/// <summary>一天的开放时间: spans of a local day in seconds after midnight, sorted, apart from each other.</summary>
/// <remarks>Beginnings belong to a span, ends do not. Beyond 86,400 the span goes on in the following day.</remarks>
internal sealed class DayHours
{
    /// <summary>Seconds of a day without a clock change.</summary>
    public const int Day = 86_400;

    /// <summary>Closed all day.</summary>
    public static readonly DayHours Closed = new([]);

    private DayHours(IReadOnlyList<(int From, int To)> spans)
    {
        Spans = spans;
        Length = spans.Sum(s => Math.Min(s.To, Day) - Math.Min(s.From, Day));
    }

    /// <summary>The spans.</summary>
    public IReadOnlyList<(int From, int To)> Spans { get; }

    /// <summary>Open seconds within the day itself, on a day without a clock change.</summary>
    public int Length { get; }

    /// <summary>Whether the night after the day is open as well.</summary>
    public bool GoesOn => Spans.Count > 0 && Spans[^1].To > Day;

    /// <summary>Hours of any spans: sorted, those that touch or overlap joined.</summary>
    public static DayHours Of(IEnumerable<(int From, int To)> spans)
    {
        var joined = new List<(int From, int To)>();
        foreach (var span in spans.Where(s => s.From < s.To).Order())
        {
            if (joined.Count > 0 && span.From <= joined[^1].To)
                joined[^1] = (joined[^1].From, Math.Max(joined[^1].To, span.To));
            else
                joined.Add(span);
        }

        return joined.Count == 0 ? Closed : new(joined);
    }

    /// <summary>Open when either is.</summary>
    public DayHours With(DayHours other) => Of(Spans.Concat(other.Spans));

    /// <summary>Open when this is and the other is not.</summary>
    public DayHours Without(DayHours other)
    {
        IEnumerable<(int From, int To)> left = Spans;
        foreach (var (from, to) in other.Spans)
            left = left.SelectMany<(int From, int To), (int, int)>(s => [(s.From, Math.Min(s.To, from)), (Math.Max(s.From, to), s.To)]);
        return Of(left);
    }

    /// <summary>What of the day before reaches into this day.</summary>
    public DayHours Night() => GoesOn
        ? Of(Spans.Where(s => s.To > Day).Select(s => (Math.Max(s.From - Day, 0), s.To - Day)))
        : Closed;

    /// <summary>What of this lies within the day itself.</summary>
    public DayHours Today() => GoesOn ? Of(Spans.Select(s => (s.From, Math.Min(s.To, Day)))) : this;
}
