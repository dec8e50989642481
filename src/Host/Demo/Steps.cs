using Gonglian.Foundation.Rules;

namespace Gonglian.Host.Demo;

/// <summary>时间: on which days the demonstration's rosters came, so that its history was recorded when it says.</summary>
/// <param name="Anchor">The day relative to which everything is laid out.</param>
public sealed record Steps(DateOnly Anchor)
{
    /// <summary>The number of the last step.</summary>
    public const int Last = 3;

    /// <summary>The number of the survey, the second roster of every subdistrict.</summary>
    public const int Survey = 2;

    private static readonly int[] MonthsBefore = [14, 9, 3];

    /// <summary>The day of a step; the last is the day before the anchor.</summary>
    public DateOnly Day(int step) => step == Last ? Anchor.AddDays(-1) : Anchor.AddMonths(-MonthsBefore[step]);

    /// <summary>The moment of a step: half past nine in the morning, the last at five in the afternoon. UTC.</summary>
    public DateTime Moment(int step) =>
        China.Instant(Day(step)).AddHours(step == Last ? 17 : 9.5);

    /// <summary>The first step on or after a day.</summary>
    public int After(DateOnly day)
    {
        for (var step = 0; step < Last; step++)
            if (day <= Day(step))
                return step;
        return Last;
    }
}
