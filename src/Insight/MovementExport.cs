using Gonglian.Enterprises;
using Gonglian.Foundation;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Sheets;
using Gonglian.Organisations.Unions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gonglian.Insight;

/// <summary>导出: everything that moved a figure, as a workbook or csv.</summary>
internal static class MovementExport
{
    /// <summary>Where it is.</summary>
    public static string Address(string id, string format) => $"/figures/{id}/changes.{format}";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/figures/{id}/changes.{format}", Send)
        .RequireAuthorization(new NeedsAttribute("insight.see")).ExcludeFromDescription();

    private static async Task<IResult> Send(
        HttpContext http, string id, string format, AppDb db, DayRoll roll, Texts l,
        string? place, string? from, string? to, string? known, string? knownBefore, string? knownAfter, int? before, int? after)
    {
        var today = await roll.Today();
        var versions = await CoverageParameters.Read(db);
        if (format is not ("xlsx" or "csv") || !versions.Has(before) || !versions.Has(after) || await Scope.Find(db, place) is not { } scope
            || db.Indicators.FirstOrDefault(i => i.Id == id && i.NotYet is null) is not { } indicator)
            return Results.NotFound();
        var days = ComparedDays.Of(from, to, (knownBefore ?? known, knownAfter ?? known), today);
        var (first, last) = (days.From with { Version = before }, days.To with { Version = after });
        var movements = await Movements.Between(db, versions, indicator, scope, first, last, http.RequestAborted);
        var rows = (await MovementRow.Of(db, UnionMeasures.Indicators.Contains(indicator), first, last, movements.Rows)).ToAsyncEnumerable();
        var columns = MovementRow.Columns(l, indicator.Denominator is null, first, last);
        var options = new SheetOptions<MovementRow> { SheetName = l["变动"] };
        return SheetAnswer.Of(
            format, $"{id} {l["变动"]} {days.From.AsOf:yyyy-MM-dd} {days.To.AsOf:yyyy-MM-dd}", columns, rows, options, http.RequestAborted);
    }
}
