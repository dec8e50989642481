using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Sheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gonglian.Insight;

/// <summary>The figures of the pages for other programs, with their definitions.</summary>
internal static class InsightApi
{
    private static readonly ApiDoc Doc = ApiList.Doc(
        Columns(Texts.Chinese),
        new ApiField("place", "Code of a unit, or creation-units; the caller's own unit when nothing is said."));

    public static void Map(IEndpointRouteBuilder routes) => routes.MapApi("indicators").MapGet("", List)
        .WithMetadata(Doc with { MayMiss = true })
        .WithName("listIndicators").WithSummary("Indicators of a unit today, with their definitions")
        .RequireAuthorization(new NeedsAttribute("insight.see"));

    /// <summary>The columns; a rate is unrounded and missing where there is nothing to count.</summary>
    private static IReadOnlyList<Column<IndicatorAnswer>> Columns(Texts l) =>
    [
        new("version", "口径版本", a => a.Indicator.Version) { Kind = ColumnKind.Number },
        new("title", "指标", a => l[a.Indicator.Title]),
        new("definition", "口径", a => l[a.Indicator.Definition]),
        new("basis", "依据", a => l[a.Indicator.Basis]),
        new("owner", "口径负责", a => l[a.Indicator.Owner]),
        new("unit", "计量单位", a => l[a.Indicator.Unit]),
        new("scope", "范围", a => a.Scope),
        new("asOf", "统计日", a => a.AsOf) { Kind = ColumnKind.Date },
        new("numerator", "分子", a => a.Numerator) { Kind = ColumnKind.Number },
        new("denominator", "分母", a => a.Denominator) { Kind = ColumnKind.Number },
        new("value", "比率", a => a.Share.Denominator == 0 ? null : (double)a.Share.Numerator / a.Share.Denominator)
            { Kind = ColumnKind.Percent },
        new("target", "目标", a => a.Indicator.Target) { Kind = ColumnKind.Percent },
        new("met", "达标", a => a.Met) { Kind = ColumnKind.Flag },
    ];

    private static async Task<IResult> List(HttpContext http, AppDb db, CoverageParameters parameters, DayRoll roll, Texts l, string? place)
    {
        var day = await roll.Today();
        if (await Scope.Find(db, place) is not { } scope)
            throw ApiProblems.NoPlace(place);
        var sums = await scope.Sums(db);
        var indicators = db.Indicators.By((await parameters.All(db)).On(day));
        var answers = indicators.Select(i => new IndicatorAnswer(i, scope.Code, day, i.Of(sums)));
        return ApiList.Page(http, Columns(l), answers, a => a.Indicator.Id);
    }
}
