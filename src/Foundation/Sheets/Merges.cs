using System.Runtime.CompilerServices;

namespace Gonglian.Foundation.Sheets;

/// <summary>The merged blocks of a sheet, which fill their cells from the upper left one as the rows go by.</summary>
internal sealed class Merges
{
    private readonly List<(int Top, int Left, int Bottom, int Right)> blocks = [];
    private readonly (int Until, Cell Value)[] open;
    private int next;
    private int last;

    /// <summary>No blocks yet.</summary>
    /// <param name="columns">Columns that can be filled.</param>
    public Merges(int columns) => open = new (int, Cell)[columns];

    /// <summary>How many blocks there are.</summary>
    public int Count => blocks.Count;

    /// <summary>Adds a block; rows and columns from 0, both ends included.</summary>
    public void Add(int top, int left, int bottom, int right)
    {
        if (top <= bottom && left <= right && left < open.Length && (top < bottom || left < right))
            blocks.Add((top, left, bottom, Math.Min(right, open.Length - 1)));
    }

    /// <summary>Goes back to the top.</summary>
    public void Restart()
    {
        blocks.Sort();
        Array.Clear(open);
        (next, last) = (0, -1);
    }

    /// <summary>Fills the cells of a row; rows come in ascending order.</summary>
    /// <returns>How many columns the row has now.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Fill(int row, Cell[] cells, int width)
    {
        for (; next < blocks.Count && blocks[next].Top <= row; next++)
        {
            if (blocks[next].Top == row)
                Open(blocks[next], cells);
        }

        if (row > last)
            return width;

        for (var column = 0; column < open.Length; column++)
        {
            if (open[column].Until < row || open[column].Value.IsEmpty)
                continue;

            if (column >= width || cells[column].IsEmpty)
                cells[column] = open[column].Value;

            width = Math.Max(width, column + 1);
        }

        return width;
    }

    private void Open((int Top, int Left, int Bottom, int Right) block, Cell[] cells)
    {
        var value = cells[block.Left];
        value = value with { Marks = value.Marks | CellMarks.Merged };
        last = Math.Max(last, block.Bottom);
        for (var column = block.Left; column <= block.Right; column++)
            open[column] = (block.Bottom, value);
    }
}
