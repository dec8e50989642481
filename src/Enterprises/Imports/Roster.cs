using Gonglian.Enterprises.Imports.Reading;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;
using Gonglian.Foundation.Vaults;

namespace Gonglian.Enterprises.Imports;

/// <summary>名册: a workbook in the store, with its header and its rows.</summary>
public static class Roster
{
    /// <summary>How many rows are looked at for the header, the samples and the guesses.</summary>
    public const int Look = 200;

    // So many codes, and this part of the filled cells, make a column of codes: a few may be mistyped.
    private const int LeastCodes = 2;
    private const double MostlyCodes = 0.6;

    /// <summary>No roster is older.</summary>
    public static DateOnly Earliest { get; } = new(2000, 1, 1);

    /// <summary>Guesses sheet, header and columns.</summary>
    /// <exception cref="Refused"><c>sheets.…</c>: the file is no workbook, damaged or hostile.</exception>
    public static RosterSettings Guess(SealedFile file, RosterSettings? given = null)
    {
        given ??= new();
        using var reader = SheetReader.Open(file.Open());
        if (given.Sheet is { } sheet)
            reader.Choose(sheet);
        var rows = reader.Rows().Take(Look).ToList();
        var header = HeaderRow.Find(rows, RosterColumns.IsKnown);
        return header is null ? given with { Sheet = reader.Name } : Named(given with { Sheet = reader.Name }, rows, header);
    }

    /// <summary>Takes a row for the header because somebody says so, and guesses its columns.</summary>
    /// <exception cref="Refused"><c>import.no-such-row</c>: nothing stands in that row.</exception>
    public static RosterSettings At(SealedFile file, RosterSettings given, int number)
    {
        using var reader = Open(file, given);
        var rows = reader.Rows().Take(Look).ToList();
        var index = rows.FindIndex(r => r.Number == number);
        if (index < 0)
            throw new Refused("import.no-such-row", "第 {0} 行没有内容", number);
        return Named(given with { Sheet = reader.Name }, rows, HeaderRow.At(rows, index, RosterColumns.IsKnown));
    }

    private static RosterSettings Named(RosterSettings given, List<SheetRow> rows, HeaderRow header)
    {
        var columns = new Dictionary<int, string>();
        foreach (var column in header.Columns)
            if (RosterColumns.Guess(column.Key) is { } known && !columns.ContainsValue(Meant(known, column, columns).ToString()))
                columns[column.Position] = Meant(known, column, columns).ToString();
        foreach (var column in header.Columns)
            if (!columns.ContainsKey(column.Position) && Codes(rows, header, column.Position) is { } code
                && !columns.ContainsValue(code.ToString()))
                columns[column.Position] = code.ToString();
        var settings = given with { Header = header.Number, Columns = columns };
        return settings with { Industry2002 = given.Industry2002 || Uses2002(rows, header, settings) };
    }

    /// <summary>What a column holds whose cells are credit codes by form and check digit, whatever its title; else nothing.</summary>
    public static RosterColumn? CodesOf(IEnumerable<string> cells)
    {
        var filled = cells.Select(Plain.Code).Where(c => c.Length > 0).ToList();
        var valid = filled.Where(CreditCode.IsValid).ToList();
        if (valid.Count < LeastCodes || valid.Count < filled.Count * MostlyCodes)
            return null;
        return valid.Count(c => c.StartsWith("81", StringComparison.Ordinal)) * 2 > valid.Count
            ? RosterColumn.UnionCode
            : RosterColumn.CreditCode;
    }

    /// <summary>The columns of the file, as its header names them.</summary>
    public static IReadOnlyList<HeaderColumn> Titles(SealedFile file, RosterSettings settings)
    {
        using var reader = Open(file, settings);
        var rows = reader.Rows().Take(Look).ToList();
        var index = rows.FindIndex(r => r.Number == settings.Header);
        return index < 0 ? [] : HeaderRow.At(rows, index, RosterColumns.IsKnown).Columns;
    }

    /// <summary>Whether anything stands below the header.</summary>
    public static bool HasRows(SealedFile file, RosterSettings settings)
    {
        using var reader = Open(file, settings);
        return reader.Data(settings).Any(r => r.Cells.Any(c => c.Text.Trim().Length > 0));
    }

