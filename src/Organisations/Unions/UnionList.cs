using System.Globalization;
using Gonglian.Foundation;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;
using Gonglian.Foundation.Ui;
using Gonglian.Organisations.Tree;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations.Unions;

/// <summary>What the room above knows of unions: whom they cover, and by what rules they count.</summary>
public interface IUnionFigures
{
    /// <summary>How many enterprises in the caller's scope each union covers by a record in force; none for a union without.</summary>
    Task<IReadOnlyDictionary<long, int>> Covered(AppDb db, IReadOnlyCollection<long> unions, DateOnly day);

    /// <summary>When a union is more than a name.</summary>
    ValueTask<VitalityRules> Vitality(AppDb db);
}

/// <summary>Which unions are asked for.</summary>
/// <param name="Text">Part of the name, or the credit code.</param>
/// <param name="Unit">Code of a unit; those below it as well.</param>
/// <param name="Form">建会形式.</param>
/// <param name="State">届情; without one, those that live.</param>
/// <param name="Within">Only terms that end within so many days: the radar.</param>
/// <param name="Counted">The indicator whose unions are asked for: N8 or N8b.</param>
/// <param name="Part">Which of them: numerator, rest, unknown or denominator.</param>
/// <param name="After">The last row of the page before: see <see cref="UnionRow.Place"/>.</param>
public sealed record UnionFilter(
    string? Text = null, string? Unit = null, UnionForm? Form = null, UnionState? State = null, int? Within = null,
    string? After = null, string? Counted = null, string? Part = null)
{
    /// <summary>Whether the place of the page before can be read in this order.</summary>
    public bool CanGoOn => string.IsNullOrEmpty(After) || (IsPlace(After) && (!ByTerm
        || DateOnly.TryParseExact(After[..After.LastIndexOf('|')], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)));

    /// <summary>Whether a text can be a place in the list at all: a name or a day, and a key.</summary>
    public static bool IsPlace(string text) => text.LastIndexOf('|') is > 0 and var bar
        && long.TryParse(text.AsSpan(bar + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>Whether the list goes by the end of the term, the next first; otherwise by name.</summary>
    public bool ByTerm => Within is not null || Counted == "N8b" || State is UnionState.Expiring or UnionState.Expired;
}

/// <summary>One union in the list.</summary>
public sealed record UnionRow
{
    /// <summary>The union.</summary>
    public required Union Union { get; init; }

    /// <summary>First day of its life.</summary>
    public DateOnly? Lives { get; init; }

    /// <summary>Whether its life has not ended on the day of the list.</summary>
    public bool Alive { get; init; }

    /// <summary>First day after its latest term.</summary>
    public DateOnly? TermTo { get; init; }

    /// <summary>Last day of its latest term.</summary>
    public DateOnly? TermEnds => TermTo?.AddDays(-1);

    /// <summary>届情 on the day of the list.</summary>
    public UnionState State { get; init; }

    /// <summary>Where it lies, in words.</summary>
    public string Unit { get; init; } = "";

    /// <summary>How many enterprises of the caller's scope it covers.</summary>
    public int Covered { get; init; }

    /// <summary>Its place in the order of the list, for the next page.</summary>
    public string Place(bool byTerm) => byTerm
        ? string.Create(CultureInfo.InvariantCulture, $"{TermTo:yyyy-MM-dd}|{Union.Key}")
        : string.Create(CultureInfo.InvariantCulture, $"{Union.Name}|{Union.Key}");
}

/// <summary>工会名单: one query and one list of columns, for the page, the API and the spreadsheet.</summary>
public static class UnionList
{
    /// <summary>Rows of a page.</summary>
    public const int PageSize = 50;

    /// <summary>The columns; words in the reader's language.</summary>
    public static IReadOnlyList<Column<UnionRow>> Columns(Texts words) =>
    [
        new("name", "名称", r => r.Union.Name) { Link = r => $"/unions/{r.Union.Id}" },
        new("form", "建会形式", r => words[r.Union.Form.Title()])
            { Narrow = true, Code = r => ApiList.Code(r.Union.Form), Codes = ApiList.Codes<UnionForm>() },
        new("unit", "所在单位", r => r.Unit),
        new("lives", "成立", r => r.Lives) { Kind = ColumnKind.Date },
        new("termEnds", "届满", r => r.TermEnds) { Kind = ColumnKind.Date, Narrow = true },
        new("state", "届情", r => new Mark(words[r.State.Title()], r.State.Tone()))
            { Narrow = true, Code = r => ApiList.Code(r.State), Codes = ApiList.Codes<UnionState>() },
        new("covered", "覆盖企业", r => r.Covered) { Kind = ColumnKind.Number, Narrow = true },
        new("creditCode", "信用代码", r => r.Union.CreditCode) { Default = false },
        new("sample", "示例", r => r.Union.Sample ? words["示例"] : null)
            { Default = false, Code = r => r.Union.Sample ? "yes" : null, Codes = ["yes"] },
    ];

    /// <summary>The unions a caller sees.</summary>
    /// <param name="db">The context.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="filter">Which.</param>
    /// <param name="day">The day of the states.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="figures">Whom they cover.</param>
    public static async Task<IReadOnlyList<UnionRow>> UnionRows(
        this AppDb db, Caller caller, UnionFilter filter, DateOnly day, int take, IUnionFigures figures)
    {
        if (!caller.Can("organisations.see"))
            return [];
        var rows = await Page(await Matching(db, filter, day), filter).Take(take).ToListAsync();
        var units = await db.Units.ToDictionaryAsync(u => u.Path, u => u.Name);
        var covered = await figures.Covered(db, rows.ConvertAll(r => r.Union.Key), day);
        return rows.ConvertAll(r => r with
        {
            Unit = units.GetValueOrDefault(r.Union.Path, ""),
            Covered = covered.GetValueOrDefault(r.Union.Key),
        });
    }

    /// <summary>How many unions match, but not beyond a limit.</summary>
    public static async Task<int> UnionCount(this AppDb db, UnionFilter filter, DateOnly day, int limit) =>
        await (await Matching(db, filter with { After = null }, day)).Take(limit).CountAsync();

    /// <summary>The unions living on a day at a place and below it, by form.</summary>
    public static async Task<IReadOnlyList<(UnionForm Form, int Count)>> LiveForms(
        this AppDb db, string path)
    {
        var range = PathRange.Of(path);
        var forms = await Rows(db)
            .Where(r => r.Alive && string.Compare(r.Union.Path, range.From) >= 0
                && string.Compare(r.Union.Path, range.To) < 0)
            .GroupBy(r => r.Union.Form).Select(g => new { g.Key, Count = g.Count() }).OrderBy(g => g.Key).ToListAsync();
        return forms.ConvertAll(f => (f.Key, f.Count));
    }

    /// <summary>One union as the list has it.</summary>
    public static IQueryable<UnionRow> Rows(AppDb db) => Rows(db, db.Unions);

    private static IQueryable<UnionRow> Rows(AppDb db, IQueryable<Union> unions)
    {
        var facts = db.UnionFacts;
        return from u in unions
               select new UnionRow
               {
                   Union = u,
                   Lives = facts
                       .Where(f => f.UnionKey == u.Key && f.Kind == UnionFactKind.Life && f.SupersededAt == null)
                       .Min(f => (DateOnly?)f.EffectiveFrom),
                   Alive = u.State != UnionState.Dissolved,
                   TermTo = u.TermTo,
                   State = u.State,
               };
    }

    private static async Task<IQueryable<UnionRow>> Matching(AppDb db, UnionFilter filter, DateOnly day)
    {
        var unions = db.Unions.AsQueryable();
        if (!string.IsNullOrEmpty(filter.Unit))
            unions = unions.Inside(await UnitGroup.PathsOf(db, filter.Unit));
        var rows = InState(Rows(db, unions), filter, day);
        if (filter.Form is { } form)
            rows = rows.Where(r => r.Union.Form == form);
        if (filter.Text?.Trim() is { Length: > 0 } text)
        {
            var code = CreditCode.Normalise(text);
            rows = rows.Where(r => r.Union.Name.Contains(text) || r.Union.CreditCode == code);
        }
        return rows;
    }

    // TermTo is the day after the last one, so that the day of expiry itself is still within the term.
    private static IQueryable<UnionRow> InState(IQueryable<UnionRow> rows, UnionFilter filter, DateOnly day)
    {
        if (filter.Within is { } days)
        {
            var end = day.AddDays(days + 1);
            return rows.Where(r => r.Alive && r.TermTo > day && r.TermTo <= end);
        }
        return (filter.Counted, filter.Part ?? "numerator") switch
        {
            ("N8", "numerator") => rows.Where(r => r.State == UnionState.InTerm || r.State == UnionState.Expiring),
            ("N8", "rest") => rows.Where(r => r.State == UnionState.Expired || r.State == UnionState.Unknown),
            ("N8", "unknown") => rows.Where(r => r.State == UnionState.Unknown),
            ("N8", _) => rows.Where(r => r.State != UnionState.Dissolved && r.State != UnionState.NoTerm),
            ("N8b", _) => rows.Where(r => r.State == UnionState.Expiring),
            _ => filter.State is { } state ? rows.Where(r => r.State == state) : rows.Where(r => r.Alive),
        };
    }

    private static IQueryable<UnionRow> Page(IQueryable<UnionRow> rows, UnionFilter filter)
    {
        var bar = filter.After?.LastIndexOf('|') ?? -1;
        var key = 0L;
        var on = bar > 0 && long.TryParse(filter.After.AsSpan(bar + 1), CultureInfo.InvariantCulture, out key);
        var place = on ? filter.After![..bar] : "";
        if (!filter.ByTerm)
        {
            if (on)
                rows = rows.Where(r => string.Compare(r.Union.Name, place) > 0
                    || (r.Union.Name == place && r.Union.Key > key));
            return rows.OrderBy(r => r.Union.Name).ThenBy(r => r.Union.Key);
        }
        if (on && DateOnly.TryParseExact(place, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var to))
            rows = rows.Where(r => r.TermTo > to || (r.TermTo == to && r.Union.Key > key));
        return rows.OrderBy(r => r.TermTo).ThenBy(r => r.Union.Key);
    }
}
