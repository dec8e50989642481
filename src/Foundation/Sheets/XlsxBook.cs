using System.IO.Compression;
using System.Text;

namespace Gonglian.Foundation.Sheets;

/// <summary>Writes an xlsx workbook as a stream: the sheets first, then the parts that name them.</summary>
internal sealed class XlsxBook : IAsyncDisposable
{
    /// <summary>Rows that decide how wide the columns are.</summary>
    public const int SampleRows = 100;

    private const int LastRow = 1_048_576;
    private const int LongestText = 32_767;

    private readonly PassedOn passedOn;
    private readonly ZipArchive zip;
    private readonly string name;
    private readonly string[] titles;
    private readonly string[] letters;
    private readonly XmlOut xml = new();
    private int[] widths = [];
    private Stream? sheet;
    private int sheets;
    private int row;
    private bool finished;

    public XlsxBook(Stream target, string name, string[] titles)
    {
        passedOn = new PassedOn(target);
        zip = new ZipArchive(passedOn, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
        this.name = SheetName(name);
        this.titles = titles;
        letters = [.. Enumerable.Range(0, titles.Length).Select(CellName.Column)];
    }

    /// <summary>Whether rows can be written.</summary>
    public bool IsStarted => sheet is not null;

    /// <summary>Starts the first sheet.</summary>
    public void Begin(int[] columnWidths)
    {
        widths = columnWidths;
        StartSheet();
    }

    /// <summary>Starts a row, in a new sheet if this one is full.</summary>
    public void StartRow()
    {
        if (row == LastRow)
        {
            EndSheet();
            StartSheet();
        }

        row++;
        xml.Raw("<row r=\""u8);
        xml.Number(row);
        xml.Raw("\">"u8);
    }

    /// <summary>Ends the row.</summary>
    public void EndRow()
    {
        xml.Raw("</row>"u8);
        if (xml.IsFull)
            xml.WriteTo(sheet!);
    }

    /// <summary>Writes a cell; an empty one is left out unless it is marked.</summary>
    public void Cell(int column, object? value, ColumnKind kind, bool marked)
    {
        if (kind is not (ColumnKind.Text or ColumnKind.Tag) && CellValue.Number(value) is { } number)
        {
            var style = kind switch
            {
                ColumnKind.Percent => XlsxStyle.Percent,
                ColumnKind.Difference => XlsxStyle.Difference,
                _ => XlsxStyle.Plain,
            };
            NumberCell(column, number, XlsxParts.Style(style, marked));
            return;
        }

        if (kind is not (ColumnKind.Text or ColumnKind.Tag) && CellValue.Serial(value) is { } serial)
        {
            var day = serial % 1 == 0 ? XlsxStyle.Day : XlsxStyle.Instant;
            NumberCell(column, serial, XlsxParts.Style(day, marked));
            return;
        }

        var text = CellValue.Shown(value, kind);
        if (text.Length > 0 || marked)
            TextCell(column, text, XlsxParts.Style(XlsxStyle.Plain, marked));
    }

    /// <summary>Passes on what has been packed so far.</summary>
    public ValueTask FlushIfFullAsync(CancellationToken cancel) => passedOn.PassAsync(PassedOn.Enough, cancel);

    /// <summary>Ends the workbook.</summary>
    public async Task FinishAsync(CancellationToken cancel)
    {
        EndSheet();
        await passedOn.PassAsync(1, cancel);
        Part("xl/styles.xml", XlsxParts.Styles);
        Part("xl/workbook.xml", XlsxParts.Workbook(name, sheets));
        Part("xl/_rels/workbook.xml.rels", XlsxParts.WorkbookRelations(sheets));
        Part("_rels/.rels", XlsxParts.Relations);
        Part("[Content_Types].xml", XlsxParts.ContentTypes(sheets));
        finished = true;
        await zip.DisposeAsync();
        await passedOn.PassAsync(1, cancel);
        await passedOn.FlushAsync(cancel);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!finished)
        {
            passedOn.Drop();
            if (sheet is not null)
                await sheet.DisposeAsync();

            await zip.DisposeAsync();
        }

        await passedOn.DisposeAsync();
    }

    private void StartSheet()
    {
        sheets++;
        row = 0;
        sheet = zip.CreateEntry(XlsxParts.SheetPart(sheets), CompressionLevel.Fastest).Open();
        xml.Raw(XlsxParts.SheetStart);
        for (var i = 0; i < widths.Length; i++)
        {
            xml.Raw($"<col min=\"{i + 1}\" max=\"{i + 1}\" width=\"{widths[i]}\" customWidth=\"1\"/>");
        }

        xml.Raw("</cols><sheetData>"u8);
        StartRow();
        for (var i = 0; i < titles.Length; i++)
            TextCell(i, titles[i], (int)XlsxStyle.Header);

        EndRow();
    }

    private void EndSheet()
    {
        xml.Raw($"</sheetData><autoFilter ref=\"A1:{letters[^1]}{row}\"/></worksheet>");
        xml.WriteTo(sheet!);
        sheet!.Dispose();
    }

    private void NumberCell(int column, double value, int style)
    {
        StartCell(column, style);
        xml.Raw("\"><v>"u8);
        xml.Number(value);
        xml.Raw("</v></c>"u8);
    }

    private void TextCell(int column, string text, int style)
    {
        if (text.Length > LongestText)
            text = text[..(LongestText - (char.IsHighSurrogate(text[LongestText - 2]) ? 2 : 1))] + "…";

        StartCell(column, style);
        xml.Raw("\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"u8);
        xml.Text(text);
        xml.Raw("</t></is></c>"u8);
    }

    private void StartCell(int column, int style)
    {
        xml.Raw("<c r=\""u8);
        xml.Ascii(letters[column]);
        xml.Number(row);
        if (style == 0)
            return;

        xml.Raw("\" s=\""u8);
        xml.Number(style);
    }

    private void Part(string part, string content)
    {
        using var stream = zip.CreateEntry(part, CompressionLevel.Fastest).Open();
        stream.Write(Encoding.UTF8.GetBytes(content));
    }

    private static string SheetName(string wanted)
    {
        var allowed = wanted.Where(c => !"[]:*?/\\".Contains(c, StringComparison.Ordinal) && c >= ' ');
        var plain = string.Concat(allowed).Trim('\'', ' ');
        return plain.Length == 0 ? "Sheet1" : plain[..Math.Min(plain.Length, 28)];
    }
}
