using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gonglian.Insight;

/// <summary>One figure, as the API tells it.</summary>
/// <param name="Id">e.g. <c>N1</c>.</param>
/// <param name="Version">Version of the definition.</param>
/// <param name="Title">The field's name for it.</param>
/// <param name="Scope">Code of the unit or name of the group.</param>
/// <param name="AsOf">统计日.</param>
/// <param name="Numerator">How many count.</param>
/// <param name="Denominator">Of how many; none for a list.</param>
/// <param name="Value">The rate, unrounded; none for a list or where there is nothing to count.</param>
/// <param name="Target">The target.</param>
/// <param name="Met">Whether it is reached, compared unrounded.</param>
public sealed record Figure(
    string Id, int Version, string Title, string Scope, DateOnly AsOf, long Numerator, long? Denominator, double? Value,
    decimal? Target, bool? Met);

/// <summary>The figures of the pages for other programs.</summary>
internal static class InsightApi
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/v1/indicators", Indicators)
        .WithName("indicators").WithTags("指标")
        .WithSummary("指标:编号、口径版本、范围、统计日、分子/分母、目标")
        .Produces<IReadOnlyList<Figure>>()
        .RequireAuthorization(new NeedsAttribute("insight.see"));

    private static async Task<IResult> Indicators(AppDb db, DayRoll roll, string? place)
    {
        var day = await roll.Today();
        if (await Scope.Find(db, place) is not { } scope)
            return Results.NotFound();
        var sums = await scope.Sums(db);
        return Results.Ok(db.Indicators.Select(i => Of(new IndicatorAnswer(i, scope.Code, day, i.Of(sums)))));
    }

    private static Figure Of(IndicatorAnswer a) => new(
        a.Indicator.Id, a.Indicator.Version, a.Indicator.Title, a.Scope, a.AsOf, a.Share.Numerator, a.Denominator,
        a.Share.Denominator == 0 ? null : (double)a.Share.Numerator / a.Share.Denominator, a.Indicator.Target, a.Met);
}
