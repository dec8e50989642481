using System.Globalization;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using Gonglian.Foundation.Rules;

namespace Gonglian.Foundation.Sheets;

/// <summary>Reads the old binary xls (Excel 2–2003) through ExcelDataReader.</summary>
internal sealed class XlsReader : SheetReader
{
    /// <summary>No honest xls is larger: it ends at 65,536 rows and 256 columns.</summary>
    private const long MostBytes = 100 << 20;

    private const int LastRow = 65_536;

    private readonly Stream file;
    private readonly SheetLimits limits;
    private readonly List<string> names = [];
    private int chosen = -1;
    private double progress;

    public XlsReader(Stream file, SheetLimits limits)
    {
        (this.file, this.limits) = (file, limits);
        if (file.Length > Math.Min(MostBytes, limits.FileBytes))
            throw SheetRefusals.TooLarge(Math.Min(MostBytes, limits.FileBytes));

        using var reader = Open();
        do
        {
            names.Add(reader.Name ?? string.Empty);
            if (chosen < 0 && IsFilled(reader))
                chosen = names.Count - 1;
        }
        while (Guarded(reader.NextResult));

        if (chosen < 0)
            throw SheetRefusals.NoRows();
    }

    /// <inheritdoc/>
    public override string Name => names[chosen];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => names;

    /// <inheritdoc/>
    public override double Progress => progress;

    /// <inheritdoc/>
    public override void Choose(string name)
    {
        var index = names.IndexOf(name);
        chosen = index >= 0 ? index : throw SheetRefusals.NoSuchSheet(name);
    }

    /// <inheritdoc/>
    public override IEnumerable<SheetRow> Rows()
    {
        using var reader = Open();
        for (var i = 0; i < chosen; i++)
            Guarded(reader.NextResult);

        var merges = MergesOf(reader);
        merges.Restart();
        var cells = new Cell[limits.Columns];
        for (var row = 1; Next(reader, row); row++)
        {
            var width = Guarded(() => Fill(reader, row, cells));
            var filled = merges.Fill(row - 1, cells, width);
            progress = Math.Min(1, row / Math.Max(1.0, reader.RowCount));
            if (width > 0)
                yield return new SheetRow(row, cells.AsSpan(0, filled).ToArray());
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
    }

    private IExcelDataReader Open()
    {
        file.Position = 0;
        var settings = new ExcelReaderConfiguration
        {
            LeaveOpen = true,
            FallbackEncoding = System.Text.Encoding.GetEncoding(936),
        };
        return Guarded(() => ExcelReaderFactory.CreateBinaryReader(file, settings));
    }

    /// <summary>A damaged file makes the reader fail in many ways; people get one sentence.</summary>
    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidPasswordException)
        {
            throw SheetRefusals.Encrypted();
        }
        catch (Exception e) when (e is not (Refused or OutOfMemoryException))
        {
            throw SheetRefusals.Damaged();
        }
    }

    /// <summary>Goes to the next row; a damaged size would make the reader invent rows without end.</summary>
    private static bool Next(IExcelDataReader reader, int row) =>
        Guarded(reader.Read) && (row <= LastRow ? true : throw SheetRefusals.Damaged());

    private bool IsFilled(IExcelDataReader reader)
    {
        var cells = new Cell[limits.Columns];
        for (var row = 1; Next(reader, row); row++)
        {
            if (Guarded(() => Fill(reader, row, cells)) > 0)
                return true;
        }

        return false;
    }

    private Merges MergesOf(IExcelDataReader reader)
    {
        var merges = new Merges(limits.Columns);
        foreach (var block in reader.MergeCells ?? [])
        {
            if (merges.Count == limits.Merges)
                throw SheetRefusals.TooManyMerges(limits.Merges);

            merges.Add(block.FromRow, block.FromColumn, block.ToRow, block.ToColumn);
        }

        return merges;
    }

    private int Fill(IExcelDataReader reader, int row, Cell[] cells)
    {
        Array.Clear(cells);
        var width = 0;
        for (var column = 0; column < reader.FieldCount; column++)
        {
            var cell = CellOf(reader, column);
            if (cell.IsEmpty)
                continue;

            if (column >= cells.Length)
                throw SheetRefusals.TooManyColumns(row, limits.Columns);

            if (cell.Text.Length > limits.CellCharacters)
                throw SheetRefusals.CellTooLong(row, limits.CellCharacters);

            cells[column] = cell;
            width = column + 1;
        }

        return width;
    }

    private static Cell CellOf(IExcelDataReader reader, int column)
    {
        return reader.GetValue(column) switch
        {
            null => Cell.Empty,
            string text => new(text),
            bool yes => new(yes ? "TRUE" : "FALSE"),
            DateTime instant => Number(reader, column, Serial(instant)),
            TimeSpan time => Number(reader, column, time.TotalDays),
            double number => Number(reader, column, number),
            int number => Number(reader, column, number),
            var other => new(Convert.ToString(other, CultureInfo.InvariantCulture)),
        };
    }

    /// <summary>Back to the stored number, in which the days before March 1900 are one behind.</summary>
    private static double Serial(DateTime instant) =>
        instant.ToOADate() is var days and >= 1 and < 61 ? days - 1 : instant.ToOADate();

    private static Cell Number(IExcelDataReader reader, int column, double value) =>
        NumberShape.Of(reader.GetNumberFormatString(column)).Cell(value, from1904: false);
}
