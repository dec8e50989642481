namespace Gonglian.Foundation.Rules;

/// <summary>小数保护: which entries of a table must not be shown, so that no small one can be computed from the rest.</summary>
/// <remarks>
/// A table is shown with its margins, and margins are entries like any other: the entries of a row add up to its total,
/// those of a column likewise. Of the hidden entries exactly those are determined that are bridges of the graph whose
/// corners are rows and columns and whose edges are the hidden entries. So for each bridge the cheapest further entries
/// are hidden that close a ring with it: small ones first, then margins, and empty ones only where nothing else can. A
/// line whose hidden entries together are small gives up one more: their sum is the total less what is shown.
/// What is 0 all along a line is known to be 0, by definition or because its total says so, and protects nothing: each number that
/// an entry shows has a graph of its own, without the entries of which it is known.
/// Unit: counts of enterprises. A table is protected by itself; two tables of different days may still be subtracted.
/// </remarks>
public sealed class Suppression
{
    /// <summary>What stands in the place of a hidden entry, small or not: which of them are small is not said.</summary>
    public const string Mark = "＊";

    private const double Margin = 1e9;
    private const double Whole = 1e12;
    private const double Nothing = 1e15;

    private readonly IReadOnlyList<long>[][] counts;
    private readonly bool[][] hidden;
    private readonly bool[][][] known;
    private readonly int height;
    private readonly int width;

    private Suppression(IReadOnlyList<long>[][] counts, IReadOnlyList<long>[][] shown)
    {
        this.counts = counts;
        (height, width) = (counts.Length, counts[0].Length);
        hidden = [.. counts.Select(r => new bool[r.Length])];
        known = [.. Enumerable.Range(0, shown[0][0].Count).Select(part => Known(shown, part))];
    }

    /// <summary>Which entries are hidden.</summary>
    /// <param name="counts">
    /// Of each entry the counts that are shown, or follow from what is shown in it alone; the last row and the last column are
    /// the totals. A table of one column has no totals at the side: then each row has one entry.
    /// </param>
    /// <param name="shown">Of each entry the numbers that it shows, where these are not the counts but e.g. people; never negative.</param>
    public static bool[][] Of(IReadOnlyList<long>[][] counts, IReadOnlyList<long>[][]? shown = null)
    {
        var table = new Suppression(counts, shown ?? counts);
        for (var row = 0; row < table.height; row++)
            for (var column = 0; column < table.width; column++)
                table.hidden[row][column] = counts[row][column].Any(IsSmall);
        while (table.Protects()) { }
        return table.hidden;
    }

    /// <summary>Whether a count is too small to be shown: some, but fewer than ten.</summary>
    public static bool IsSmall(long count) => count is > 0 and < SmallNumbers.From;

    // One step; whether one was needed.
    private bool Protects()
    {
        foreach (var sure in known)
            if (Bridge(sure) is { } bridge)
            {
                foreach (var (row, column) in Ring(bridge, sure))
                    hidden[row][column] = true;
                return true;
            }
        return Lines().Any(Widens);
    }

    // Entries of a line of which one number is 0 everywhere.
    private bool[][] Known(IReadOnlyList<long>[][] shown, int part)
    {
        var empty = Lines().Where(line => line.All(e => shown[e.Row][e.Column][part] == 0)).SelectMany(line => line).ToHashSet();
        return
        [
            .. Enumerable.Range(0, height).Select(row => Enumerable.Range(0, width)
                .Select(column => width == 1 ? shown[row][column][part] == 0 : empty.Contains((row, column))).ToArray()),
        ];
    }

    private bool IsKnown(int row, int column) => known.All(sure => sure[row][column]);

    // Nobody may learn the sum of a line's hidden entries where it is small itself.
    private bool Widens(List<(int Row, int Column)> line)
    {
        var total = line[^1];
        var inside = line.Where(e => e != total && hidden[e.Row][e.Column]).ToList();
        if (inside.Count == 0 || hidden[total.Row][total.Column])
            return false;
        var parts = counts[total.Row][total.Column].Count;
        if (!Enumerable.Range(0, parts).Any(p => IsSmall(inside.Sum(e => counts[e.Row][e.Column][p]))))
            return false;
        var (row, column) = line.Where(e => !hidden[e.Row][e.Column] && !IsKnown(e.Row, e.Column)).MinBy(e => Cost(e.Row, e.Column));
        return hidden[row][column] = true;
    }

