using System.Text;

namespace Gonglian.Foundation.Sheets;

/// <summary>Reads csv and its relatives: separated by commas, semicolons or tabs, in UTF-8, GB18030 or UTF-16.</summary>
internal sealed class CsvReader : SheetReader
{
    private readonly Stream file;
    private readonly SheetLimits limits;
    private readonly CsvFormat format;

    public CsvReader(Stream file, SheetLimits limits)
    {
        (this.file, this.limits) = (file, limits);
        format = CsvFormat.Of(file);
        if (!Rows().Any())
            throw SheetRefusals.NoRows();
    }

    /// <inheritdoc/>
    public override string Name => string.Empty;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => [string.Empty];

    /// <inheritdoc/>
    public override double Progress => file.CanRead ? (double)file.Position / file.Length : 1;

    /// <inheritdoc/>
    public override void Choose(string name)
    {
        if (!string.IsNullOrEmpty(name))
            throw SheetRefusals.NoSuchSheet(name);
    }

    /// <inheritdoc/>
    public override IEnumerable<SheetRow> Rows()
    {
        file.Position = 0;
        using var text = new StreamReader(file, format.Encoding, true, 64 << 10, leaveOpen: true);
        for (var line = 0; line < format.SkipLines; line++)
            text.ReadLine();

        using var rows = new CsvRows(text, format, limits);
        while (Next(rows) is { } row)
            yield return row;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
    }

    private static SheetRow? Next(CsvRows rows)
    {
        try
        {
            return rows.Read();
        }
        catch (DecoderFallbackException)
        {
            throw SheetRefusals.Unknown();
        }
    }
}
