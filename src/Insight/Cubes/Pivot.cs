using System.Runtime.InteropServices;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Rules;

namespace Gonglian.Insight.Cubes;

/// <summary>What is asked of the cube.</summary>
/// <param name="Rows">What divides downwards.</param>
/// <param name="Columns">What divides sideways; nothing for one column.</param>
/// <param name="Measure">What is counted.</param>
public sealed record PivotAsk(Dimension Rows, Dimension? Columns, PivotMeasure Measure);

/// <summary>A cell of a pivot: sums over its units, never a mean of rates.</summary>
/// <param name="Units">Units in file.</param>
/// <param name="Counted">How much is counted.</param>
/// <param name="CountedUnits">In how many units.</param>
/// <param name="Of">How much is below the line, or of its kin; 0 where there is neither.</param>
/// <param name="OfUnits">In how many units.</param>
[StructLayout(LayoutKind.Auto)]
public record struct PivotCell(long Units, long Counted, long CountedUnits, long Of, long OfUnits)
{
    /// <summary>The rate.</summary>
    public readonly Share Share => new(Counted, Of);

    /// <summary>Adds up.</summary>
    public static PivotCell operator +(PivotCell one, PivotCell other) => Add(one, other);

    /// <inheritdoc cref="op_Addition"/>
    public static PivotCell Add(PivotCell left, PivotCell right) => new(
        left.Units + right.Units, left.Counted + right.Counted, left.CountedUnits + right.CountedUnits,
        left.Of + right.Of, left.OfUnits + right.OfUnits);
}

/// <summary>透视表: a measure by two dimensions, with its margins.</summary>
public sealed class Pivot
{
    private readonly PivotCell[] cells;
    private readonly int width;

    private Pivot(Scope scope, PivotAsk ask, IReadOnlyList<PivotLine> rows, IReadOnlyList<PivotLine> columns, PivotCell[] cells) =>
        (Scope, Ask, Rows, Columns, this.cells, width) = (scope, ask, rows, columns, cells, columns.Count + 1);

    /// <summary>Of what.</summary>
    public Scope Scope { get; }

    /// <summary>What was asked.</summary>
    public PivotAsk Ask { get; }

    /// <summary>The lines downwards that have units.</summary>
    public IReadOnlyList<PivotLine> Rows { get; }

    /// <summary>The lines sideways that have units.</summary>
    public IReadOnlyList<PivotLine> Columns { get; }

    /// <summary>A cell; the line after the last is the margin.</summary>
    /// <param name="row">From 0; <c>Rows.Count</c> for the total of a column.</param>
    /// <param name="column">From 0; <c>Columns.Count</c> for the total of a row.</param>
    public PivotCell this[int row, int column] => cells[(row * width) + column];

    /// <summary>The whole.</summary>
    public PivotCell Total => cells[^1];

    /// <summary>The same, its rows by their totals; where a cell is a rate, by the rate, what has none last.</summary>
    public Pivot ByTotal(bool descending)
    {
        var order = Enumerable.Range(0, Rows.Count).OrderBy(r => Value(r) is null)
            .ThenBy(r => (descending ? -1 : 1) * (Value(r) ?? 0)).ToList();
        var turned = order.Append(Rows.Count).SelectMany(r => cells[(r * width)..((r + 1) * width)]).ToArray();
        return new(Scope, Ask, [.. order.Select(r => Rows[r])], Columns, turned);

        decimal? Value(int row) => Ask.Measure.IsRate ? this[row, width - 1].Share.Value : this[row, width - 1].Counted;
    }

    /// <summary>Answers from places that are up to date.</summary>
    /// <param name="places">The cube's places.</param>
    /// <param name="caller">Who asks: only what lies in the scope is counted.</param>
    /// <param name="scope">Of what.</param>
    /// <param name="ask">What.</param>
    /// <param name="tree">Names and kinds of the places.</param>
    public static Pivot Of(IEnumerable<CubePlace> places, Caller caller, Scope scope, PivotAsk ask, UnitTree.Tree tree)
    {
        var ranges = scope.Paths.Select(PathRange.Of).ToList();
        var inside = places.Where(p => p.Units.Length > 0 && ranges.Exists(r => r.Covers(p.Path)) && caller.Covers(p.Path)).ToList();
        var (rows, columns) = (Axis.Of(ask.Rows, inside, tree), Axis.Of(ask.Columns, inside, tree));
        var sums = new PivotCell[rows.Lines.Count * columns.Lines.Count];
        foreach (var place in inside)
            Add(sums, place, rows, columns, ask.Measure);
        return Margined(scope, ask, rows.Lines, columns.Lines, sums);
    }

    private static void Add(PivotCell[] sums, CubePlace place, Axis rows, Axis columns, PivotMeasure measure)
    {
        var (counted, weight) = Mask(measure.Counted);
        var (of, ofWeight) = Mask(measure.Of ?? measure.Kin ?? Measures.Units);
        var (rowOf, columnOf) = (Lines(rows, place), Lines(columns, place));
        var (rowShift, rowMask, columnShift, columnMask) = (rows.Shift, rows.Mask, columns.Shift, columns.Mask);
        var (isCompared, across) = (measure.IsRate || measure.Kin is not null, columns.Lines.Count);
        foreach (ref readonly var unit in place.Units.AsSpan())
        {
            var bits = unit.Bits;
            ref var cell = ref sums[(rowOf[(bits >> rowShift) & rowMask] * across) + columnOf[(bits >> columnShift) & columnMask]];
            cell.Units++;
            if ((bits & counted) == counted)
            {
                cell.CountedUnits++;
                cell.Counted += Weigh(unit, weight);
            }
            if (isCompared && (bits & of) == of)
            {
                cell.OfUnits++;
                cell.Of += Weigh(unit, ofWeight);
            }
        }
    }

    private static int[] Lines(Axis axis, CubePlace place) => axis.Mask > 0 ? axis.LineOfValue : [axis.LineOf(place)];

    private static (ulong Flags, CubeWeight Weight) Mask(string measure) =>
        ((ulong)PivotMeasure.Counts[measure].Flags, PivotMeasure.Counts[measure].Weight);

    private static int Weigh(in CubeUnit unit, CubeWeight weight) => weight switch
    {
        CubeWeight.One => 1,
        CubeWeight.Employees => unit.Headcount,
        _ => unit.Members,
    };

    // Lines without a unit are left out; margins are the sums of what is left.
    private static Pivot Margined(
        Scope scope, PivotAsk ask, IReadOnlyList<PivotLine> rows, IReadOnlyList<PivotLine> columns, PivotCell[] sums)
    {
        var across = columns.Count;
        var keptRows = Enumerable.Range(0, rows.Count).Where(r => sums.AsSpan(r * across, across).ToArray().Any(c => c.Units > 0)).ToList();
        var keptColumns = Enumerable.Range(0, across)
            .Where(c => Enumerable.Range(0, rows.Count).Any(r => sums[(r * across) + c].Units > 0)).ToList();
        var (height, width) = (keptRows.Count, keptColumns.Count);
        var margined = new PivotCell[(height + 1) * (width + 1)];
        foreach (var (r, row) in keptRows.Index())
            foreach (var (c, column) in keptColumns.Index())
            {
                var cell = sums[(row * across) + column];
                margined[(r * (width + 1)) + c] = cell;
                margined[(r * (width + 1)) + width] += cell;
                margined[(height * (width + 1)) + c] += cell;
                margined[^1] += cell;
            }
        return new(scope, ask, [.. keptRows.Select(r => rows[r])], [.. keptColumns.Select(c => columns[c])], margined);
    }
}
