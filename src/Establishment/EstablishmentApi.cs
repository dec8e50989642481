using Gonglian.Enterprises;
using Gonglian.Foundation;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gonglian.Establishment;

/// <summary>A page of the list as the API tells it.</summary>
/// <param name="AsOf">统计日.</param>
/// <param name="Count">How many there are in all; none where a reason is asked for.</param>
/// <param name="Rows">The rows: the columns of the page by their ids.</param>
/// <param name="After">Ask with this for the rows behind; none at the end.</param>
public sealed record DuePage(DateOnly AsOf, long? Count, IReadOnlyList<Dictionary<string, object?>> Rows, string? After);

/// <summary>The list 应建未建 for other programs and as a spreadsheet.</summary>
internal static class EstablishmentApi
{
    private const int PageSize = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/establishment", Page)
            .WithName("establishment").WithTags("组建").WithSummary("应建未建名单(N3),容易的在前;每次最多 100 行")
            .Produces<DuePage>()
            .RequireAuthorization(new NeedsAttribute("establishment.see"));
        routes.MapGet("/establishment/export", Export)
            .ExcludeFromDescription()
            .RequireAuthorization(new NeedsAttribute("enterprises.export"));
    }

    private static async Task<IResult> Page(
        Caller caller, AppDb db, DayRoll roll, CoverageParameters parameters, Texts l,
        string? place, string? why, string? after)
    {
        var day = await roll.Today();
        var rules = await parameters.Of(db);
        try
        {
            var list = await EstablishmentList.Open(caller, db, new(place, why), rules, day);
            var rows = await list.Rows(after, PageSize);
            var columns = DueColumns.Of(list.Ease, rules, l);
            return Results.Ok(new DuePage(
                day, await list.Count(),
                [.. rows.Select(r => columns.Select(c => (c.Id, Value: c.Value(r))).Prepend(("id", r.Enterprise.Id))
                    .ToDictionary(c => c.Item1, c => c.Item2))],
                rows.Count == PageSize ? EstablishmentList.After(rows[^1]) : null));
        }
        catch (Refused refused)
        {
            return Results.Problem(l[refused], statusCode: StatusCodes.Status409Conflict, title: refused.Code);
        }
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
            return Results.Problem(l[refused], statusCode: StatusCodes.Status409Conflict, title: refused.Code);
        }
    }
}
