using Gonglian.Foundation;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Sheets;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations.Tree;

/// <summary>A unit with the sums of its counters, everything below it included.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Sums">Measures by id.</param>
public sealed record UnitRow(Unit Unit, IReadOnlyDictionary<string, long> Sums)
{
    /// <summary>The path of the unit above; empty for the root.</summary>
    public string Above => Unit.PathAbove(Unit.Path);
}

/// <summary>Which units are asked for.</summary>
/// <param name="Text">Part of the name, or the beginning of the code.</param>
/// <param name="Closed">Closed ones as well.</param>
public sealed record UnitFilter(string? Text = null, bool Closed = false);

/// <summary>The list of units: one query and one list of columns, for the page and the API.</summary>
public static class UnitList
{
    /// <summary>Measure: units in file at all; the Enterprises room counts it.</summary>
    public const string Enterprises = "units";

    /// <summary>Measure: units in the base set; the Enterprises room counts it.</summary>
    public const string Base = "base";

    /// <summary>The columns; words in the reader's language.</summary>
    public static IReadOnlyList<Column<UnitRow>> Columns(Texts words) =>
    [
        new("name", "名称", r => r.Unit.Name) { Link = r => $"/organisations/{r.Unit.Code}" },
        new("code", "代码", r => r.Unit.Code) { Narrow = true },
        new("kind", "层级", r => words[r.Unit.Kind.Title()])
            { Code = r => ApiList.Code(r.Unit.Kind), Codes = ApiList.Codes<UnitKind>() },
        new("enterprises", "企业", r => r.Sums.GetValueOrDefault(Enterprises))
            { Kind = ColumnKind.Number, Narrow = true },
        new("base", "统计基数", r => r.Sums.GetValueOrDefault(Base)) { Kind = ColumnKind.Number, Narrow = true },
        new("validFrom", "设立", r => r.Unit.ValidFrom) { Kind = ColumnKind.Date, Default = false },
        new("validTo", "撤销", r => r.Unit.ValidTo) { Kind = ColumnKind.Date, Default = false },
        new("statistical", "统计用", r => r.Unit.Statistical) { Kind = ColumnKind.Flag, Default = false },
        new("creationYear", "创建年份", r => r.Unit.CreationYear) { Kind = ColumnKind.Number, Default = false },
        new("sample", "示例", r => r.Unit.Sample) { Kind = ColumnKind.Flag, Default = false },
    ];

    /// <summary>The caller's units from the top, each before those below it.</summary>
    /// <param name="db">The context.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="filter">Which.</param>
    /// <param name="today">The day; units that ended before are closed.</param>
    public static async Task<IReadOnlyList<UnitRow>> UnitRows(
        this AppDb db, Caller caller, UnitFilter filter, DateOnly today)
    {
        var units = (await db.Units
            .Where(u => filter.Closed || u.ValidTo == null || u.ValidTo > today)
            .OrderBy(u => u.Path).ToListAsync()).FindAll(u => caller.Can("organisations.see", u.Path));
        var sums = await db.SumsByPart(units.ConvertAll(u => u.Path));
        var rows = units.ConvertAll(u => new UnitRow(u, sums[u.Path]));
        return string.IsNullOrWhiteSpace(filter.Text) ? rows : Around(rows, filter.Text.Trim());
    }

    /// <summary>Whether a search finds the unit itself.</summary>
    public static bool Matches(Unit unit, string text) =>
        unit.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
        || unit.Code.StartsWith(text, StringComparison.OrdinalIgnoreCase);

    // What was found, what is above it so that one sees where it lies, and what is below it.
    private static List<UnitRow> Around(List<UnitRow> rows, string text)
    {
        var found = rows.Where(r => Matches(r.Unit, text)).Select(r => r.Unit.Path).ToList();
        return rows.FindAll(r => found.Exists(f => f.StartsWith(r.Unit.Path, StringComparison.Ordinal)
            || r.Unit.Path.StartsWith(f, StringComparison.Ordinal)));
    }
}
