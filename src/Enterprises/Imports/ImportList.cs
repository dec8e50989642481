using System.Globalization;
using Gonglian.Enterprises.Imports.Pages;
using Gonglian.Foundation;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Sheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises.Imports;

/// <summary>以前的导入: one query and one list of columns, for the page and the API.</summary>
public static class ImportList
{
    /// <summary>Rows of a page.</summary>
    public const int PageSize = 20;

    /// <summary>The columns; words in the reader's language.</summary>
    public static IReadOnlyList<Column<Import>> Columns(Texts words) =>
    [
        new("file", "文件", i => i.FileName) { Link = i => $"/imports/{i.Id}" },
        new("state", "状态", i => StateWords.Mark(i.State, words))
            { Kind = ColumnKind.Tag, Narrow = true, Code = i => ApiList.Code(i.State), Codes = ApiList.Codes<ImportState>() },
        new("rows", "行", i => i.Rows > 0 ? i.Rows : null) { Kind = ColumnKind.Number, Narrow = true },
        new("new", "新建", i => Written(i, i.New)) { Kind = ColumnKind.Number, Narrow = true },
        new("changed", "更新", i => Written(i, i.Changed)) { Kind = ColumnKind.Number, Narrow = true },
        new("left", "未导入", i => Written(i, i.Left)) { Kind = ColumnKind.Number, Narrow = true },
        new("would", "如果开始", i => StateWords.Would(i, words))
        {
            Data = new(i => i.State == ImportState.Checked ? new { @new = i.New, changed = i.Changed, left = i.Left } : null, Many: false,
                new("new", "Files it would make.", ApiKind.Number), new("changed", "Files it would change.", ApiKind.Number),
                new("left", "Rows it would leave out.", ApiKind.Number)),
        },
        new("by", "导入人", i => i.By),
        new("at", "时间", i => i.At) { Kind = ColumnKind.Instant, Narrow = true },
    ];

    // What was only checked is not done: it stands in a column of its own.
    private static int? Written(Import import, int rows) =>
        import.State is ImportState.Writing or ImportState.Done or ImportState.Undoing or ImportState.Undone ? rows : null;

    /// <summary>The imports that the caller sees, the latest first.</summary>
    /// <param name="db">The context.</param>
    /// <param name="before">Only those before this one: the last of the page before.</param>
    public static async Task<IReadOnlyList<Import>> ImportRows(this AppDb db, long? before)
    {
        var until = before ?? long.MaxValue;
        return await db.Imports.Where(i => i.Key < until).OrderByDescending(i => i.Key).Take(PageSize).ToListAsync();
    }

    /// <summary>Imports of the same file that were written and not taken back, the latest first.</summary>
    public static async Task<IReadOnlyList<Import>> SameFile(this AppDb db, Import import) =>
        await db.Imports.Where(i => i.Hash == import.Hash && i.State == ImportState.Done && i.Key != import.Key)
            .OrderByDescending(i => i.Key).Take(1).ToListAsync();

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapApi("imports").MapGet("", List)
        .RequireAuthorization(new NeedsAttribute(ImportScope.Right))
        .WithMetadata(ApiList.Doc(
            Columns(Texts.Chinese), new ApiField("before", "The page behind this place; take it from next.", ApiKind.Number)))
        .WithName("listImports").WithSummary("Imports of rosters, the latest first, 20 a page");

    private static async Task<IResult> List(HttpContext http, AppDb db, Texts words, long? before)
    {
        var rows = await db.ImportRows(before);
        return ApiList.Page(http, Columns(words), rows, i => $"{i.Id}", "before",
            rows.Count == PageSize ? rows[^1].Key.ToString(CultureInfo.InvariantCulture) : null);
    }
}
