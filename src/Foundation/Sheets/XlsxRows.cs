using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;

namespace Gonglian.Foundation.Sheets;

/// <summary>Reads the rows of one xlsx sheet.</summary>
internal sealed class XlsxRows : IDisposable
{
    private readonly XlsxWorkbook workbook;
    private readonly Merges merges;
    private readonly SheetLimits limits;
    private readonly CountedStream stream;
    private readonly Utf8Xml xml;
    private readonly XmlText text = new();
    private readonly Cell[] cells;
    private int row;
    private int width;
    private int filled;
    private int column;

    public XlsxRows(WorkbookArchive archive, string part, XlsxWorkbook workbook, Merges merges, SheetLimits limits)
    {
        (this.workbook, this.merges, this.limits) = (workbook, merges, limits);
        cells = new Cell[limits.Columns];
        stream = archive.Open(part);
        xml = new Utf8Xml(stream);
    }

    private enum CellType
    {
        Number,
        Shared,
        Inline,
        Boolean,
        Error,
        Day,
    }

    /// <summary>Bytes of the part that have been unpacked.</summary>
    public long BytesRead => stream.Count;

    /// <summary>The next row that holds something; null at the end of the sheet.</summary>
    public SheetRow? Read()
    {
        while (xml.Read())
        {
            if (xml.Piece == XmlPiece.End && xml.Is("sheetData"u8))
                return null;

            if (!xml.Starts("row"u8))
                continue;

            ReadRow();
            if (row > limits.Rows && width > 0)
                throw SheetRefusals.TooManyRows(limits.Rows);

            filled = merges.Fill(row - 1, cells, width);
            if (width > 0)
                return new SheetRow(row, cells.AsSpan(0, filled).ToArray());
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        xml.Dispose();
        stream.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadRow()
    {
        Array.Clear(cells, 0, filled);
        (width, column, filled) = (0, -1, 0);
        var number = XmlAttributes.Number(xml.Attributes, "r"u8, row + 1);
        if (number <= row)
            throw SheetRefusals.Damaged();

        row = number;
        if (xml.IsEmpty)
            return;

        while (xml.Read() && !(xml.Piece == XmlPiece.End && xml.Is("row"u8)))
        {
            if (xml.Starts("c"u8))
                ReadCell();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadCell()
    {
        var (type, style) = (CellType.Number, 0);
        column++;
        var attributes = xml.Attributes;
        while (attributes.Next())
        {
            if (attributes.Name.Length != 1)
                continue;

            if (attributes.Name[0] == (byte)'r')
                column = CellName.ColumnOf(attributes.Value);
            else if (attributes.Name[0] == (byte)'t')
                type = TypeOf(attributes.Value);
            else if (attributes.Name[0] == (byte)'s' && !Utf8Parser.TryParse(attributes.Value, out style, out _))
                style = 0;
        }

        if (column < 0)
            throw SheetRefusals.Damaged();

        if (xml.IsEmpty)
            return;

        var marks = ReadContent();
        if (text.Length > 0 || marks != CellMarks.None)
            Keep(Value(type, style), marks);
    }

    private static CellType TypeOf(ReadOnlySpan<byte> value)
    {
        if (value.SequenceEqual("s"u8))
            return CellType.Shared;
        if (value.SequenceEqual("n"u8))
            return CellType.Number;
        if (value.SequenceEqual("b"u8))
            return CellType.Boolean;
        if (value.SequenceEqual("e"u8))
            return CellType.Error;

        return value.SequenceEqual("d"u8) ? CellType.Day : CellType.Inline;
    }

    /// <summary>Collects the value; what formula it came from is not looked at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private CellMarks ReadContent()
    {
        text.Clear();
        var marks = CellMarks.None;
        var inValue = false;
        while (xml.Read())
        {
            switch (xml.Piece)
            {
                case XmlPiece.Text or XmlPiece.Literal when inValue:
                    text.Add(xml);
                    break;
                case XmlPiece.Start when xml.Is("v"u8):
                    inValue = !xml.IsEmpty;
                    break;
                case XmlPiece.Start when xml.Is("f"u8):
                    marks = CellMarks.Formula;
                    xml.Skip();
                    break;
                case XmlPiece.Start when xml.Is("is"u8) && !xml.IsEmpty:
                    SharedStrings.ReadRuns(xml, text, "is"u8);
                    break;
                case XmlPiece.End when xml.Is("c"u8):
                    return marks;
                case XmlPiece.End:
                    inValue = false;
                    break;
            }
        }

        return marks;
    }

    private void Keep(Cell cell, CellMarks marks)
    {
        if (cell.IsEmpty && marks == CellMarks.None)
            return;

        if (column >= limits.Columns)
            throw SheetRefusals.TooManyColumns(row, limits.Columns);

        if (cell.Text.Length > limits.CellCharacters)
            throw SheetRefusals.CellTooLong(row, limits.CellCharacters);

        cells[column] = marks == CellMarks.None ? cell : cell with { Marks = cell.Marks | marks };
        width = Math.Max(width, column + 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Cell Value(CellType type, int style)
    {
        if (text.Length == 0)
            return Cell.Empty;

        switch (type)
        {
            case CellType.Shared:
                var found = Utf8Parser.TryParse(text.Bytes, out int index, out _) ? workbook.Strings.Text(index) : null;
                return new(found ?? throw SheetRefusals.Damaged());
            case CellType.Inline:
                return new(text.ToString());
            case CellType.Boolean:
                return new(text.Bytes.SequenceEqual("1"u8) || text.Bytes.SequenceEqual("true"u8) ? "TRUE" : "FALSE");
            case CellType.Error:
                return new(text.ToString(), CellMarks.Error);
            case CellType.Day:
                return new(WrittenDay(text.ToString()), CellMarks.Date);
            default:
                return Number(text.Bytes.Trim(" \t\r\n"u8), style);
        }
    }

    private static string WrittenDay(string iso) =>
        iso.Replace('T', ' ').Replace(" 00:00:00", "", StringComparison.Ordinal);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Cell Number(ReadOnlySpan<byte> digits, int style)
    {
        var shape = (uint)style < (uint)workbook.Shapes.Count ? workbook.Shapes[style] : default;
        var simple = digits.Length is > 0 and <= 15 && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && (digits[0] != (byte)'0' || digits.Length == 1);
        if (simple && shape.Shown == Shown.Plain)
            return new(Encoding.ASCII.GetString(digits));

        return Utf8Parser.TryParse(digits, out double value, out var used) && used == digits.Length
            ? shape.Cell(value, workbook.From1904)
            : new(text.ToString());
    }
}
