using Gonglian.Foundation;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gonglian.Organisations.Tree;

/// <summary>The list of units for other programs.</summary>
internal static class UnitEndpoints
{
    private static readonly ApiDoc Doc = ApiList.Doc(
        UnitList.Columns(Texts.Chinese),
        new("q", "Part of the name, or the beginning of the code; those above and below what is found come along."),
        new("closed", "true: closed units as well.", ApiKind.Flag));

    public static void Map(IEndpointRouteBuilder routes) => routes.MapApi("units").MapGet("", List)
        .RequireAuthorization(new NeedsAttribute("organisations.see")).WithMetadata(Doc)
        .WithName("listUnits").WithSummary("Units of the tree, each before those below it, all in one answer");

    private static async Task<IResult> List(
        HttpContext http, AppDb db, Caller caller, DayRoll days, Texts words, string? q, bool? closed)
    {
        var rows = await db.UnitRows(caller, new UnitFilter(q, closed == true), await days.Today());
        return ApiList.Page(http, UnitList.Columns(words), rows, r => $"{r.Unit.Id}");
    }
}
