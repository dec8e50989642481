using Gonglian.Enterprises;
using Microsoft.AspNetCore.Http;

namespace Gonglian.Insight.Cubes;

/// <summary>穿透: the rows behind a cell of a pivot, as the filter of the list that opens exactly them.</summary>
public static class PivotRows
{
    /// <summary>The filter of a cell's counted rows.</summary>
    /// <param name="pivot">The pivot.</param>
    /// <param name="row">The row; the one after the last is the margin.</param>
    /// <param name="column">The column, likewise.</param>
    /// <param name="below">Whether the rows below the line of a rate are asked for.</param>
    /// <returns>Nothing where no filter says it: what lies in no place of the kind.</returns>
    public static EnterpriseFilter? Behind(this Pivot pivot, int row, int column, bool below = false)
    {
        var measure = pivot.Ask.Measure;
        var filter = new EnterpriseFilter
        {
            Place = pivot.Scope.Code,
            Counted = measure.Rows,
            Part = measure.Rows is null || (measure.Part == "numerator" && !below) ? null : "denominator",
        };
        PivotLine?[] lines =
        [
            row < pivot.Rows.Count ? pivot.Rows[row] : null,
            column < pivot.Columns.Count ? pivot.Columns[column] : null,
        ];
        foreach (var line in lines.OfType<PivotLine>())
        {
            if (line.Narrow is null)
                return null;
            filter = line.Narrow(filter);
        }
        // Of two places one lies in the other, or the cell is empty.
        if (lines.Select(l => l?.Place).Where(p => p is not null).MaxBy(p => p!.Path.Length) is { } place)
            filter = filter with { Place = place.Code, Within = Holds(pivot.Scope, place.Path) ? null : pivot.Scope.Code };
        return filter;
    }

    /// <summary>The address of the list of a cell's rows: it says at once how many they are, and how many people, as the cell does.</summary>
    /// <inheritdoc cref="Behind"/>
    public static string? RowsAddress(this Pivot pivot, int row, int column, bool below = false)
    {
        if (pivot.Behind(row, column, below) is not { } filter)
            return null;
        var units = below ? pivot[row, column].OfUnits : pivot[row, column].CountedUnits;
        var count = pivot.Ask.Measure.Unit == "人" ? "people" : units > EnterpriseList.CountedTo ? "exact" : null;
        return "/enterprises" + QueryString.Create(
        [
            .. filter.Words().Select(w => KeyValuePair.Create(w.Key, (string?)w.Value)),
            .. count is null ? Array.Empty<KeyValuePair<string, string?>>() : [new("count", count)],
        ]).ToUriComponent();
    }

    private static bool Holds(Scope scope, string path) =>
        !scope.IsGroup && path.StartsWith(scope.Unit.Path, StringComparison.Ordinal);
}
