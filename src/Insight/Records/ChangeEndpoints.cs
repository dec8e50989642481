using System.Runtime.CompilerServices;
using Gonglian.Foundation;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gonglian.Insight.Records;

/// <summary>Change records for other programs, and as a workbook or csv.</summary>
internal static class ChangeEndpoints
{
    private const int Piece = 500;

    private static readonly IReadOnlyList<ApiField> Asked =
    [
        new("from", "First day, China time; 30 days in all when nothing is said.", ApiKind.Day),
        new("to", "Last day; today when nothing is said.", ApiKind.Day),
        new("by", "Part of the name of who did it."),
        new("kind", "What it tells of; everything when nothing is said. Sign-ins are a kind of their own.",
            Values: [.. ChangeKinds.All.Select(k => k.Code), ChangeKinds.SignIns, ChangeKinds.Refusals, ChangeKinds.Reveals, ChangeKinds.Everything]),
        new("place", "Code of a unit, with all below it."),
        new("after", "The page after this record; take it from next.") { Reads = ApiQuery.IsPair },
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var needs = new NeedsAttribute(ChangeList.Right);
        routes.MapApi("changes").MapGet("", List).RequireAuthorization(needs)
            .WithMetadata(ApiList.Doc(ChangeList.Columns(Texts.Chinese), Asked))
            .WithName("listChanges").WithSummary("Who changed what, when, from what to what; the latest first, 50 a page");
        routes.MapGet("/changes/export.{format}", Export).RequireAuthorization(needs).ExcludeFromDescription().OnlyTakes(Asked);
    }

    private static async Task<IResult> List(
        HttpContext http, AppDb db, Caller caller, Texts words, TimeProvider clock,
        string? from, string? to, string? by, string? kind, string? place, string? after)
    {
        var filter = ChangeFilter.Read(from, to, China.Today(clock), by, kind ?? ChangeKinds.Everything, place, after);
        var rows = await db.ChangeRows(caller, filter, words);
        return ApiList.Page(http, ChangeList.Columns(words), rows, r => $"{r.Change.Key}",
            next: rows.Count == ChangeList.PageSize ? rows[^1].Token : null);
    }

    private static async Task<IResult> Export(
        string format, HttpContext http, AppDb db, Caller caller, Writes writes, Texts words, TimeProvider clock,
        string? from, string? to, string? by, string? kind, string? place)
    {
        if (format is not ("xlsx" or "csv"))
            return Results.NotFound();
        var filter = ChangeFilter.Read(from, to, China.Today(clock), by, kind, place, after: null);
        try
        {
            // Asked once before the answer begins, so that a wrong filter is a refusal and not half a file.
            await db.ChangeRows(caller, filter, words, take: 1);
        }
        catch (Refused refused)
        {
            return refused.AsAnswer(http);
        }
        await writes.Do(caller, change =>
        {
            change.Note(null, clock.GetUtcNow().UtcDateTime, new TakenRecords(caller.Home), "export",
                after: new Dictionary<string, object?> { ["Filter"] = Said(filter), ["Format"] = format });
            return Task.CompletedTask;
        });
        var columns = ChangeList.Columns(words);
        var options = new SheetOptions<ChangeRow> { SheetName = words["变更记录"], Title = t => words[t] };
        var rows = All(db, caller, filter, words, http.RequestAborted);
        return SheetAnswer.Of(
            format, $"{words["变更记录"]}-{filter.From:yyyy-MM-dd}-{filter.To:yyyy-MM-dd}", columns, rows, options, http.RequestAborted);
    }

    // For the record: in words, as whoever reads it later needs them.
    private static string[] Said(ChangeFilter filter) =>
    [
        $"{filter.From:yyyy-MM-dd} – {filter.To:yyyy-MM-dd}",
        .. new[] { filter.By, ChangeKinds.All.FirstOrDefault(k => k.Code == filter.Kind).Title, filter.Place }
            .Where(w => !string.IsNullOrEmpty(w)).Select(w => w!),
    ];

    private static async IAsyncEnumerable<ChangeRow> All(
        AppDb db, Caller caller, ChangeFilter filter, Texts words, [EnumeratorCancellation] CancellationToken cancel)
    {
        IReadOnlyList<ChangeRow> rows;
        do
        {
            cancel.ThrowIfCancellationRequested();
            rows = await db.ChangeRows(caller, filter, words, Piece);
            foreach (var row in rows)
                yield return row;
            filter = rows.Count == 0 ? filter : filter with { After = rows[^1].Token };
        }
        while (rows.Count == Piece);
    }

    /// <summary>That the records were taken out, for the records themselves.</summary>
    private sealed class TakenRecords(string path) : IRecorded
    {
        public string Subject => "change-records";

        public long SubjectKey => 0;

        public string SubjectPath => path;
    }
}
