using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;

namespace Gonglian.Organisations.Imports;

/// <summary>组织表: a table of units from an xlsx, xls or csv file.</summary>
public static class UnitSheet
{
    /// <summary>The most rows of one table: a district has a few hundred.</summary>
    public const int Most = 5_000;

    private static readonly SheetLimits Limits = new()
    {
        FileBytes = 4L << 20,
        UnpackedBytes = 64L << 20,
        SharedTextBytes = 16 << 20,
        Rows = 4 * Most,
    };

    /// <summary>Reads the rows of the first sheet that holds something.</summary>
    /// <param name="file">The content; it is closed.</param>
    /// <exception cref="Refused">
    /// <c>organisations.import-header</c>: no row names a column of codes and one of names;
    /// <c>organisations.import-many</c>; <c>organisations.import-empty</c>; and those of <see cref="SheetReader"/>.
    /// </exception>
    public static IReadOnlyList<UnitLine> Read(Stream file)
    {
        using var sheet = SheetReader.Open(file, Limits);
        var rows = sheet.Rows().Take(Most + HeaderRow.Look + 1).ToList();
        if (HeaderRow.Find(rows, UnitColumns.IsKnown) is not { } header)
            throw NoHeader();
        var places = UnitColumns.Places(header);
        if (!places.ContainsKey(UnitColumn.Code) || !places.ContainsKey(UnitColumn.Name))
            throw NoHeader();
        var lines = rows.Skip(header.Index + 1).Select(row => Line(row, places))
            .Where(l => l.Code.Length > 0 || l.Name.Length > 0).ToList();
        return lines.Count switch
        {
            0 => throw new Refused("organisations.import-empty", "列名下面没有任何单位"),
            > Most => throw TooMany(),
            _ => lines,
        };
    }

    internal static Refused TooMany() => new("organisations.import-many", "一次最多导入 {0} 行,请分开导入", Most);

    private static Refused NoHeader() => new("organisations.import-header",
        "没有找到列名。至少要有“代码”和“名称”两列;下载模板可以看到各列的写法");

    private static UnitLine Line(SheetRow row, IReadOnlyDictionary<UnitColumn, int> places)
    {
        return new(row.Number, Cell(UnitColumn.Code), Cell(UnitColumn.Name), Cell(UnitColumn.Kind),
            Cell(UnitColumn.AboveCode), Cell(UnitColumn.AboveName), Cell(UnitColumn.CreationYear));

        string Cell(UnitColumn column) =>
            places.TryGetValue(column, out var at) ? UnitLine.Plainly(row[at].Text) : "";
    }
}
