using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace Gonglian.Foundation.Rules;

/// <summary>日历写法: opening hours as people write them in one line, parts separated by semicolons.</summary>
/// <remarks>
/// <c>mon-fri 09:00-13:00+14:00-18:00; sat whole days; hol 2026-05-01; hol-yearly 12-25; extra-workday 2026-02-14;
/// break 2006-01-02 16:00-18:00; shift 2006-01-03 05:00-09:00</c>. Hours for one day in several parts add up.
/// An end that is not after its beginning lies in the following day.
/// </remarks>
internal sealed partial class CalendarText
{
    private static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <summary>Every kind of part, as it is written.</summary>
    public const string Forms = "mon-sun whole days; mon-fri 09:00-13:00+14:00-18:00; sun closed; hol 2026-05-01; "
        + "hol-yearly 12-25; extra-workday 2026-02-14; break 2026-01-02 16:00-18:00; shift 2026-01-03 05:00-09:00";

    private readonly HashSet<LocalDate> dated = [];

    private CalendarText()
    {
    }

    /// <summary>Hours of Monday (0) to Sunday (6).</summary>
    public DayHours[] Weekly { get; } = [.. Enumerable.Repeat(DayHours.Closed, 7)];

    /// <summary>Dated days off.</summary>
    public HashSet<LocalDate> Off { get; } = [];

    /// <summary>Days off of every year, as month and day.</summary>
    public HashSet<(int Month, int Day)> OffYearly { get; } = [];

    /// <summary>Days worked although they would be free.</summary>
    public HashSet<LocalDate> Extra { get; } = [];

    /// <summary>Hours closed inside a day.</summary>
    public Dictionary<LocalDate, DayHours> Breaks { get; } = [];

    /// <summary>Dated hours that replace the weekly ones.</summary>
    public Dictionary<LocalDate, DayHours> Shifts { get; } = [];

    /// <summary>Whether only the weekly hours speak about the day.</summary>
    public bool IsPlain(LocalDate day) =>
        !(dated.Count > 0 && dated.Contains(day)) && !(OffYearly.Count > 0 && OffYearly.Contains((day.Month, day.Day)));

    /// <summary>Reads the line.</summary>
    /// <exception cref="Refused"><c>clock.calendar</c>: a part cannot be read, or the calendar is never open.</exception>
    public static CalendarText Parse(string line)
    {
        var text = new CalendarText();
        foreach (var part in line.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            text.Add(part, part.Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        text.dated.UnionWith(text.Off);
        text.dated.UnionWith(text.Extra);
        text.dated.UnionWith(text.Shifts.Keys);
        return text.Weekly.Concat(text.Shifts.Values).Any(h => h.Spans.Count > 0)
            ? text
            : throw new Refused("clock.calendar", "日历“{0}”没有任何开放时间", line);
    }

    private void Add(string part, string[] words)
    {
        switch (words[0].ToLowerInvariant())
        {
            case "hol":
                Off.UnionWith(words.Skip(1).Select(w => Date(w, part)));
                break;
            case "hol-yearly":
                OffYearly.UnionWith(words.Skip(1).Select(w => Yearly(w, part)));
                break;
            case "extra-workday":
                Extra.UnionWith(words.Skip(1).Select(w => Date(w, part)));
                break;
            case "break":
                AddDated(Breaks, words, part);
                break;
            case "shift":
                AddDated(Shifts, words, part);
                break;
            default:
                AddWeekly(words, part);
                break;
        }
    }

    private void AddWeekly(string[] words, string part)
    {
        var at = Array.FindIndex(words, w => char.IsAsciiDigit(w[0]) || w is "whole" or "closed");
        if (at < 1)
            throw Unreadable(part);
        var hours = Hours(string.Concat(words[at..]), part);
        foreach (var range in string.Concat(words[..at]).Split(','))
        {
            var ends = range.Split('-');
            var (from, to) = (Day(ends[0], part), Day(ends[^1], part));
            for (var day = from; ; day = (day + 1) % 7)
            {
                Weekly[day] = Weekly[day].With(hours);
                if (day == to)
                    break;
            }
        }
    }

    private static void AddDated(Dictionary<LocalDate, DayHours> dates, string[] words, string part)
    {
        LocalDate? date = null;
        foreach (var word in words.Skip(1))
        {
            if (!word.Contains(':', StringComparison.Ordinal))
                date = Date(word, part);
            else if (date is { } day)
                dates[day] = dates.GetValueOrDefault(day, DayHours.Closed).With(Hours(word, part));
            else
                throw Unreadable(part);
        }
    }

    private static int Day(string word, string part)
    {
        var day = word.Length < 3 ? -1 : Array.IndexOf(Days, word[..3].ToLowerInvariant());
        return day >= 0 ? day : throw Unreadable(part);
    }

    private static DayHours Hours(string words, string part) => words switch
    {
        "wholedays" or "wholeday" => DayHours.Of([(0, DayHours.Day)]),
        "closed" => DayHours.Closed,
        _ => DayHours.Of(words.Split('+').Select(w => Span(w, part))),
    };

    private static (int From, int To) Span(string word, string part)
    {
        var match = SpanForm().Match(word);
        if (!match.Success)
            throw Unreadable(part);
        var (from, to) = (Seconds(match, "a", part), Seconds(match, "b", part));
        return (from, to > from ? to : to + DayHours.Day);
    }

    private static int Seconds(Match match, string side, string part)
    {
        var (h, m, s) = (Number(match, side + "h"), Number(match, side + "m"), Number(match, side + "s"));
        var seconds = (((h * 60) + m) * 60) + s;
        return m < 60 && s < 60 && seconds <= DayHours.Day ? seconds : throw Unreadable(part);
    }

    private static int Number(Match match, string group) =>
        match.Groups[group] is { Success: true } g ? int.Parse(g.ValueSpan, CultureInfo.InvariantCulture) : 0;

    private static LocalDate Date(string word, string part) =>
        LocalDatePattern.Iso.Parse(word.TrimEnd(',')) is { Success: true } date ? date.Value : throw Unreadable(part);

    private static (int Month, int Day) Yearly(string word, string part) =>
        LocalDatePattern.Iso.Parse("2000-" + word.TrimEnd(',')) is { Success: true } date
            ? (date.Value.Month, date.Value.Day)
            : throw Unreadable(part);

    private static Refused Unreadable(string part) =>
        new("clock.calendar", "日历中的“{0}”无法识别。各部分用分号隔开,可以这样写:{1}", part, Forms);

    [GeneratedRegex(@"^(?<ah>\d{1,2}):(?<am>\d{2})(:(?<as>\d{2}))?-(?<bh>\d{1,2}):(?<bm>\d{2})(:(?<bs>\d{2}))?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SpanForm();
}
