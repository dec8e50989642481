using Gonglian.Foundation.Rules;

namespace Gonglian.Insight;

/// <summary>The two points that a comparison is asked for, as they stand in an address.</summary>
/// <param name="From">The earlier one.</param>
/// <param name="To">The later one.</param>
/// <param name="Problem">What was asked for and cannot be, in a sentence; the usual days stand in its place then.</param>
public sealed record ComparedDays(TimePoint From, TimePoint To, string? Problem)
{
    private static readonly DateOnly Earliest = new(2000, 1, 1);

    /// <summary>Reads them; to today, and from the month end before the last day, when nothing is said.</summary>
    /// <param name="from">First day asked for.</param>
    /// <param name="to">Last day asked for.</param>
    /// <param name="known">By what was known at the end of this day.</param>
    /// <param name="today">Today, China time.</param>
    public static ComparedDays Of(string? from, string? to, string? known, DateOnly today)
    {
        var instant = China.Read(known) is { } day && day < today ? China.Instant(day.AddDays(1)).AddTicks(-1) : (DateTime?)null;
        var last = China.Read(to) ?? today;
        var first = China.Read(from) ?? last.AddDays(-last.Day);
        var wrong = Unread(from) || Unread(to) || Unread(known)
            ? "日期要写成 2026-05-31 这样,已按默认的日期计算"
            : first > last ? "开始日期晚于结束日期,已按默认的日期计算"
            : last > today || first < Earliest ? "日期不能晚于今天,也不能早于 2000 年,已按默认的日期计算" : null;
        if (wrong is not null)
            (first, last) = (today.AddDays(-today.Day), today);
        return new(new(first, instant), new(last, instant), wrong);
    }

    private static bool Unread(string? text) => !string.IsNullOrEmpty(text) && China.Read(text) is null;
}
