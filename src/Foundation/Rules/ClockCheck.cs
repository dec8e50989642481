using System.Globalization;
using CsvHelper;
using NodaTime;

namespace Gonglian.Foundation.Rules;

/// <summary>check clock: our reckoning of time limits, checkable from outside with a table of cases.</summary>
/// <remarks>
/// Columns <c>id,timezone,calendar,start,duration,unit,pauses</c>; results <c>id,result</c> in the same order. Unknown
/// columns are ignored. Answers are written as the start was: a date, a local time, UTC or with an offset.
/// </remarks>
public static class ClockCheck
{
    /// <summary>How a calendar is written: every kind of part.</summary>
    public const string CalendarForms = CalendarText.Forms;

    private static readonly string[] Needed = ["id", "timezone", "calendar", "start", "duration", "unit"];

    /// <summary>Works the table out; nothing is written when a line is refused.</summary>
    /// <exception cref="Refused"><c>clock.line</c>: a line that cannot be worked out, named by its number.</exception>
    public static void Run(TextReader cases, TextWriter results)
    {
        var options = CsvHelper.CsvReaderOptions.Default with { Separator = ',', TrackLineNumbers = true };
        using var csv = CsvReader.Create(cases, options);
        var columns = Columns([.. csv.Headers]);
        var hours = new Dictionary<(string Zone, string Calendar), OpeningHours>();
        var answers = new List<(string Id, string Result)>();
        while (csv.Read())
        {
            string Cell(string name) => columns.TryGetValue(name, out var i) && i < csv.FieldCount ? csv.GetString(i).Trim() : "";
            try
            {
                answers.Add((Cell("id"), new ClockCase(Hours(hours, Cell("timezone"), Cell("calendar")), Cell).Answer()));
            }
            catch (Refused no)
            {
                throw new Refused("clock.line", "第{0}行:{1}", csv.LineNumber, no.Message);
            }
        }

        Write(answers, results);
    }

    private static Dictionary<string, int> Columns(IReadOnlyList<string> headers)
    {
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < headers.Count; i++)
            columns.TryAdd(headers[i].Trim().TrimStart('\uFEFF'), i);
        return Array.Find(Needed, n => !columns.ContainsKey(n)) is { } missing
            ? throw new Refused("clock.columns", "第1行:缺少列“{0}”", missing)
            : columns;
    }

    private static OpeningHours Hours(Dictionary<(string, string), OpeningHours> known, string zone, string calendar)
    {
        if (known.TryGetValue((zone, calendar), out var hours))
            return hours;
        var place = zone == "(dates)" ? DateTimeZone.Utc : DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone);
        if (place is null)
            throw new Refused("clock.timezone", "没有时区“{0}”,请用IANA名称,例如Asia/Shanghai", zone);
        return known[(zone, calendar)] = new OpeningHours(place, CalendarText.Parse(calendar));
    }

    private static void Write(List<(string Id, string Result)> answers, TextWriter results)
    {
        results.Write("id,result\n");
        foreach (var (id, result) in answers)
            results.Write(string.Create(CultureInfo.InvariantCulture, $"{Quote(id)},{result}\n"));
    }

    private static string Quote(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0
        ? text
        : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
