using System.Text;
using Gonglian.Enterprises.Imports;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Sheets;
using Gonglian.Slices.Tests.Fixture;

namespace Gonglian.Slices.Tests.Imports;

/// <summary>Rosters of a test: rows of cells, the first of them the titles.</summary>
internal static class Rosters
{
    /// <summary>Writes a workbook into the stand's folder.</summary>
    public static async Task<string> Workbook(Stand stand, params string[][] rows)
    {
        var file = Path.Combine(stand.Folder, $"{Guid.CreateVersion7():N}.xlsx");
        var columns = Enumerable.Range(0, rows.Max(r => r.Length)).Select(i => new Column<string[]>(
            $"{i}", i < rows[0].Length ? rows[0][i] : "", row => i < row.Length ? row[i] : "")).ToList();
        await using var stream = File.Create(file);
        await SheetWriter.WriteXlsxAsync(stream, columns, rows.Skip(1).ToAsyncEnumerable());
        return file;
    }

    /// <summary>Writes a csv file in an encoding.</summary>
    public static async Task<string> Csv(Stand stand, Encoding encoding, params string[][] rows)
    {
        var file = Path.Combine(stand.Folder, $"{Guid.CreateVersion7():N}.csv");
        await File.WriteAllTextAsync(file, string.Join("\r\n", rows.Select(r => string.Join(',', r))), encoding);
        return file;
    }

    /// <summary>Imports a workbook at once.</summary>
    public static async Task<Import> Import(
        this Stand stand, Caller caller, string file, RosterSettings? settings = null) =>
        await stand.Get<Importer>().Run(caller, file, settings);

    /// <summary>The rows that were not taken, with their reasons.</summary>
    public static List<LeftRow> Left(this Stand stand, Import import) =>
        [.. LeftFile.Read(stand.Get<Importer>().LeftOf(import)).Skip(1)];
}
