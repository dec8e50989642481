using Gonglian.Foundation.Rules;

namespace Gonglian.Insight.Cubes;

/// <summary>公开版: which cells of a pivot are not shown outside the house.</summary>
/// <remarks>
/// A cell is shown with all its counts or not at all, rate and n/N together. Small is what fewer than ten enterprises make:
/// those counted, those below the line, or those below it that are not counted; where people are counted, the enterprises
/// behind them. However the same table is turned or ordered, and whether it is of a rate or of its two counts, the same cells
/// are hidden: otherwise two of its forms could be laid side by side.
/// </remarks>
public sealed class PivotHiding
{
    private readonly bool[][]? hidden;
    private readonly int[] rows = [];
    private readonly int[] columns = [];
    private readonly bool isTurned;

    /// <summary>Looks at every cell and margin.</summary>
    /// <param name="pivot">The table.</param>
    /// <param name="isPublic">Whether anything is hidden at all.</param>
    public PivotHiding(Pivot pivot, bool isPublic)
    {
        if (!isPublic || pivot.Rows.Count == 0)
            return;
        rows = Places(pivot.Rows);
        // Without a second dimension the cell and its row's total are one.
        columns = pivot.Ask.Columns is null ? [.. pivot.Columns.Select(_ => 0), 0] : Places(pivot.Columns);
        isTurned = pivot.Ask.Columns is { } across && string.CompareOrdinal(across.Id, pivot.Ask.Rows.Id) < 0;
        hidden = Suppression.Of(Table(pivot, Counts), Table(pivot, Shown));
    }

    /// <summary>Whether anything is hidden.</summary>
    public bool Any => hidden?.Any(row => row.Contains(true)) == true;

    /// <summary>Whether a cell is.</summary>
    public bool Of(int row, int column) =>
        hidden is not null && (isTurned ? hidden[columns[column]][rows[row]] : hidden[rows[row]][columns[column]]);

    private IReadOnlyList<long>[][] Table(Pivot pivot, Func<PivotCell, PivotMeasure, IReadOnlyList<long>> of)
    {
        var (height, width) = (rows.Length, columns.Max() + 1);
        if (isTurned)
            (height, width) = (width, height);
        var table = Enumerable.Range(0, height).Select(_ => new IReadOnlyList<long>[width]).ToArray();
        foreach (var (row, place) in rows.Index())
            foreach (var (column, other) in columns.Index())
                (isTurned ? ref table[other][place] : ref table[place][other]) = of(pivot[row, column], pivot.Ask.Measure);
        return table;
    }

    // Where each line stands when they are ordered by their codes; the total stays last.
    private static int[] Places(IReadOnlyList<PivotLine> lines)
    {
        var places = new int[lines.Count + 1];
        places[^1] = lines.Count;
        foreach (var (place, line) in Enumerable.Range(0, lines.Count).OrderBy(i => lines[i].Code, StringComparer.Ordinal).Index())
            places[line] = place;
        return places;
    }

    private static IReadOnlyList<long> Shown(PivotCell cell, PivotMeasure measure) => measure switch
    {
        { Unit: "人", IsRate: true } => [cell.Of, cell.Counted, cell.Of - cell.Counted],
        { Unit: "人" } => [cell.Counted],
        _ => Counts(cell, measure),
    };

    private static IReadOnlyList<long> Counts(PivotCell cell, PivotMeasure measure) => measure switch
    {
        { IsRate: false, Kin: null } => [cell.CountedUnits],
        { Unit: "人" } => [cell.OfUnits],
        _ => [Math.Max(cell.OfUnits, cell.CountedUnits), Math.Min(cell.OfUnits, cell.CountedUnits), Math.Abs(cell.OfUnits - cell.CountedUnits)],
    };
}
