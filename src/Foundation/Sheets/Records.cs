using Gonglian.Foundation.Ui;

namespace Gonglian.Foundation.Sheets;

/// <summary>The rows of a list as the API gives them: the same columns as on the page, named by their ids.</summary>
public static class Records
{
    /// <summary>One record a row.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, object?>> Of<T>(
        IReadOnlyList<Column<T>> columns, IEnumerable<T> rows) =>
        [.. rows.Select(r => columns.ToDictionary(c => c.Id, c => Plain(c.Value(r)), StringComparer.Ordinal))];

    private static object? Plain(object? value) => value is Mark mark ? mark.Text : value;
}
