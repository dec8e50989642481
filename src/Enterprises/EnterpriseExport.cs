using Gonglian.Foundation;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Gonglian.Enterprises;

/// <summary>导出: exactly what the list shows, as a workbook or csv, and who took it.</summary>
public static class EnterpriseExport
{
    /// <summary>Address of the workbook.</summary>
    public const string Xlsx = "/enterprises/export.xlsx";

    /// <summary>Address of the csv file.</summary>
    public const string Csv = "/enterprises/export.csv";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var needs = new NeedsAttribute("enterprises.export");
        routes.MapGet(Xlsx, (HttpContext http, Exporter exporter) => exporter.Send(http, xlsx: true))
            .RequireAuthorization(needs).ExcludeFromDescription();
        routes.MapGet(Csv, (HttpContext http, Exporter exporter) => exporter.Send(http, xlsx: false))
            .RequireAuthorization(needs).ExcludeFromDescription();
    }

    /// <summary>What is sent, row by row while the database reads.</summary>
    public sealed class Exporter(
        AppDb db, Store store, Caller caller, Writes writes, DayRoll roll, EnterpriseList list, Texts texts, TimeProvider clock,
        UnitTree units)
    {
        /// <summary>Answers with the file.</summary>
        public async Task Send(HttpContext http, bool xlsx)
        {
            EnterpriseView view;
            try
            {
                view = EnterpriseView.Demand(http.Request.Query);
            }
            catch (Refused refused)
            {
                await refused.AsAnswer(http, StatusCodes.Status400BadRequest).ExecuteAsync(http);
                return;
            }
            var day = await roll.Today();
            var name = $"{texts["企业名单"]}-{day:yyyy-MM-dd}.{(xlsx ? "xlsx" : "csv")}";
            http.Response.ContentType = xlsx ? SheetWriter.XlsxType : SheetWriter.CsvType;
            http.Response.Headers.ContentDisposition = $"attachment; filename*=UTF-8''{Uri.EscapeDataString(name)}";
            http.Response.Headers.CacheControl = "no-store";
            http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            await Write(view, xlsx, http.Response.Body, http.RequestAborted);
        }

        /// <summary>Writes the file and records who took it.</summary>
        /// <returns>How many enterprises are in it.</returns>
        public async Task<long> Write(EnterpriseView view, bool xlsx, Stream stream, CancellationToken stop)
        {
            var taken = new ExportedList { SubjectPath = caller.Home };
            var conditions = FilterWords.Of(view.Filter, await units.Now(view.Filter.Place), caller, Texts.Chinese).Select(w => w.Words).ToArray();
            try
            {
                await using var beside = store.Read(caller);
                var day = await roll.Today();
                var rows = Counted(list.All(db, view.Ask(QueryCollection.Empty)).WithBeside(beside, view.Columns, day), taken);
                var options = new SheetOptions<EnterpriseRow> { SheetName = texts["企业名单"], Title = t => texts[t] };
                var columns = view.Columns.In(texts);
                await (xlsx
                    ? SheetWriter.WriteXlsxAsync(stream, columns, rows, options, stop)
                    : SheetWriter.WriteCsvAsync(stream, columns, rows, options, stop));
            }
            finally
            {
                // Whoever stops half way has taken what was sent until then.
                await writes.Do(caller, change =>
                {
                    change.Note(null, clock.GetUtcNow().UtcDateTime, taken, "export", after: new Dictionary<string, object?>
                    {
                        ["Rows"] = taken.Rows,
                        ["Filter"] = conditions,
                        ["Columns"] = view.Columns.Select(c => c.Title).ToArray(),
                        ["Format"] = xlsx ? "xlsx" : "csv",
                    });
                    return Task.CompletedTask;
                });
            }
            return taken.Rows;
        }

        private async IAsyncEnumerable<EnterpriseRow> Counted(IAsyncEnumerable<EnterpriseRow> rows, ExportedList taken)
        {
            await foreach (var row in rows)
            {
                if (!caller.Can("enterprises.export", row.Path))
                    continue;
                taken.Rows++;
                yield return row;
            }
        }
    }

    /// <summary>The list as what was taken, for the change records.</summary>
    private sealed class ExportedList : IRecorded
    {
        public long Rows { get; set; }

        public string Subject => "enterprises";

        public long SubjectKey => 0;

        public required string SubjectPath { get; init; }
    }
}
