using System.Runtime.CompilerServices;
using Gonglian.Foundation;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Sheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations.Unions;

/// <summary>The list of unions for other programs, and as a workbook or csv.</summary>
internal static class UnionEndpoints
{
    private static readonly ApiDoc Doc = ApiList.Doc(
        UnionList.Columns(Texts.Chinese),
        new("q", "Part of the name, or the credit code."),
        new("unit", "Code of a unit; those below it as well."),
        new("form", "Form of union.", Values: ApiList.Codes<UnionForm>()),
        new("state", "State of the term, or the days of the radar; without one, all that live.",
            Values: [.. ApiList.Codes<UnionState>(), "30", "90", "180"]),
        new("counted", "The indicator whose unions are asked for; part says which of them.", Values: UnionQuery.Indicators),
        new("part", "Which unions of the indicator; numerator when nothing is said.", Values: UnionQuery.Parts),
        new("place", "The same as unit; creation-units as well."),
        new("after", "The page after this place; take it from next.") { Reads = UnionFilter.IsPlace });

    // The page's own words for forms and states are the names of the values; both are taken.
    private static readonly IReadOnlyList<ApiField> Asked =
    [
        .. Doc.Query.Select(f => f.Name switch
        {
            "form" => f with { Values = [.. f.Values!, .. Enum.GetNames<UnionForm>()] },
            "state" => f with { Values = [.. f.Values!, .. Enum.GetNames<UnionState>()] },
            _ => f,
        }),
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var needs = new NeedsAttribute("organisations.see");
        routes.MapApi("unions").MapGet("", List).RequireAuthorization(needs).WithMetadata(Doc)
            .WithName("listUnions").WithSummary("Unions, 50 a page");
        routes.MapGet("/unions/export.{format}", Export).RequireAuthorization(needs).ExcludeFromDescription()
            .OnlyTakes(Asked);
    }

    private static async Task<IResult> List(
        HttpContext http, [AsParameters] UnionQuery query, AppDb db, Caller caller, DayRoll days, IUnionFigures figures,
        Texts words)
    {
        var filter = query.Filter();
        if (!filter.CanGoOn)
            throw ApiQuery.NoCursor("after", filter.After!);
        if (!string.IsNullOrEmpty(filter.Unit) && !await db.Units.AnyAsync(u => u.Code == filter.Unit))
            throw ApiProblems.NoPlace(filter.Unit, "unit");
        var rows = await db.UnionRows(caller, filter, await days.Today(), UnionList.PageSize, figures);
        return ApiList.Page(http, UnionList.Columns(words), rows, r => $"{r.Union.Id}",
            next: rows.Count == UnionList.PageSize ? rows[^1].Place(filter.ByTerm) : null);
    }

    private static async Task<IResult> Export(
        string format, [AsParameters] UnionQuery query, AppDb db, Caller caller, Writes writes, DayRoll days,
        IUnionFigures figures, Texts words, TimeProvider clock)
    {
        if (format is not ("xlsx" or "csv"))
            return Results.NotFound();
        var day = await days.Today();
        await writes.Do(caller, change =>
        {
            change.Note(null, clock.GetUtcNow().UtcDateTime, new ExportedUnions(caller.Home), "export");
            return Task.CompletedTask;
        });
        var columns = UnionList.Columns(words);
        var options = new SheetOptions<UnionRow> { SheetName = words["工会名单"], Title = t => words[t] };
        return SheetAnswer.Of(
            format, $"{words["工会名单"]}-{day:yyyy-MM-dd}", columns, All(db, caller, query.Filter(), day, figures), options);
    }

    private static async IAsyncEnumerable<UnionRow> All(
        AppDb db, Caller caller, UnionFilter filter, DateOnly day, IUnionFigures figures,
        [EnumeratorCancellation] CancellationToken cancel = default)
    {
        const int Piece = 1000;
        IReadOnlyList<UnionRow> rows;
        do
        {
            cancel.ThrowIfCancellationRequested();
            rows = await db.UnionRows(caller, filter, day, Piece, figures);
            foreach (var row in rows)
                yield return row;
            filter = rows.Count == 0 ? filter : filter with { After = rows[^1].Place(filter.ByTerm) };
        }
        while (rows.Count == Piece);
    }

    /// <summary>That the list was taken out, for the change record.</summary>
    private sealed class ExportedUnions(string path) : IRecorded
    {
        public string Subject => "union-list";

        public long SubjectKey => 0;

        public string SubjectPath => path;
    }
}

/// <summary>The filter as it stands in an address; what cannot be read is left out.</summary>
public sealed record UnionQuery
{
    /// <summary>Words of the name.</summary>
    public string? Q { get; init; }

    /// <summary>Code of a unit.</summary>
    public string? Unit { get; init; }

    /// <summary>The form of the union.</summary>
    public string? Form { get; init; }

    /// <summary>The state, or 30, 90, 180.</summary>
    public string? State { get; init; }

    /// <summary>Where the page begins.</summary>
    public string? After { get; init; }

    /// <summary>The indicator whose unions are asked for.</summary>
    public string? Counted { get; init; }

    /// <summary>Which unions of the indicator.</summary>
    public string? Part { get; init; }

    /// <summary>The same as <see cref="Unit"/>; the group of creation units as well.</summary>
    public string? Place { get; init; }

    /// <summary>The indicators whose unions can be asked for.</summary>
    public static IReadOnlyList<string> Indicators { get; } = [.. UnionMeasures.Indicators.Select(i => i.Id)];

    /// <summary>The parts of an indicator that can be asked for.</summary>
    public static IReadOnlyList<string> Parts { get; } = ["numerator", "denominator", "rest", "unknown"];

    /// <summary>The filter. A state may be the number of days of the radar: 30, 90, 180.</summary>
    public UnionFilter Filter() => new(
        Q, string.IsNullOrEmpty(Unit) ? Place : Unit,
        Enum.TryParse<UnionForm>(Form, ignoreCase: true, out var form) && Enum.IsDefined(form) ? form : null,
        Radar is null && Enum.TryParse<UnionState>(State?.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null,
        Radar, After, Counted, Part);

    private int? Radar => State is "30" or "90" or "180" ? int.Parse(State, System.Globalization.CultureInfo.InvariantCulture) : null;
}
