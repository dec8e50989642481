using FsCheck;
using FsCheck.Fluent;
using Gonglian.Foundation.Rules;

namespace Gonglian.Rules.Tests;

/// <summary>小数保护 — what is hidden follows from nothing that is shown; checked with linear algebra, which the rule does not know.</summary>
public sealed class No_hidden_entry_can_be_computed
{
    private static Gen<long> Counts => Gen.Frequency(
        (3, Gen.Constant(0L)), (3, Gen.Choose(1, 9).Select(n => (long)n)), (4, Gen.Choose(10, 400).Select(n => (long)n)));

    // Of each cell two counts: those counted, and the rest; what is shown is both and their sum.
    private static Gen<IReadOnlyList<long>[][]> Tables =>
        from height in Gen.Choose(1, 7)
        from width in Gen.Choose(1, 7)
        from isRate in Gen.Elements(true, false)
        from some in Counts.ArrayOf(height * width)
        from others in Counts.ArrayOf(height * width)
        select Margined(height, width, (r, c) => (some[(r * width) + c], isRate ? others[(r * width) + c] : 0), isRate);

    [Fact]
    public void Whatever_the_table() => Prop.ForAll(Tables.ToArbitrary(), table =>
    {
        var hidden = Suppression.Of(table);
        return Small(table).All(e => hidden[e.Row][e.Column])
            && (Small(table).Count > 0 || Entries(table).All(e => !hidden[e.Row][e.Column]))
            && Enumerable.Range(0, table[0][0].Count).All(part => Determined(hidden, Empty(table, part)).Count == 0)
            && NoSmallSum(table, hidden);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void What_is_zero_by_definition_protects_nothing()
    {
        // People by size and place: of the last row nothing is known, so it counts as 0. Enterprises are counted in it all the same.
        long[][] enterprises = [[3, 40], [60, 50], [20, 30]];
        long[][] people = [[489, 9000], [3000, 2000], [0, 0]];
        var hidden = Suppression.Of(
            Margined(3, 2, (r, c) => (enterprises[r][c], 0), false), Margined(3, 2, (r, c) => (people[r][c], 0), false));
        Assert.True(hidden[0][0]);
        Assert.False(hidden[2].Contains(true));
        Assert.Empty(Determined(hidden, Empty(Margined(3, 2, (r, c) => (people[r][c], 0), false), 0)));

        var column = Suppression.Of(
            Margined(3, 1, (r, _) => (new long[] { 3, 60, 20 }[r], 0), false), Margined(3, 1, (r, _) => (new long[] { 489, 3000, 0 }[r], 0), false));
        Assert.Equal([true, true, false, false], Enumerable.Range(0, 4).Select(r => column[r][0]));
    }

    [Fact]
    public void The_check_itself_finds_what_is_hidden_in_vain()
    {
        var hidden = Enumerable.Range(0, 3).Select(_ => new bool[3]).ToArray();
        hidden[0][0] = true;
        Assert.Equal([(0, 0)], Determined(hidden));
        (hidden[0][1], hidden[1][0]) = (true, true);
        Assert.Equal(3, Determined(hidden).Count);
        hidden[1][1] = true;
        Assert.Empty(Determined(hidden));
    }

    [Fact]
    public void The_cheapest_ring_is_hidden_and_an_empty_cell_only_in_need()
    {
        long[][] numbers = [[5, 200, 30], [40, 0, 50], [300, 20, 90]];
        var hidden = Suppression.Of(Margined(3, 3, (r, c) => (numbers[r][c], 0), false));
        Assert.Equal([(0, 0), (0, 2), (1, 0), (1, 2)], Entries(hidden).Where(e => hidden[e.Row][e.Column]));
    }

    [Fact]
    public void A_single_row_keeps_nothing_but_what_protects_it()
    {
        var alone = Suppression.Of(Margined(1, 1, (_, _) => (4, 0), false));
        Assert.True(alone[0][0] && alone[1][0]);
        var column = Suppression.Of(Margined(3, 1, (r, _) => (new long[] { 4, 60, 30 }[r], 0), false));
        Assert.Equal([true, false, true, false], Enumerable.Range(0, 4).Select(r => column[r][0]));
    }

    private static IReadOnlyList<long>[][] Margined(int height, int width, Func<int, int, (long, long)> cell, bool isRate)
    {
        var across = width == 1 ? 1 : width + 1;
        var table = Enumerable.Range(0, height + 1).Select(_ => new IReadOnlyList<long>[across]).ToArray();
        for (var r = 0; r <= height; r++)
            for (var c = 0; c < across; c++)
            {
                var inside = (from row in r < height ? [r] : Enumerable.Range(0, height)
                              from column in c < width ? [c] : Enumerable.Range(0, width)
                              select cell(row, column)).ToList();
                var (some, others) = (inside.Sum(i => i.Item1), inside.Sum(i => i.Item2));
                table[r][c] = isRate ? [some + others, some, others] : [some];
            }
        return table;
    }

    private static List<(int Row, int Column)> Small(IReadOnlyList<long>[][] table) =>
        [.. Entries(table).Where(e => table[e.Row][e.Column].Any(n => n is > 0 and < 10))];

    private static IEnumerable<(int Row, int Column)> Entries<T>(T[][] table) =>
        from row in Enumerable.Range(0, table.Length)
        from column in Enumerable.Range(0, table[0].Length)
        select (row, column);

    // Every row and every column adds up to its last entry: an unknown is known if its unit vector lies in the equations' span.
    private static List<(int Row, int Column)> Determined(bool[][] hidden, HashSet<(int Row, int Column)>? empty = null)
    {
        var unknowns = Entries(hidden).Where(e => hidden[e.Row][e.Column] && empty?.Contains(e) != true).ToList();
        var (height, width) = (hidden.Length, hidden[0].Length);
        var lines = Enumerable.Range(0, width).Select(c => (Func<(int Row, int Column), double>)(e => e.Column != c ? 0 : e.Row == height - 1 ? -1 : 1));
        if (width > 1)
            lines = lines.Concat(Enumerable.Range(0, height)
                .Select(r => (Func<(int Row, int Column), double>)(e => e.Row != r ? 0 : e.Column == width - 1 ? -1 : 1)));
        var equations = lines.Select(line => unknowns.Select(line).ToArray()).ToList();
        var rank = Rank(equations);
        return [.. unknowns.Where((_, i) => Rank([.. equations, [.. unknowns.Select((_, j) => i == j ? 1.0 : 0.0)]]) == rank)];
    }

    // Whoever sees that a line adds up to nothing, or knows it by definition, knows every entry of it.
    private static HashSet<(int Row, int Column)> Empty(IReadOnlyList<long>[][] table, int part)
    {
        var (height, width) = (table.Length, table[0].Length);
        return
        [
            .. Entries(table).Where(e => width == 1
                ? table[e.Row][0][part] == 0
                : Enumerable.Range(0, width).All(c => table[e.Row][c][part] == 0) || Enumerable.Range(0, height).All(r => table[r][e.Column][part] == 0)),
        ];
    }

    private static int Rank(IReadOnlyList<double[]> equations)
    {
        var rows = equations.Select(e => (double[])e.Clone()).ToList();
        var rank = 0;
        for (var column = 0; rows.Count > 0 && column < rows[0].Length && rank < rows.Count; column++)
        {
            var pivot = Enumerable.Range(rank, rows.Count - rank).MaxBy(r => Math.Abs(rows[r][column]));
            if (Math.Abs(rows[pivot][column]) < 1e-9)
                continue;
            (rows[rank], rows[pivot]) = (rows[pivot], rows[rank]);
            for (var r = rank + 1; r < rows.Count; r++)
                for (var (factor, c) = (rows[r][column] / rows[rank][column], column); c < rows[r].Length; c++)
                    rows[r][c] -= factor * rows[rank][c];
            rank++;
        }
        return rank;
    }

    private static bool NoSmallSum(IReadOnlyList<long>[][] table, bool[][] hidden)
    {
        var (height, width) = (hidden.Length, hidden[0].Length);
        var lines = Enumerable.Range(0, width).Select(c => Enumerable.Range(0, height).Select(r => (Row: r, Column: c)).ToList());
        if (width > 1)
            lines = lines.Concat(Enumerable.Range(0, height).Select(r => Enumerable.Range(0, width).Select(c => (Row: r, Column: c)).ToList()));
        return lines.All(line => hidden[line[^1].Row][line[^1].Column] || Enumerable.Range(0, table[0][0].Count).All(part =>
            line.SkipLast(1).Where(e => hidden[e.Row][e.Column]).Sum(e => table[e.Row][e.Column][part]) is 0 or >= 10));
    }
}
