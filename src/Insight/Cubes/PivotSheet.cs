using Gonglian.Foundation;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;

namespace Gonglian.Insight.Cubes;

/// <summary>A pivot as a sheet: a row a line, the totals last; beside every rate its two counts.</summary>
public static class PivotSheet
{
    /// <summary>The columns; a row of the sheet is the number of a line.</summary>
    /// <param name="pivot">The table.</param>
    /// <param name="hiding">What is hidden in it.</param>
    /// <param name="l">The texts.</param>
    public static IReadOnlyList<Column<int>> Columns(Pivot pivot, PivotHiding hiding, Texts l)
    {
        var (measure, hasColumns) = (pivot.Ask.Measure, pivot.Ask.Columns is not null);
        var shown = Enumerable.Range(hasColumns ? 0 : pivot.Columns.Count, hasColumns ? pivot.Columns.Count + 1 : 1);
        return
        [
            new("line", l[pivot.Ask.Rows.Title], row => row < pivot.Rows.Count ? l[pivot.Rows[row].Title] : $"{pivot.Scope.Title(l)} {l["合计"]}"),
            .. shown.SelectMany(column => Of(column, column < pivot.Columns.Count ? l[pivot.Columns[column].Title] : l["合计"])),
        ];

        IEnumerable<Column<int>> Of(int column, string title)
        {
            if (!measure.IsRate)
            {
                yield return new($"c{column}", title, Shown(column, c => c.Counted)) { Kind = ColumnKind.Number };
                yield break;
            }
            yield return new($"c{column}", title, Shown(column, c => c.Of == 0 ? null : c.Share)) { Kind = ColumnKind.Percent };
            yield return new($"n{column}", $"{title} {l["分子"]}", Shown(column, c => c.Counted)) { Kind = ColumnKind.Number };
            yield return new($"d{column}", $"{title} {l["分母"]}", Shown(column, c => c.Of)) { Kind = ColumnKind.Number };
        }

        Func<int, object?> Shown(int column, Func<PivotCell, object?> value) =>
            row => hiding.Of(row, column) ? Suppression.Mark : value(pivot[row, column]);
    }
}
