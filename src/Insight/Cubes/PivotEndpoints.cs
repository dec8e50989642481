using Gonglian.Enterprises;
using Gonglian.Foundation;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gonglian.Insight.Cubes;

/// <summary>A pivot for other programs, and as a workbook or csv.</summary>
internal static class PivotEndpoints
{
    private static readonly ApiDoc Doc = ApiList.Doc(Columns(Texts.Chinese), PivotQuestion.Fields) with { MayMiss = true };

    public static void Map(IEndpointRouteBuilder routes)
    {
        var see = new NeedsAttribute("insight.see");
        routes.MapApi("pivot").MapGet("", List).WithMetadata(Doc)
            .WithName("getPivot").WithSummary("A measure by two dimensions: every cell that has enterprises, and the totals")
            .RequireAuthorization(see);
        routes.MapGet("/pivot/table.{format}", Send).RequireAuthorization(see).ExcludeFromDescription();
    }

    /// <summary>Where the sheet of a question is.</summary>
    public static string Sheet(this PivotQuestion question, string format) =>
        question.Address($"/pivot/table.{format}", question.IsPublic, question.Sort);

    private static IReadOnlyList<Column<ApiCell>> Columns(Texts l) =>
    [
        new("row", "行", c => c.Row?.Code),
        new("rowTitle", "行名", c => c.Row is { } row ? l[row.Title] : null),
        new("column", "列", c => c.Column?.Code),
        new("columnTitle", "列名", c => c.Column is { } column ? l[column.Title] : null),
        new("counted", "计数", c => c.IsHidden ? null : c.Cell.Counted) { Kind = ColumnKind.Number },
        new("of", "分母", c => c.IsHidden || !c.IsRate ? null : c.Cell.Of) { Kind = ColumnKind.Number },
        new("value", "比率", c => c.IsHidden || !c.IsRate || c.Cell.Of == 0 ? null : (double)c.Cell.Counted / c.Cell.Of)
            { Kind = ColumnKind.Percent },
        new("hidden", "不列出", c => c.IsHidden) { Kind = ColumnKind.Flag },
        new("list", "名单", c => c.List),
    ];

    private static async Task<IResult> List(
        HttpContext http, AppDb db, Cube cube, UnitTree units, CoverageParameters parameters, DayRoll roll, Texts l)
    {
        ApiQuery.Check(http.Request.Query, PivotQuestion.Fields);
        if (await Scope.Find(db, http.Request.Query["place"]) is null)
            throw ApiProblems.NoPlace(http.Request.Query["place"]);
        var question = await PivotQuestion.Read(db, parameters, roll, http.Request.Query);
        var pivot = await question.Answer(db, cube, units);
        var hiding = new PivotHiding(pivot, question.IsPublic);
        return ApiList.Page(http, Columns(l), Of(pivot, hiding, question), c => $"{c.Row?.Code ?? "total"}/{c.Column?.Code ?? "total"}");
    }

    private static IEnumerable<ApiCell> Of(Pivot pivot, PivotHiding hiding, PivotQuestion question) =>
        from row in Enumerable.Range(0, pivot.Rows.Count + 1)
        from column in Enumerable.Range(0, pivot.Columns.Count + 1)
        let cell = pivot[row, column]
        where cell.Units > 0 || question.IsPublic
        select new ApiCell(
            row < pivot.Rows.Count ? pivot.Rows[row] : null, column < pivot.Columns.Count ? pivot.Columns[column] : null, cell,
            pivot.Ask.Measure.IsRate, hiding.Of(row, column),
            question.IsPublic ? null : pivot.RowsAddress(row, column, pivot.Ask.Measure.IsRate));

    private static async Task<IResult> Send(
        HttpContext http, string format, AppDb db, Cube cube, UnitTree units, CoverageParameters parameters, DayRoll roll, Texts l)
    {
        if (format is not ("xlsx" or "csv") || await Scope.Find(db, http.Request.Query["place"]) is null)
            return Results.NotFound();
        try
        {
            var question = await PivotQuestion.Read(db, parameters, roll, http.Request.Query);
            var pivot = await question.Answer(db, cube, units);
            var columns = PivotSheet.Columns(pivot, new PivotHiding(pivot, question.IsPublic), l);
            var rows = Enumerable.Range(0, pivot.Rows.Count + 1).ToAsyncEnumerable();
            var name = $"{question.Scope.Title(l)} {l["透视表"]} {l[pivot.Ask.Measure.Title]} {await roll.Today():yyyy-MM-dd}"
                + (question.IsPublic ? $" {l["公开版"]}" : "");
            return SheetAnswer.Of(format, name, columns, rows, new SheetOptions<int> { SheetName = l["透视表"] }, http.RequestAborted);
        }
        catch (Refused refused)
        {
            return refused.AsAnswer(http);
        }
    }

    private sealed record ApiCell(PivotLine? Row, PivotLine? Column, PivotCell Cell, bool IsRate, bool IsHidden, string? List);
}