    private static RosterColumn? Codes(List<SheetRow> rows, HeaderRow header, int position) =>
        CodesOf(rows.Skip(header.Index + 1).Select(r => r[position].Text));

    /// <summary>Whether the file is running text and no table: no column is known, and most of its lines have no common width.</summary>
    public static bool IsProse(SealedFile file)
    {
        using var reader = SheetReader.Open(file.Open());
        if (reader.Names is not [""])
            return false;
        var rows = reader.Rows().Take(Look).ToList();
        var widths = rows.CountBy(r => r.Cells.Count).Where(w => w.Key > 1).Select(w => w.Value);
        return HeaderRow.Find(rows, RosterColumns.IsKnown) is null && widths.DefaultIfEmpty().Max() * 2 < rows.Count;
    }

    /// <summary>Opens the file at its chosen sheet.</summary>
    public static SheetReader Open(SealedFile file, RosterSettings settings)
    {
        var reader = SheetReader.Open(file.Open());
        if (settings.Sheet is { Length: > 0 } sheet)
            reader.Choose(sheet);
        return reader;
    }

    /// <summary>The rows below the header.</summary>
    public static IEnumerable<SheetRow> Data(this SheetReader reader, RosterSettings settings) =>
        reader.Rows().Where(r => r.Number > settings.Header);

    /// <summary>Refuses a day of which no roster can be: to come, or before anybody kept one.</summary>
    /// <exception cref="Refused"><c>import.day</c>, <c>import.day-early</c>.</exception>
    public static void DemandDay(RosterSettings settings, DateOnly today)
    {
        if (settings.Day > today)
            throw new Refused("import.day", "名册的日期不能晚于今天").At("Day");
        if (settings.Day < Earliest)
            throw new Refused("import.day-early", "名册的日期不能早于 {0} 年", Earliest.Year).At("Day");
    }

    /// <summary>Refuses settings with which nothing could be imported.</summary>
    /// <exception cref="Refused">
    /// <c>import.no-header</c>, <c>import.no-name-column</c>, <c>import.no-place-column</c>, and those of <see cref="DemandDay"/>.
    /// </exception>
    public static void Demand(RosterSettings settings, DateOnly today)
    {
        DemandDay(settings, today);
        if (settings.Header == 0)
            throw new Refused("import.no-header", "没有找到表头,请指出哪一行是列名");
        if (!settings.Columns.Values.Contains(nameof(RosterColumn.Name)))
            throw new Refused("import.no-name-column", "请指出哪一列是企业名称");
        if (!settings.Columns.Values.Contains(nameof(RosterColumn.Community)) && settings.Place is null)
            throw new Refused("import.no-place-column", "名册里没有社区,请指出哪一列是社区,或为整个文件选定社区");
    }

    // 统一社会信用代码 or 名称 under the heading 工会情况 is the union's; a second 统计日期 or 来源 is the membership's.
    private static RosterColumn Meant(RosterColumn known, HeaderColumn column, Dictionary<int, string> before)
    {
        var union = column.Group?.Contains("工会", StringComparison.Ordinal) == true;
        return known switch
        {
            RosterColumn.CreditCode when union => RosterColumn.UnionCode,
            RosterColumn.Name when union => RosterColumn.UnionName,
            RosterColumn.EstablishedOn when union => RosterColumn.UnionSince,
            RosterColumn.HeadcountOn when AfterMembers() => RosterColumn.MembersOn,
            RosterColumn.HeadcountSource when AfterMembers() => RosterColumn.MembersSource,
            _ => known,
        };

        bool AfterMembers() => before.ContainsValue(known.ToString()) && before.ContainsValue(nameof(RosterColumn.Members));
    }

    private static bool Uses2002(List<SheetRow> rows, HeaderRow header, RosterSettings settings)
    {
        var position = settings.Columns.FirstOrDefault(c => c.Value == nameof(RosterColumn.Industry), new(-1, "")).Key;
        if (position < 0)
            return false;
        var codes = rows.Skip(header.Index + 1).Select(r => Plain.Code(r[position].Text)).Where(c => c.Length > 0).ToList();
        return codes.Count >= 5 && codes.TrueForAll(c => c.Length == 2 && int.TryParse(c, out var n) && n is >= 1 and <= 20);
    }
}
