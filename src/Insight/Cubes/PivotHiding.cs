using Gonglian.Foundation.Rules;

namespace Gonglian.Insight.Cubes;

/// <summary>公开版: which cells of a pivot are not shown outside the house.</summary>
/// <remarks>
/// A cell is shown with all its counts or not at all, rate and n/N together. Small is what fewer than ten enterprises make:
/// those counted, those below the line, or those below it that are not counted; where people are counted, the enterprises
/// behind them.
/// </remarks>
public sealed class PivotHiding
{
    private readonly bool[][]? hidden;
    private readonly int lastColumn;

    /// <summary>Looks at every cell and margin.</summary>
    /// <param name="pivot">The table.</param>
    /// <param name="isPublic">Whether anything is hidden at all.</param>
    public PivotHiding(Pivot pivot, bool isPublic)
    {
        lastColumn = pivot.Ask.Columns is null ? 0 : pivot.Columns.Count;
        if (!isPublic || pivot.Rows.Count == 0)
            return;
        hidden = Suppression.Of([.. Enumerable.Range(0, pivot.Rows.Count + 1).Select(row => Enumerable.Range(0, lastColumn + 1)
            .Select(column => Counts(pivot[row, column], pivot.Ask.Measure)).ToArray())]);
    }

    /// <summary>Whether anything is hidden.</summary>
    public bool Any => hidden?.Any(row => row.Contains(true)) == true;

    /// <summary>Whether a cell is; without a second dimension the cell and its row's total are one.</summary>
    public bool Of(int row, int column) => hidden?[row][Math.Min(column, lastColumn)] == true;

    private static IReadOnlyList<long> Counts(PivotCell cell, PivotMeasure measure) => measure switch
    {
        { IsRate: false } => [cell.CountedUnits],
        { Unit: "人" } => [cell.OfUnits],
        _ => [cell.OfUnits, cell.CountedUnits, cell.OfUnits - cell.CountedUnits],
    };
}
