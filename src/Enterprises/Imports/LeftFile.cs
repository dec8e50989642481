using System.Text.Json;
using Gonglian.Enterprises.Imports.Reading;
using Gonglian.Foundation;
using Gonglian.Foundation.Sheets;

namespace Gonglian.Enterprises.Imports;

/// <summary>One row that was not taken: its cells as they came, and the reasons by column.</summary>
/// <param name="Number">Number of the row; 0 for the titles.</param>
/// <param name="Cells">The cells' texts.</param>
/// <param name="Reasons">Position of the cell (−1 for the whole row) and why.</param>
public sealed record LeftRow(int Number, IReadOnlyList<string> Cells, IReadOnlyList<LeftReason> Reasons);

/// <summary>Why a cell was not taken.</summary>
/// <param name="Position">Position of the cell, −1 for the whole row.</param>
/// <param name="Code">The problem's stable name.</param>
/// <param name="Sentence">What is wrong.</param>
public sealed record LeftReason(int Position, string Code, Sentence Sentence);

/// <summary>未导入的行: all of them, beside the upload, one JSON line each; the workbook is made from it when asked for.</summary>
/// <remarks>Its length is kept with the import's position, so that a restart cuts off what belongs to nothing written.</remarks>
public sealed class LeftFile : IDisposable
{
    private readonly FileStream stream;
    private readonly Dictionary<RosterColumn, int> positions = [];

    /// <summary>Opens the file for writing behind the given length; 0 begins it anew with the titles.</summary>
    public LeftFile(string path, long length, RosterSettings settings, IReadOnlyList<string> titles)
    {
        stream = new(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, 1 << 16);
        stream.SetLength(Math.Min(length, stream.Length));
        stream.Seek(0, SeekOrigin.End);
        foreach (var (position, id) in settings.Columns)
            if (Enum.TryParse<RosterColumn>(id, out var column))
                positions[column] = position;
        if (stream.Length == 0)
            Write(new(0, titles, []));
    }

    /// <summary>Bytes so far, once they are on the disk.</summary>
    public long Flush()
    {
        stream.Flush(flushToDisk: false);
        return stream.Length;
    }

    /// <summary>Adds a row with all its faults.</summary>
    public void Add(Line line, IEnumerable<Fault> faults) => Write(new(
        line.Row.Number,
        [.. line.Row.Cells.Select(c => c.Text)],
        [.. faults.Select(f => new LeftReason(
            f.Column is { } column ? positions.GetValueOrDefault(column, -1) : -1, f.Problem.Code, Sentence.Of(f.Problem)))]));

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    /// <summary>The rows, one after another; the first holds the titles.</summary>
    public static async IAsyncEnumerable<LeftRow> Read(string path)
    {
        if (!File.Exists(path))
            yield break;
        await foreach (var line in File.ReadLinesAsync(path))
            yield return JsonSerializer.Deserialize<LeftRow>(line, ImportJson.Options)!;
    }

    /// <summary>Writes the workbook: the columns as they came, every faulty cell marked, the reasons in the last column.</summary>
    public static async Task Workbook(string path, Stream target, Texts texts, CancellationToken cancel)
    {
        var titles = await Read(path).FirstOrDefaultAsync(cancel);
        var columns = (titles?.Cells ?? []).Select((title, i) => new Column<LeftRow>(
            i.ToString(System.Globalization.CultureInfo.InvariantCulture),
            title.Length == 0 ? CellName.Column(i) : title,
            row => i < row.Cells.Count ? row.Cells[i] : "")).ToList();
        var options = new SheetOptions<LeftRow>
        {
            SheetName = texts["未导入的行"],
            ReasonTitle = texts["未导入原因"],
            Reason = (row, id) => ReasonAt(row, int.Parse(id, System.Globalization.CultureInfo.InvariantCulture), texts),
        };
        await SheetWriter.WriteXlsxAsync(target, columns, Read(path).Skip(1), options, cancel);
    }

    // What concerns the whole row stands at its first cell.
    private static string? ReasonAt(LeftRow row, int position, Texts texts)
    {
        var here = row.Reasons.Where(r => r.Position == position || (r.Position < 0 && position == 0)).ToList();
        return here.Count == 0 ? null : string.Join('\n', here.Select(r => r.Sentence.In(texts)));
    }

    private void Write(LeftRow row)
    {
        JsonSerializer.Serialize(stream, row, ImportJson.Options);
        stream.WriteByte((byte)'\n');
    }
}
