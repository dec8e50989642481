using Gonglian.Foundation.Figures;
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
    /// <param name="known">By what was known then, as <see cref="Known.Read"/> has it: of the earlier point and of the later one.</param>
    /// <param name="today">Today, China time.</param>
    public static ComparedDays Of(string? from, string? to, (string? Before, string? After) known, DateOnly today)
    {
        var last = China.Read(to) ?? today;
        var first = China.Read(from) ?? last.AddDays(-last.Day);
        var wrong = Unread(from) || Unread(to) || NotKnown(known.Before) || NotKnown(known.After)
            ? "日期要写成 2026-05-31 这样,已按默认的日期计算"
            : first > last ? "开始日期晚于结束日期,已按默认的日期计算"
            : last > today || first < Earliest ? "日期不能晚于今天,也不能早于 2000 年,已按默认的日期计算" : null;
        if (wrong is not null)
            (first, last) = (today.AddDays(-today.Day), today);
        return new(new(first, Then(known.Before)), new(last, Then(known.After)), wrong);

        // What is known when today ends is what is known now.
        DateTime? Then(string? text) => Known.Read(text) is { } instant && instant < Known.EndOf(today) ? instant : null;
    }

    private static bool NotKnown(string? text) => !string.IsNullOrEmpty(text) && Known.Read(text) is null;

    private static bool Unread(string? text) => !string.IsNullOrEmpty(text) && China.Read(text) is null;
}
