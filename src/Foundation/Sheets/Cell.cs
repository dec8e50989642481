using System.Runtime.InteropServices;

namespace Gonglian.Foundation.Sheets;

/// <summary>What is to be known of a cell beside its text.</summary>
[Flags]
public enum CellMarks
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The text is the result of a formula as the spreadsheet last stored it; formulas are never evaluated.</summary>
    Formula = 1,

    /// <summary>The spreadsheet shows an error, such as #N/A.</summary>
    Error = 2,

    /// <summary>Stored as a number of 16 digits or more (9.14403E+17): a code whose last digits are lost for good.</summary>
    CodeBecameNumber = 4,

    /// <summary>The cell is part of a merged block and repeats its upper left value.</summary>
    Merged = 8,

    /// <summary>Stored as a day or a time; the text is yyyy-MM-dd, yyyy-MM-dd HH:mm:ss or HH:mm:ss.</summary>
    Date = 16,
}

/// <summary>单元格: the text that a person sees, and its marks.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Cell
{
    private readonly string? text;

    /// <summary>A cell.</summary>
    /// <param name="text">What a person sees.</param>
    /// <param name="marks">What is to be known beside the text.</param>
    public Cell(string? text, CellMarks marks = CellMarks.None)
    {
        this.text = string.IsNullOrEmpty(text) ? null : text;
        Marks = marks;
    }

    /// <summary>A cell without anything in it.</summary>
    public static Cell Empty => default;

    /// <summary>Never null; empty for an empty cell.</summary>
    public string Text => text ?? string.Empty;

    /// <summary>What is to be known beside the text.</summary>
    public CellMarks Marks { get; init; }

    /// <summary>Whether nothing is to be seen.</summary>
    public bool IsEmpty => text is null;

    /// <summary>Whether the cell carries a mark.</summary>
    public bool Is(CellMarks mark) => (Marks & mark) != CellMarks.None;
}

/// <summary>行: a row of a spreadsheet that has at least one cell of its own.</summary>
/// <param name="number">Number of the row as the person sees it, from 1.</param>
/// <param name="cells">From the first column to the last that holds something.</param>
/// <param name="beside">Cells that stand in no column of the sheet, at places beyond every column.</param>
public sealed class SheetRow(int number, IReadOnlyList<Cell> cells, IReadOnlyDictionary<int, Cell>? beside = null)
{
    /// <summary>Number of the row as the person sees it, from 1.</summary>
    public int Number { get; } = number;

    /// <summary>From the first column to the last that holds something.</summary>
    public IReadOnlyList<Cell> Cells { get; } = cells;

    /// <summary>The cell of a column counted from 0; empty beyond the last.</summary>
    public Cell this[int column] => column < Cells.Count ? Cells[column] : beside?.GetValueOrDefault(column) ?? Cell.Empty;
}
