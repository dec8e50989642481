using Microsoft.AspNetCore.Http;

namespace Gonglian.Foundation.Sheets;

/// <summary>A list that is taken out, as the answer to a request.</summary>
public static class SheetAnswer
{
    /// <summary>A workbook or a csv, written while it is sent.</summary>
    /// <param name="format">xlsx; anything else is csv.</param>
    /// <param name="name">The file's name without its ending.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="rows">The rows, read while they are written.</param>
    /// <param name="options">Sheet name and titles.</param>
    /// <param name="stop">Stops it.</param>
    public static IResult Of<T>(
        string format, string name, IReadOnlyList<Column<T>> columns, IAsyncEnumerable<T> rows, SheetOptions<T> options,
        CancellationToken stop = default) => Results.Stream(
            body => format == "xlsx"
                ? SheetWriter.WriteXlsxAsync(body, columns, rows, options, stop)
                : SheetWriter.WriteCsvAsync(body, columns, rows, options, stop),
            format == "xlsx" ? SheetWriter.XlsxType : SheetWriter.CsvType,
            $"{name}.{format}");
}
