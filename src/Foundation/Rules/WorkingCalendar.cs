using System.Globalization;

namespace Gonglian.Foundation.Rules;

/// <summary>工作日历: which days are worked in China, with the yearly notices of days off and worked weekends.</summary>
/// <remarks>
/// A published day is certain. Beyond the last published year (and before the first) weekends and the statutory days
/// are computed as far as they can be known, without the moved weekends: such answers are 预计 and are computed again
/// when the notice is imported. Statutory days: 全国年节及纪念日放假办法 (2024-11-10), 13 days.
/// </remarks>
public sealed class WorkingCalendar
{
    private readonly HashSet<DateOnly> off = [];
    private readonly HashSet<DateOnly> worked = [];

    private WorkingCalendar(IEnumerable<string> lines)
    {
        var years = new SortedDictionary<int, bool>();
        foreach (var line in lines.Skip(1).Where(l => l.Length > 0))
        {
            var parts = line.Split(',');
            var day = DateOnly.ParseExact(parts[0], "yyyy-MM-dd", CultureInfo.InvariantCulture);
            (parts[1] == "work" ? worked : off).Add(day);
            // A notice may reach back into the December before its year; that alone does not publish the year.
            if (day.Month < 12)
                years[day.Year] = true;
        }

        (First, Horizon) = (new DateOnly(years.Keys.First(), 1, 1), new DateOnly(years.Keys.Last(), 12, 31));
    }

    /// <summary>The calendar of the published notices that this version carries.</summary>
    public static WorkingCalendar Published { get; } = new(Resource.Lines("holidays-cn.csv"));

    /// <summary>The first day for which a notice is carried.</summary>
    public DateOnly First { get; }

    /// <summary>The last day for which a notice is carried; later answers are 预计.</summary>
    public DateOnly Horizon { get; }

    /// <summary>A calendar from a list of its own: <c>date,kind,name</c> with a header; kind is <c>off</c> or <c>work</c>.</summary>
    /// <exception cref="FormatException">A line holds no day.</exception>
    public static WorkingCalendar Read(TextReader list) => new(list.ReadToEnd().ReplaceLineEndings("\n").Split('\n'));

    /// <summary>Whether a notice says how it is with this day.</summary>
    public bool IsCertain(DateOnly day) => day >= First && day <= Horizon;

    /// <summary>Whether people work on this day: no weekend, unless worked instead; no holiday.</summary>
    public bool IsWorkday(DateOnly day)
    {
        if (worked.Contains(day))
            return true;
        if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || off.Contains(day))
            return false;
        return IsCertain(day) || !StatutoryDays.Contains(day);
    }

    /// <summary>The day itself when it is worked, otherwise the next worked day (民法典 §203).</summary>
    public DateOnly OnOrAfter(DateOnly day)
    {
        while (!IsWorkday(day))
            day = day.AddDays(1);
        return day;
    }

    /// <summary>The n-th worked day after a day (before it, when n is negative); the day itself is not counted.</summary>
    public DateOnly AddWorkdays(DateOnly day, int n)
    {
        var step = Math.Sign(n);
        for (var left = Math.Abs(n); left > 0;)
        {
            day = day.AddDays(step);
            if (IsWorkday(day))
                left--;
        }

        return day;
    }

    /// <summary>How many days are worked after <paramref name="from"/> up to and including <paramref name="to"/>.</summary>
    /// <returns>0 when <paramref name="to"/> is not after <paramref name="from"/>.</returns>
    public int WorkdaysBetween(DateOnly from, DateOnly to)
    {
        var n = 0;
        for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
            n += IsWorkday(day) ? 1 : 0;
        return n;
    }
}
