using System.Buffers;
using System.Text;

namespace Gonglian.Foundation.Sheets;

/// <summary>Parts the characters of a csv file into rows and cells (RFC 4180, forgiving).</summary>
internal sealed class CsvRows : IDisposable
{
    private readonly TextReader reader;
    private readonly SheetLimits limits;
    private readonly char separator;
    private readonly SearchValues<char> stops;
    private readonly List<Cell> cells = [];
    private readonly StringBuilder quoted = new();
    private char[] buffer = ArrayPool<char>.Shared.Rent(64 << 10);
    private int next;
    private int filled;
    private int row;

    public CsvRows(TextReader reader, CsvFormat format, SheetLimits limits)
    {
        (this.reader, this.limits, row) = (reader, limits, format.SkipLines);
        separator = format.Separator;
        stops = SearchValues.Create([separator, '\r', '\n']);
    }

    /// <summary>The next row that holds something; null at the end of the file.</summary>
    public SheetRow? Read()
    {
        while (next < filled || Fill())
        {
            cells.Clear();
            row++;
            var filledCells = 0;
            bool more;
            do
            {
                more = ReadCell(out var cell);
                if (cells.Count < limits.Columns)
                    cells.Add(cell);
                else if (!cell.IsEmpty)
                    throw SheetRefusals.TooManyColumns(row, limits.Columns);

                if (!cell.IsEmpty)
                    filledCells = cells.Count;
            }
            while (more);

            if (filledCells == 0)
                continue;

            if (row > limits.Rows)
                throw SheetRefusals.TooManyRows(limits.Rows);

            return new SheetRow(row, cells.GetRange(0, filledCells).ToArray());
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (buffer.Length > 0)
            ArrayPool<char>.Shared.Return(buffer);

        (buffer, next, filled) = ([], 0, 0);
    }

    /// <summary>Reads a cell and what ends it.</summary>
    /// <returns>Whether another cell follows in the same row.</returns>
    private bool ReadCell(out Cell cell)
    {
        if ((next < filled || Fill()) && buffer[next] == '"')
        {
            next++;
            ReadQuoted();
            var rest = ReadPlain();
            cell = Make(rest.IsEmpty ? quoted.ToString() : quoted.Append(rest).ToString());
        }
        else
        {
            cell = Make(ReadPlain().ToString());
        }

        if (next == filled)
            return false;

        var stop = buffer[next++];
        if (stop == separator)
            return true;

        if (stop == '\r' && (next < filled || Fill()) && buffer[next] == '\n')
            next++;

        return false;
    }

    /// <summary>Characters up to the next separator or line end, which stays.</summary>
    private ReadOnlySpan<char> ReadPlain()
    {
        var searched = 0;
        int at;
        while ((at = buffer.AsSpan(next + searched, filled - next - searched).IndexOfAny(stops)) < 0)
        {
            searched = filled - next;
            if (searched > limits.CellCharacters)
                throw SheetRefusals.CellTooLong(row, limits.CellCharacters);

            if (!Fill())
                break;
        }

        var length = at < 0 ? searched : searched + at;
        if (length > limits.CellCharacters)
            throw SheetRefusals.CellTooLong(row, limits.CellCharacters);

        next += length;
        return buffer.AsSpan(next - length, length);
    }

    /// <summary>Characters up to the closing quote; two quotes stand for one.</summary>
    private void ReadQuoted()
    {
        quoted.Clear();
        while (next < filled || Fill())
        {
            var at = buffer.AsSpan(next, filled - next).IndexOf('"');
            var length = at < 0 ? filled - next : at;
            quoted.Append(buffer, next, length);
            next += length;
            if (quoted.Length > limits.CellCharacters)
                throw SheetRefusals.OpenQuote(row, limits.CellCharacters);

            if (at < 0)
                continue;

            next++;
            if (!(next < filled || Fill()) || buffer[next] != '"')
                return;

            quoted.Append('"');
            next++;
        }
    }

    private bool Fill()
    {
        if (next > 0)
        {
            buffer.AsSpan(next, filled - next).CopyTo(buffer);
            (next, filled) = (0, filled - next);
        }

        var read = reader.Read(buffer, filled, buffer.Length - filled);
        filled += read;
        return read > 0;
    }

    /// <summary>A cell of text; the guard against formulas that spreadsheets need is taken off again.</summary>
    private static Cell Make(string text)
    {
        if (CsvGuard.IsGuarded(text))
            return new(text[1..]);

        return CsvGuard.IsLostCode(text) ? new(text, CellMarks.CodeBecameNumber) : new(text);
    }
}
