using System.Buffers;
using System.Text;

namespace Gonglian.Foundation.Sheets;

/// <summary>Puts cells into csv text and passes it on in pieces.</summary>
internal sealed class CsvText(Stream target)
{
    /// <summary>Bytes worth passing on.</summary>
    public const int Enough = 64 << 10;

    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n;\t\0");

    private readonly StringBuilder text = new StringBuilder(Enough + 4096).Append('\uFEFF');
    private byte[] bytes = [];
    private bool first = true;

    /// <summary>A cell of any kind. What is stored as a number in a spreadsheet is not guarded.</summary>
    public void Cell(object? value, ColumnKind kind)
    {
        var shown = CellValue.Shown(value, kind);
        if (value is string || CellValue.Number(value) is null)
            Text(shown);
        else
            Put(shown);
    }

    /// <summary>A cell of text, guarded.</summary>
    public void Text(string value) => Put(CsvGuard.IsDangerous(value) ? "'" + value : value);

    /// <summary>Ends the row.</summary>
    public void EndRow()
    {
        text.Append("\r\n");
        first = true;
    }

    /// <summary>Passes on what has gathered.</summary>
    public async ValueTask FlushAsync(int atLeast, CancellationToken cancel)
    {
        if (text.Length < atLeast)
            return;

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (bytes.Length < most)
            bytes = new byte[most];

        var length = 0;
        var encoder = Encoding.UTF8.GetEncoder();
        foreach (var chunk in text.GetChunks())
            length += encoder.GetBytes(chunk.Span, bytes.AsSpan(length), flush: false);

        text.Clear();
        await target.WriteAsync(bytes.AsMemory(0, length), cancel);
    }

    private void Put(string value)
    {
        if (!first)
            text.Append(',');

        first = false;
        if (!value.AsSpan().ContainsAny(Special))
            text.Append(value);
        else
            text.Append('"').Append(Quoted(value)).Append('"');
    }

    private static string Quoted(string value) =>
        value.Replace("\"", "\"\"", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal);
}
