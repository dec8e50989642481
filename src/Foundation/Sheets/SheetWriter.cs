namespace Gonglian.Foundation.Sheets;

/// <summary>How a list is written out.</summary>
/// <typeparam name="T">The row.</typeparam>
public sealed record SheetOptions<T>
{
    /// <summary>Name of the sheet (xlsx only).</summary>
    public string SheetName { get; init; } = "Sheet1";

    /// <summary>Puts a column's Chinese title into the reader's language; null leaves it.</summary>
    public Func<string, string>? Title { get; init; }

    /// <summary>
    /// What is wrong with the cell of a column (by its <see cref="Column{T}.Id"/>), as a sentence; null when nothing is.
    /// Such cells are highlighted (xlsx), and a last column gathers the sentences of the row.
    /// </summary>
    public Func<T, string, string?>? Reason { get; init; }

    /// <summary>Title of the column that gathers the reasons.</summary>
    public string ReasonTitle { get; init; } = "原因";
}

/// <summary>写表: writes rows to xlsx or csv while they arrive; only a few are ever held.</summary>
public static class SheetWriter
{
    /// <summary>Media type of an xlsx file.</summary>
    public const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Media type of a csv file.</summary>
    public const string CsvType = "text/csv; charset=utf-8";

    /// <summary>Writes a workbook: bold frozen header with a filter, typed cells, widths by content.</summary>
    /// <param name="target">Any stream, such as the response; only written to asynchronously, and left open.</param>
    /// <param name="columns">What stands in the columns, in their order.</param>
    /// <param name="rows">The rows, taken one after another.</param>
    /// <param name="options">Null for the usual.</param>
    /// <param name="cancel">Stops the writing; the file is then incomplete.</param>
    /// <remarks>
    /// A text is always a text and never becomes a formula or a number. A text longer than a cell can be (32,767
    /// characters) is cut and ends with …. Rows beyond 1,048,576 go on in a second sheet.
    /// </remarks>
    public static async Task WriteXlsxAsync<T>(
        Stream target,
        IReadOnlyList<Column<T>> columns,
        IAsyncEnumerable<T> rows,
        SheetOptions<T>? options = null,
        CancellationToken cancel = default)
    {
        options ??= new();
        var plan = WithReasons(columns, options);
        await using var book = new XlsxBook(target, options.SheetName, [.. plan.Select(c => Title(c, options))]);
        var sample = new List<T>();
        await foreach (var row in rows.WithCancellation(cancel))
        {
            if (book.IsStarted)
            {
                Write(book, row, plan, options);
                await book.FlushIfFullAsync(cancel);
                continue;
            }

            sample.Add(row);
            if (sample.Count == XlsxBook.SampleRows)
                Begin(book, sample, plan, options);
        }

        if (!book.IsStarted)
            Begin(book, sample, plan, options);

        await book.FinishAsync(cancel);
    }

    /// <summary>Writes a csv file in UTF-8 with a byte order mark, as Chinese spreadsheets need it, and CRLF.</summary>
    /// <remarks>
    /// A text that a spreadsheet would take for a formula (it begins with = + - @ tab or CR) gets an apostrophe before
    /// it; <see cref="SheetReader"/> takes it off again. Numbers stay as they are.
    /// </remarks>
    /// <inheritdoc cref="WriteXlsxAsync{T}"/>
    public static async Task WriteCsvAsync<T>(
        Stream target,
        IReadOnlyList<Column<T>> columns,
        IAsyncEnumerable<T> rows,
        SheetOptions<T>? options = null,
        CancellationToken cancel = default)
    {
        options ??= new();
        var plan = WithReasons(columns, options);
        var csv = new CsvText(target);
        foreach (var column in plan)
            csv.Text(Title(column, options));

        csv.EndRow();
        await foreach (var row in rows.WithCancellation(cancel))
        {
            foreach (var column in plan)
                csv.Cell(column.Value(row), column.Kind);

            csv.EndRow();
            await csv.FlushAsync(atLeast: CsvText.Enough, cancel);
        }

        await csv.FlushAsync(atLeast: 1, cancel);
        await target.FlushAsync(cancel);
    }

    private static string Title<T>(Column<T> column, SheetOptions<T> options) =>
        options.Title?.Invoke(column.Title) ?? column.Title;

    private static List<Column<T>> WithReasons<T>(IReadOnlyList<Column<T>> columns, SheetOptions<T> options)
    {
        if (options.Reason is not { } reason)
            return [.. columns];

        return [.. columns, new Column<T>(string.Empty, options.ReasonTitle, Reasons)];

        string Reasons(T row) => string.Join('\n', columns
            .Select(c => (Title: Title(c, options), Why: reason(row, c.Id)))
            .Where(c => c.Why is not null)
            .Select(c => $"{c.Title}:{c.Why}"));
    }

    private static void Begin<T>(XlsxBook book, List<T> sample, List<Column<T>> columns, SheetOptions<T> options)
    {
        var widths = columns.Select(c => sample
            .Select(row => CellWidth.Of(CellValue.Shown(c.Value(row), c.Kind)))
            .Append(CellWidth.Of(Title(c, options)) + 3)
            .Max());
        book.Begin([.. widths]);
        foreach (var row in sample)
            Write(book, row, columns, options);
    }

    private static void Write<T>(XlsxBook book, T row, List<Column<T>> columns, SheetOptions<T> options)
    {
        book.StartRow();
        for (var i = 0; i < columns.Count; i++)
        {
            var column = columns[i];
            var marked = options.Reason is { } reason && column.Id.Length > 0 && reason(row, column.Id) is not null;
            book.Cell(i, column.Value(row), column.Kind, marked);
        }

        book.EndRow();
    }
}
