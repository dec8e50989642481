using System.Globalization;
using System.Text.RegularExpressions;
using Gonglian.Foundation.Rules;

namespace Gonglian.Enterprises.Imports.Reading;

// 活力: who chairs the union, when it was last active, and for which months it filed: several in one cell, as people write them.
public sealed partial class LineReader
{
    private const int MostMonths = 60;

    private void ReadVitality(Line line)
    {
        line.Chair = Words(line, RosterColumn.Chair, 60);
        line.ChairFrom = Day(line, RosterColumn.ChairFrom, today);
        line.ActivityOn = Day(line, RosterColumn.ActivityOn, today);
        var text = Take(line, RosterColumn.FiledMonths);
        if (text.Length == 0 || text is "无" or "-" or "/")
            return;
        var months = new SortedSet<DateOnly>();
        foreach (var part in Between().Split(Plain.Fold(text)).Where(p => p.Length > 0))
            if (Month().Match(part) is { Success: true } match && months.Count < MostMonths)
                months.Add(new DateOnly(
                    int.Parse(match.Groups["y"].ValueSpan, CultureInfo.InvariantCulture),
                    int.Parse(match.Groups["m"].ValueSpan, CultureInfo.InvariantCulture), 1));
            else
            {
                Fail(line, RosterColumn.FiledMonths, text,
                    Problem.Error("import.months", "看不懂月份“{0}”,请写成 2026-01、2026-02 这样", part));
                return;
            }
        if (months.Count > 0 && months.Max >= today.AddDays(1 - today.Day))
            Fail(line, RosterColumn.FiledMonths, text, Problem.Error(
                "import.month-open", "{0} 还没有结束,不能登记报送", months.Max.ToString("yyyy-MM", CultureInfo.InvariantCulture)));
        else
            line.FiledMonths = [.. months];
    }

    [GeneratedRegex(@"^(?<y>(19|20)\d\d)\s*(年|-|/|\.)?\s*(?<m>0?[1-9]|1[0-2])\s*月?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Month();

    [GeneratedRegex(@"[,;\u3001\s]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Between();
}