    private IEnumerable<List<(int Row, int Column)>> Lines()
    {
        for (var column = 0; column < width; column++)
            yield return [.. Enumerable.Range(0, height).Select(row => (row, column))];
        for (var row = 0; row < height && width > 1; row++)
            yield return [.. Enumerable.Range(0, width).Select(column => (row, column))];
    }

    private double Cost(int row, int column)
    {
        if (hidden[row][column])
            return 0;
        var (bottom, side) = (row == height - 1, width > 1 && column == width - 1);
        var level = counts[row][column].All(c => c == 0) ? Nothing : bottom && side ? Whole : bottom || side ? Margin : 0;
        return level + counts[row][column].Max() + 1;
    }

    // Corners: the rows, then the columns. In a table of one column the rows have no sum: they are one corner.
    private int Corner(int row) => width == 1 ? 0 : row;

    private int Corners => (width == 1 ? 1 : height) + width;

    private int Opposite(int column) => Corners - width + column;

    // An entry that alone leads from one corner to another is known from the sums.
    private (int Row, int Column)? Bridge(bool[][] sure)
    {
        var around = new List<(int To, int Row, int Column)>[Corners];
        for (var i = 0; i < around.Length; i++)
            around[i] = [];
        for (var row = 0; row < height; row++)
            for (var column = 0; column < width; column++)
                if (hidden[row][column] && !sure[row][column])
                {
                    around[Corner(row)].Add((Opposite(column), row, column));
                    around[Opposite(column)].Add((Corner(row), row, column));
                }
        var (met, low, next) = (new int[Corners], new int[Corners], 0);
        (int, int)? found = null;
        for (var corner = 0; corner < Corners && found is null; corner++)
            if (met[corner] == 0)
                Walk(corner, (-1, -1));
        return found;

        void Walk(int corner, (int, int) by)
        {
            met[corner] = low[corner] = ++next;
            foreach (var (to, row, column) in around[corner])
            {
                if ((row, column) == by || found is not null)
                    continue;
                if (met[to] == 0)
                    Walk(to, (row, column));
                low[corner] = Math.Min(low[corner], met[to] > met[corner] ? low[to] : met[to]);
                if (met[to] > met[corner] && low[to] > met[corner])
                    found ??= (row, column);
            }
        }
    }

    // The cheapest way between the ends of an entry that does not use it: Dijkstra over all entries, hidden ones for nothing.
    private IEnumerable<(int Row, int Column)> Ring((int Row, int Column) bridge, bool[][] sure)
    {
        var (from, to) = (Corner(bridge.Row), Opposite(bridge.Column));
        var cost = Enumerable.Repeat(double.PositiveInfinity, Corners).ToArray();
        var by = new (int Corner, int Row, int Column)[Corners];
        var open = new PriorityQueue<int, double>();
        cost[from] = 0;
        open.Enqueue(from, 0);
        while (open.TryDequeue(out var corner, out var reached))
        {
            if (reached > cost[corner])
                continue;
            foreach (var (next, row, column) in From(corner).Where(e => (e.Row, e.Column) != bridge && !sure[e.Row][e.Column]))
                if (reached + Cost(row, column) < cost[next])
                {
                    (cost[next], by[next]) = (reached + Cost(row, column), (corner, row, column));
                    open.Enqueue(next, cost[next]);
                }
        }
        for (var corner = to; corner != from; corner = by[corner].Corner)
            yield return (by[corner].Row, by[corner].Column);
    }

    private IEnumerable<(int Next, int Row, int Column)> From(int corner) => corner < Corners - width
        ? from row in width == 1 ? Enumerable.Range(0, height) : [corner]
          from column in Enumerable.Range(0, width)
          select (Opposite(column), row, column)
        : from row in Enumerable.Range(0, height)
          select (Corner(row), row, corner - (Corners - width));
}
