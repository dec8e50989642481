using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;

namespace Gonglian.Insight;

/// <summary>The columns of the table of parts, and its order.</summary>
public static class PartColumns
{
    /// <summary>The column with the dot against the target.</summary>
    public const string Dot = "distance";

    /// <summary>The columns: name, every indicator, the distance of the one shown, what is excluded and unverified.</summary>
    /// <param name="board">The board.</param>
    /// <param name="only">Whether only the indicator shown has columns.</param>
    public static IEnumerable<Column<BoardPart>> Of(Board board, bool only)
    {
        yield return new Column<BoardPart>("name", "单位", p => p.Unit.Name) { Narrow = true };
        foreach (var indicator in board.Indicators.Where(i => i == board.Shown || (!only && i.IsMain)))
        {
            yield return new Column<BoardPart>(indicator.Id, indicator.Title, p => Value(indicator, p))
            {
                Kind = indicator.Denominator is null ? ColumnKind.Number : ColumnKind.Percent,
                Narrow = true,
            };
            if (indicator == board.Shown && indicator.Target is not null)
                yield return new Column<BoardPart>(Dot, "离目标", p => Value(indicator, p)) { ScreenOnly = true };
        }
        yield return new Column<BoardPart>("excluded", "排除", p => Excluded(p)) { Kind = ColumnKind.Number, Narrow = true };
        yield return new Column<BoardPart>(Measures.Unverified, "未核实", p => p[Measures.Unverified])
        {
            Kind = ColumnKind.Number,
            Narrow = true,
        };
    }

    /// <summary>The columns of the same table in a workbook, in the reader's language: every rate with its two counts.</summary>
    /// <param name="board">The board.</param>
    /// <param name="whole">The part that stands for the total.</param>
    /// <param name="l">The texts.</param>
    public static IEnumerable<Column<BoardPart>> InSheet(Board board, BoardPart whole, Texts l)
    {
        yield return new("name", l["单位"], p => p == whole ? Total(board, l) : p.IsRest ? l["未落到下级"] : p.Unit.Name);
        yield return new("code", l["代码"], p => p.IsRest && p != whole ? null : p == whole ? board.Scope.Code : p.Unit.Code);
        foreach (var indicator in board.Indicators.Where(i => i.NotYet is null))
        {
            if (indicator.Denominator is { } below)
            {
                yield return new(indicator.Id, l[indicator.Title], p => Value(indicator, p)) { Kind = ColumnKind.Percent };
                yield return Count(indicator, l["分子"], indicator.Numerator);
                yield return Count(indicator, l["分母"], below);
            }
            else
                yield return new(indicator.Id, l[indicator.Title], p => p[indicator.Numerator]) { Kind = ColumnKind.Number };
        }
        yield return new("excluded", l["排除"], p => Excluded(p)) { Kind = ColumnKind.Number };
        yield return new(Measures.Unverified, l["未核实"], p => p[Measures.Unverified]) { Kind = ColumnKind.Number };

        Column<BoardPart> Count(Indicator indicator, string what, string measure) =>
            new($"{indicator.Id}-{measure}", $"{l[indicator.Title]} {what}", p => p[measure]) { Kind = ColumnKind.Number };
    }

    /// <summary>The parts in an order: by the tree, or by a column; what cannot be compared stands last.</summary>
    public static IReadOnlyList<BoardPart> Sorted(
        Board board, IReadOnlyList<Column<BoardPart>> columns, string? sort, bool descending)
    {
        if (columns.FirstOrDefault(c => c.Id == sort) is not { } column)
            return board.Parts;
        if (column.Id == "name")
            return [.. Turned(board.Parts, p => Pinyin.SortKey(p.Unit.Name), descending, StringComparer.Ordinal)];
        var known = board.Parts.Where(p => column.Value(p) is not null);
        return
        [
            .. Turned(known, p => Convert.ToDecimal(column.Value(p), null), descending, null),
            .. board.Parts.Where(p => column.Value(p) is null),
        ];
    }

    private static string Total(Board board, Texts l) =>
        board.Scope.IsGroup ? l["合计"] : $"{board.Scope.Unit.Name} {l["合计"]}";

    private static object? Value(Indicator indicator, BoardPart part)
    {
        var share = indicator.Of(part.Sums);
        if (indicator.Denominator is null)
            return share.Numerator;
        return share.IsComparable() ? share.Value : null;
    }

    private static long Excluded(BoardPart part) => Enum.GetValues<ExclusionCode>().Sum(c => part[Measures.Excluded(c)]);

    private static IOrderedEnumerable<BoardPart> Turned<T>(
        IEnumerable<BoardPart> parts, Func<BoardPart, T> by, bool descending, IComparer<T>? comparer) =>
        descending ? parts.OrderByDescending(by, comparer) : parts.OrderBy(by, comparer);
}
