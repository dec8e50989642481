using System.Text.Json;
using Gonglian.Enterprises.Imports.Reading;
using Gonglian.Foundation;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;
using Gonglian.Foundation.Vaults;

namespace Gonglian.Enterprises.Imports;

/// <summary>One row that was not taken: its cells as they came or as a chosen repair made them, and the reasons by column.</summary>
/// <param name="Number">Number of the row; 0 for the titles.</param>
/// <param name="Cells">The cells' texts.</param>
/// <param name="Reasons">Position of the cell (−1 for the whole row) and why.</param>
public sealed record LeftRow(int Number, IReadOnlyList<string> Cells, IReadOnlyList<LeftReason> Reasons);

/// <summary>Why a cell was not taken.</summary>
/// <param name="Position">Position of the cell, −1 for the whole row.</param>
/// <param name="Code">The problem's stable name.</param>
/// <param name="Sentence">What is wrong.</param>
public sealed record LeftReason(int Position, string Code, Sentence Sentence);

/// <summary>未导入的行: all of them, beside the upload, sealed, one JSON line each; the workbook is made from it when asked for.</summary>
/// <remarks>Its length is kept with the import's position, so that a restart cuts off what belongs to nothing written.</remarks>
public sealed class LeftFile : IDisposable
{
    private readonly SealedLogWriter log;
    private readonly Dictionary<RosterColumn, int> positions = [];

    /// <summary>Opens the file for writing behind the given length; 0 begins it anew with the titles.</summary>
    /// <exception cref="Refused"><c>vault.file-damaged</c>: not so much of it is there.</exception>
    public LeftFile(SealedLog file, long length, RosterSettings settings, IReadOnlyList<string> titles)
    {
        log = file.Append(length);
        foreach (var (position, id) in settings.Columns)
            if (Enum.TryParse<RosterColumn>(id, out var column))
                positions[column] = position;
        if (log.IsEmpty)
            Write(new(0, titles, []));
    }

    /// <summary>Bytes so far, once the file has them.</summary>
    public long Flush() => log.Flush();

    /// <summary>All rows have come: the file can be read.</summary>
    public void End() => log.End();

    /// <summary>Adds a row with all its faults.</summary>
    public void Add(Line line, IEnumerable<Fault> faults) => Write(new(
        line.Row.Number,
        Cells(line),
        [.. faults.Select(f => new LeftReason(
            f.Column is { } column ? positions.GetValueOrDefault(column, -1) : -1, f.Problem.Code, Sentence.Of(f.Problem)))]));

    /// <inheritdoc/>
    public void Dispose() => log.Dispose();

    /// <summary>The rows, one after another; the first holds the titles.</summary>
    /// <exception cref="Refused"><c>vault.file-damaged</c>: a byte was changed or lost, or rows are still coming.</exception>
    public static IEnumerable<LeftRow> Read(SealedLog file) => file.Exists ? file.Read().SelectMany(Rows) : [];

    /// <summary>Writes the workbook: the columns as they came, every faulty cell marked, the reasons in the last column.</summary>
    public static async Task Workbook(SealedLog file, Stream target, Texts texts, CancellationToken cancel)
    {
        var titles = Read(file).FirstOrDefault();
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
        await SheetWriter.WriteXlsxAsync(target, columns, Read(file).Skip(1).ToAsyncEnumerable(), options, cancel);
    }

    // What concerns the whole row stands at its first cell.
    private static string? ReasonAt(LeftRow row, int position, Texts texts)
    {
        var here = row.Reasons.Where(r => r.Position == position || (r.Position < 0 && position == 0)).ToList();
        return here.Count == 0 ? null : string.Join('\n', here.Select(r => r.Sentence.In(texts)));
    }

    // What a repair turned right stands repaired: the corrected file shall not be refused once more for it.
    private string[] Cells(Line line)
    {
        string[] cells = [.. line.Row.Cells.Select(c => c.Text)];
        foreach (var (column, text) in line.Repaired ?? [])
            if (positions.TryGetValue(column, out var position) && position < cells.Length)
                cells[position] = text;
        return cells;
    }

    private static List<LeftRow> Rows(byte[] piece)
    {
        var rows = new List<LeftRow>();
        for (var rest = piece.AsSpan(); rest.Length > 0;)
        {
            var end = rest.IndexOf((byte)'\n');
            rows.Add(JsonSerializer.Deserialize<LeftRow>(rest[..end], ImportJson.Options)!);
            rest = rest[(end + 1)..];
        }
        return rows;
    }

    private void Write(LeftRow row) => log.Add([.. JsonSerializer.SerializeToUtf8Bytes(row, ImportJson.Options), (byte)'\n']);
}
