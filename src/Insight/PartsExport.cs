using Gonglian.Enterprises;
using Gonglian.Foundation;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Sheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gonglian.Insight;

/// <summary>导出: the table of the units below as a workbook or csv, with the counts behind each rate and the total.</summary>
internal static class PartsExport
{
    /// <summary>Where it is.</summary>
    /// <param name="code">The scope's code.</param>
    /// <param name="format">xlsx or csv.</param>
    public static string Address(string code, string format) => $"/overview/{code}/parts.{format}";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/overview/{code}/parts.{format}", Send)
        .RequireAuthorization(new NeedsAttribute("insight.see")).ExcludeFromDescription();

    private static async Task<IResult> Send(
        HttpContext http, string code, string format, AppDb db, History history, CoverageParameters parameters, DayRoll roll, Texts l)
    {
        var day = await roll.Today();
        if (format is not ("xlsx" or "csv") || await Scope.Find(db, code) is not { } scope)
            return Results.NotFound();
        var board = await Board.Load(db, history, parameters, scope, day);
        var whole = new BoardPart(scope.Unit, board.Sums, IsRest: true);
        var columns = PartColumns.InSheet(board, whole, l).ToList();
        var rows = board.Parts.Append(whole).ToAsyncEnumerable();
        var options = new SheetOptions<BoardPart> { SheetName = l["下级单位的指标"] };
        var name = scope.Title(l);
        return SheetAnswer.Of(format, $"{name} {l["下级单位的指标"]} {day:yyyy-MM-dd}", columns, rows, options, http.RequestAborted);
    }
}
