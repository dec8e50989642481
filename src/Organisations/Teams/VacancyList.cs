using Gonglian.Foundation;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Sheets;
using Gonglian.Organisations.Tree;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations.Teams;

/// <summary>A community federation whose team is not complete.</summary>
/// <param name="Unit">The community.</param>
/// <param name="Above">Name of the subdistrict.</param>
/// <param name="Vacancies">What its team lacks.</param>
public sealed record VacancyRow(Unit Unit, string Above, IReadOnlyList<Vacancy> Vacancies);

/// <summary>未配齐: one query and one list of columns, for the page and the spreadsheet.</summary>
public static class VacancyList
{
    private const string Right = "organisations.see";

    /// <summary>The columns; words in the reader's language.</summary>
    public static IReadOnlyList<Column<VacancyRow>> Columns(Texts words) =>
    [
        new("name", "社区", r => r.Unit.Name) { Link = r => $"/organisations/{r.Unit.Code}/team", Narrow = true },
        new("above", "街道", r => r.Above) { Narrow = true },
        new("missing", "缺什么", r => string.Join(words["、"], r.Vacancies.Select(v => v.Say(words)))) { Narrow = true },
        new("count", "项", r => r.Vacancies.Count) { Kind = ColumnKind.Number, Narrow = true },
    ];

    /// <summary>The communities the caller sees whose teams lack something on a day, by subdistrict.</summary>
    /// <param name="db">The context.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="day">The day, China time.</param>
    public static async Task<IReadOnlyList<VacancyRow>> VacancyRows(this AppDb db, Caller caller, DateOnly day)
    {
        if (!caller.Can(Right))
            return [];
        var units = await db.Units.Where(u => u.Kind == UnitKind.Community && !u.Statistical && u.ValidFrom <= day
            && (u.ValidTo == null || u.ValidTo > day)).OrderBy(u => u.Path).ToListAsync();
        var above = units.Select(u => u.ParentKey).Distinct().ToArray();
        var names = await db.Units.Where(u => above.Contains(u.Key)).ToDictionaryAsync(u => u.Key, u => u.Name);
        var missing = await db.VacanciesOf(units, day);
        return [.. units.Where(u => missing[u.Key].Count > 0)
            .Select(u => new VacancyRow(u, names.GetValueOrDefault(u.ParentKey ?? 0, ""), missing[u.Key]))];
    }

    /// <summary>A vacancy in words: 缺经审委员, or who holds the post without the office.</summary>
    public static string Say(this Vacancy vacancy, Texts words) => vacancy switch
    {
        { Person: { } person, Office: { } office } =>
            words["{0}“{1}”不是工作站{2}", words[vacancy.Kind.Title()], person, words[office]],
        { Missing: > 1 } => words["缺{0} {1} 名", words[vacancy.Kind.Title()], vacancy.Missing],
        _ => words["缺{0}", words[vacancy.Kind.Title()]],
    };

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/organisations/vacancies/export.{format}", Export)
        .RequireAuthorization(new NeedsAttribute(Right)).ExcludeFromDescription();

    private static async Task<IResult> Export(
        string format, AppDb db, Caller caller, Writes writes, DayRoll days, Texts words, TimeProvider clock)
    {
        if (format is not ("xlsx" or "csv"))
            return Results.NotFound();
        var day = await days.Today();
        var rows = await db.VacancyRows(caller, day);
        await writes.Do(caller, change =>
        {
            change.Note(null, clock.GetUtcNow().UtcDateTime, new ExportedVacancies(caller.Home), "export",
                after: new Dictionary<string, object?> { ["Rows"] = rows.Count, ["Format"] = format });
            return Task.CompletedTask;
        });
        var options = new SheetOptions<VacancyRow> { SheetName = words["未配齐的单位"], Title = t => words[t] };
        return SheetAnswer.Of(
            format, $"{words["未配齐的单位"]}-{day:yyyy-MM-dd}", Columns(words), rows.ToAsyncEnumerable(), options);
    }

    /// <summary>That the list was taken out, for the change record.</summary>
    private sealed class ExportedVacancies(string path) : IRecorded
    {
        public string Subject => "vacancy-list";

        public long SubjectKey => 0;

        public string SubjectPath => path;
    }
}
