using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Sheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gonglian.Organisations.Tree;

/// <summary>The list of units for other programs.</summary>
internal static class UnitEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/units", async (AppDb db, Caller caller, DayRoll days, string? q, bool? closed) =>
        {
            var rows = await db.UnitRows(caller, new UnitFilter(q, closed == true), await days.Today());
            return Results.Ok(new { items = Records.Of(UnitList.Columns, rows) });
        }).RequireAuthorization(new NeedsAttribute("organisations.see")).WithTags("units").WithSummary("组织树:单位列表");
}
