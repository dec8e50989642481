using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Gonglian.Foundation.Sheets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Gonglian.Foundation.Apis;

/// <summary>A list of the API: the rows of a page, by the ids of its columns, and where the next rows are.</summary>
/// <param name="Items">The rows; each with its <c>id</c>.</param>
/// <param name="Next">Address of the next page; none on the last one.</param>
public sealed record ApiRows(IReadOnlyList<IReadOnlyDictionary<string, object?>> Items, string? Next);

/// <summary>Lists of the API from the columns of the pages: named once, shown, described and answered alike.</summary>
public static class ApiList
{
    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>The code by which programs know a value out of few, e.g. <c>in-term</c>.</summary>
    public static string Code<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>All codes of a kind.</summary>
    public static IReadOnlyList<string> Codes<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(Code)];

    /// <summary>What the document says of a list.</summary>
    /// <param name="columns">The columns; only their ids, titles and kinds are looked at.</param>
    /// <param name="query">What stands in the query.</param>
    public static ApiDoc Doc<T>(IReadOnlyList<Column<T>> columns, params IReadOnlyList<ApiField> query) => new()
    {
        Query = query,
        Answer = Fields(columns),
        IsList = true,
    };

    /// <summary>The fields of a row: its id, and the columns.</summary>
    public static IReadOnlyList<ApiField> Fields<T>(IReadOnlyList<Column<T>> columns) =>
    [
        new("id", "Its id.") { Required = true },
        .. columns.Select(c => new ApiField(c.Id, c.Title, c.Kind switch
        {
            ColumnKind.Number or ColumnKind.Difference => ApiKind.Number,
            ColumnKind.Date => ApiKind.Day,
            ColumnKind.Instant => ApiKind.Instant,
            ColumnKind.Flag => ApiKind.Flag,
            ColumnKind.Percent => ApiKind.Share,
            _ => ApiKind.Text,
        }, c.Codes)
        {
            Repeated = c.Data?.Many == true,
            Parts = c.Data?.Parts ?? [],
        }),
    ];

    /// <summary>A page of a list.</summary>
    /// <param name="http">The request; the next page has its address, with another place.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="id">The id of a row.</param>
    /// <param name="word">The word of the address that names the place, e.g. <c>after</c>.</param>
    /// <param name="next">The place where the next page begins; none on the last one.</param>
    public static IResult Page<T>(
        HttpContext http, IReadOnlyList<Column<T>> columns, IEnumerable<T> rows, Func<T, string> id,
        string word = "after", string? next = null) =>
        Results.Json(new ApiRows([.. rows.Select(r => Of(columns, r, id(r)))], Other(http, word, next)), Plain);

    private static Dictionary<string, object?> Of<T>(IReadOnlyList<Column<T>> columns, T row, string id)
    {
        var record = new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = id };
        foreach (var column in columns.Where(c => c.Id != "id"))
            record[column.Id] = Plainly(column, row);
        return record;
    }

    // Codes rather than words where a column has them; what is missing is null, whatever the page shows for it.
    private static object? Plainly<T>(Column<T> column, T row)
    {
        if (column.Data is { } data)
            return data.Of(row);
        if (column.Code is { } code)
            return code(row);
        return column.Value(row) switch
        {
            Ui.Mark mark => mark.Text,
            "" => null,
            var value when column.Kind == ColumnKind.Text => value?.ToString() is { Length: > 0 } text ? text : null,
            var value => value,
        };
    }

    private static string? Other(HttpContext http, string word, string? place)
    {
        if (place is null)
            return null;
        var others = http.Request.Query.Where(q => q.Key != word);
        return QueryHelpers.AddQueryString(http.Request.Path, others.Append(new(word, place)));
    }
}
