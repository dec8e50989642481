namespace Gonglian.Foundation.Sheets;

/// <summary>Reads xlsx: an archive of XML parts, unpacked as a stream and never to disk.</summary>
internal sealed class XlsxReader : SheetReader
{
    private readonly Stream file;
    private readonly SheetLimits limits;
    private readonly WorkbookArchive archive;
    private readonly XlsxWorkbook workbook;
    private XlsxSheet chosen;
    private Merges? merges;
    private long read;

    public XlsxReader(Stream file, SheetLimits limits)
    {
        (this.file, this.limits) = (file, limits);
        archive = new WorkbookArchive(file, limits);
        try
        {
            workbook = XlsxWorkbook.Load(archive, limits);
            chosen = FirstFilled() ?? throw SheetRefusals.NoRows();
            merges = XlsxMerges.Find(archive, chosen.Part, limits);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override string Name => chosen.Name;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => [.. workbook.Sheets.Select(s => s.Name)];

    /// <inheritdoc/>
    public override double Progress =>
        Math.Min(1, read / Math.Max(1.0, archive.Declared(chosen.Part)));

    /// <inheritdoc/>
    public override void Choose(string name)
    {
        chosen = workbook.Sheets.FirstOrDefault(s => s.Name == name) ?? throw SheetRefusals.NoSuchSheet(name);
        merges = null;
    }

    /// <inheritdoc/>
    public override IEnumerable<SheetRow> Rows()
    {
        merges ??= XlsxMerges.Find(archive, chosen.Part, limits);
        merges.Restart();
        using var rows = new XlsxRows(archive, chosen.Part, workbook, merges, limits);
        while (rows.Read() is { } row)
        {
            read = rows.BytesRead;
            yield return row;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;

        archive.Dispose();
        file.Dispose();
    }

    private XlsxSheet? FirstFilled() =>
        workbook.Sheets.Where(s => !s.Hidden).FirstOrDefault(IsFilled)
        ?? workbook.Sheets.Where(s => s.Hidden).FirstOrDefault(IsFilled);

    private bool IsFilled(XlsxSheet sheet)
    {
        using var rows = new XlsxRows(archive, sheet.Part, workbook, new Merges(limits.Columns), limits);
        return rows.Read() is not null;
    }
}
