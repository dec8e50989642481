using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Establishment.Rules;
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

namespace Gonglian.Establishment;

/// <summary>The list 应建未建 for other programs and as a spreadsheet.</summary>
internal static class EstablishmentApi
{
    private const int PageSize = 100;

    private static readonly ApiDoc Doc = ApiList.Doc(
        DueColumns.Of(new Ease(DateOnly.MaxValue, CoverageRules.Default, []), CoverageRules.Default, Texts.Chinese),
        new("place", "Code of a subdistrict, community, park or building, with all below it."),
        new("why", "Only those that are easy for this reason.", Values: [.. EstablishmentFilter.Whys.Select(w => w.Id)]),
        new("after", "The page after this place; take it from next.") { Reads = ApiQuery.IsPair });

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi("establishment").MapGet("", Page).WithMetadata(Doc)
            .WithName("listDue").WithSummary("N3: who must found a union of their own and has none, the easiest first")
            .RequireAuthorization(new NeedsAttribute("establishment.see"));
        routes.MapGet("/establishment/export", Export)
            .ExcludeFromDescription()
            .OnlyTakes([.. Doc.Query, new("format", "xlsx or csv.", Values: ["xlsx", "csv"])])
            .RequireAuthorization(new NeedsAttribute("enterprises.export"));
    }

    private static async Task<IResult> Page(
        HttpContext http, Caller caller, AppDb db, DayRoll roll, CoverageParameters parameters, Texts l,
        string? place, string? why, string? after)
    {
        var day = await roll.Today();
        var rules = await parameters.Of(db);
        var list = await EstablishmentList.Open(caller, db, new(place, why), rules, day);
        var rows = await list.Rows(after, PageSize);
        return ApiList.Page(http, DueColumns.Of(list.Ease, rules, l), rows, r => $"{r.Enterprise.Id}",
            next: rows.Count == PageSize ? EstablishmentList.After(rows[^1]) : null);
    }

    private static async Task<IResult> Export(
        Caller caller, AppDb db, DayRoll roll, CoverageParameters parameters, Texts l, HttpContext http,
        string? place, string? why, string? format)
    {
        var day = await roll.Today();
        var rules = await parameters.Of(db);
        try
        {
            var list = await EstablishmentList.Open(caller, db, new(place, why), rules, day);
            var (columns, name) = (DueColumns.Of(list.Ease, rules, l), $"{l["应建未建"]} {day:yyyy-MM-dd}");
            var options = new SheetOptions<DueRow> { SheetName = l["应建未建"], Title = title => l[title] };
            var (rows, stop) = (list.All(http.RequestAborted), http.RequestAborted);
            return format == "csv"
                ? Results.Stream(
                    s => SheetWriter.WriteCsvAsync(s, columns, rows, options, stop), SheetWriter.CsvType, name + ".csv")
                : Results.Stream(
                    s => SheetWriter.WriteXlsxAsync(s, columns, rows, options, stop), SheetWriter.XlsxType, name + ".xlsx");
        }
        catch (Refused refused)
        {
            return refused.AsAnswer(http);
        }
    }
}
