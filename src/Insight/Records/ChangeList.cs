using System.Globalization;
using Gonglian.Access;
using Gonglian.Enterprises;
using Gonglian.Foundation;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;
using Gonglian.Insight.Snapshots;
using Gonglian.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Insight.Records;

/// <summary>Which change records are asked for.</summary>
/// <param name="From">First day, China time.</param>
/// <param name="To">Last day.</param>
/// <param name="By">Part of the name of who did it.</param>
/// <param name="Kind">What it tells of; see <see cref="ChangeKinds"/>.</param>
/// <param name="Place">Code of a unit; with all below it.</param>
/// <param name="After">The last record of the page before: see <see cref="ChangeRow.Token"/>.</param>
public sealed record ChangeFilter(
    DateOnly From, DateOnly To, string? By = null, string? Kind = null, string? Place = null, string? After = null)
{
    /// <summary>The days looked at when none is named; today included.</summary>
    public const int Days = 30;

    /// <summary>The filter as it stands in an address.</summary>
    /// <param name="from">First day; <see cref="Days"/> days before the last one when it cannot be read.</param>
    /// <param name="to">Last day; today when it cannot be read.</param>
    /// <param name="today">Today, China time.</param>
    /// <param name="by">Part of a name.</param>
    /// <param name="kind">What it tells of.</param>
    /// <param name="place">Code of a unit.</param>
    /// <param name="after">Where the page begins.</param>
    public static ChangeFilter Read(
        string? from, string? to, DateOnly today, string? by, string? kind, string? place, string? after)
    {
        var last = Day(to) ?? today;
        return new(Day(from) ?? last.AddDays(1 - Days), last, by?.Trim(), kind, place?.Trim(), after);
    }

    private static DateOnly? Day(string? text) => China.Read(text) is { Year: > 1900 and < 9000 } day ? day : null;
}

/// <summary>One change record as the list shows it.</summary>
/// <param name="Change">The record.</param>
/// <param name="Of">The name of what it tells of, where the caller still sees it.</param>
/// <param name="Href">Its page.</param>
/// <param name="Place">Where, in words.</param>
/// <param name="Fields">What changed, field by field.</param>
/// <param name="Why">The reason, and the file that brought it.</param>
public sealed record ChangeRow(
    Change Change, string Of, string? Href, string Place, IReadOnlyList<FieldChange> Fields, string Why)
{
    /// <summary>The values before, as <c>field: value</c>, a line each.</summary>
    public string Before => string.Join('\n', Fields.Where(f => f.Before.Length > 0).Select(f => f.Titled(f.Before)));

    /// <summary>The values after.</summary>
    public string After => string.Join('\n', Fields.Where(f => f.After.Length > 0).Select(f => f.Titled(f.After)));

    /// <summary>Its place in the order of the list, for the next page.</summary>
    public string Token => string.Create(CultureInfo.InvariantCulture, $"{Change.At.Ticks}-{Change.Key}");
}

/// <summary>变更记录 of all files: one query and one list of columns, for the page, the API and the spreadsheet.</summary>
public static class ChangeList
{
    /// <summary>The right to look at them.</summary>
    public const string Right = "records.see";

    /// <summary>Rows of a page.</summary>
    public const int PageSize = 50;

    /// <summary>The columns; words in the reader's language.</summary>
    public static IReadOnlyList<Column<ChangeRow>> Columns(Texts words) =>
    [
        new("at", "时间", r => r.Change.At) { Kind = ColumnKind.Instant, Narrow = true },
        new("by", "何人", r => r.Change.By) { Narrow = true, Whole = true },
        new("origin", "来源地址", r => r.Change.Origin ?? "") { Narrow = true, Whole = true },
        new("kind", "事项", r => ChangeKinds.Title(r.Change, words))
            { Narrow = true, Whole = true, Code = r => ChangeKinds.Code(r.Change), Codes = ChangeKinds.Codes },
        new("action", "做了什么", r => ChangeKinds.Action(r.Change, words))
            { Narrow = true, Whole = true, Code = r => ChangeKinds.Deed(r.Change), Codes = ChangeKinds.Deeds },
        new("of", "对象", r => r.Of) { Link = r => r.Href, Narrow = true },
        new("place", "单位", r => r.Place),
        new("fields", "变更内容", r => string.Join('\n', r.Fields))
        {
            Narrow = true,
            Data = new(r => r.Fields.Select(f => new { f.Field, f.Title, before = Told(f.Before), after = Told(f.After) }), Many: true,
                new("field", "Name of the field; with - before it, of a fact that is withdrawn."), new("title", "The same in words."),
                new("before", "What stood there, in words."), new("after", "What stands there, in words.")),
        },
        new("before", "之前", r => r.Before),
        new("after", "之后", r => r.After),
        new("reason", "理由", r => r.Why),
    ];

    private static string? Told(string value) => value.Length == 0 ? null : value;

    /// <summary>The columns of the page, where before and after stand field by field in one of them.</summary>
    public static IReadOnlyList<Column<ChangeRow>> Shown(Texts words) =>
        [.. Columns(words).Where(c => c.Id is not ("before" or "after"))];

    /// <summary>The records that the caller may see, the latest first.</summary>
    /// <remarks>Records of accounts are seen by those who see accounts or audit them; all others by place.</remarks>
    /// <exception cref="Refused"><c>api.no-place</c>: no such unit in the caller's part of the tree.</exception>
    public static async Task<IReadOnlyList<ChangeRow>> ChangeRows(
        this AppDb db, Caller caller, ChangeFilter filter, Texts words, int take = PageSize)
    {
        if (!caller.Can(Right))
            return [];
        var changes = await (await Matching(db, caller, filter)).OrderByDescending(c => c.At).ThenByDescending(c => c.Key)
            .Take(take).ToListAsync();
        return await Told(db, changes, words);
    }

    private static async Task<IQueryable<Change>> Matching(AppDb db, Caller caller, ChangeFilter filter)
    {
        var (from, to) = (China.Instant(filter.From), China.Instant(filter.To.AddDays(1)));
        var rows = db.Changes.Where(c => c.At >= from && c.At < to);
        if (filter.After?.Split('-') is [var ticks, var number]
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var instant)
            && instant <= DateTime.MaxValue.Ticks
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var key))
        {
            var at = new DateTime(instant, DateTimeKind.Utc);
            rows = rows.Where(c => c.At <= at && (c.At < at || c.Key < key));
        }
        if (!string.IsNullOrEmpty(filter.By))
            rows = rows.Where(c => c.By.Contains(filter.By));
        rows = rows.OfKind(filter.Kind);
        if (!caller.Can("access.see") && !caller.Can("access.audit"))
            rows = rows.Where(c => c.Subject != "user" && c.Subject != "role");
        if (string.IsNullOrEmpty(filter.Place))
            return rows;
        var path = await db.Units.Where(u => u.Code == filter.Place).Select(u => u.Path).FirstOrDefaultAsync()
            ?? throw ApiProblems.NoPlace(filter.Place);
        var range = PathRange.Of(path);
        return rows.Where(c => string.Compare(c.Path, range.From) >= 0 && string.Compare(c.Path, range.To) < 0);
    }

    private static async Task<IReadOnlyList<ChangeRow>> Told(AppDb db, List<Change> changes, Texts words)
    {
        var units = await db.Units.Select(u => new { u.Path, u.Name }).ToDictionaryAsync(u => u.Path, u => u.Name);
        var names = await Names(db, changes);
        var brought = changes.Where(c => c.ImportKey is not null).Select(c => c.ImportKey!.Value).Distinct().ToArray();
        var imports = await db.Imports.Where(i => brought.Contains(i.Key)).ToDictionaryAsync(i => i.Key, i => i.FileName);
        var roles = await db.Roles.ToDictionaryAsync(r => r.Code, r => r.Name);
        var values = new ChangeValues(db, words, path => units.GetValueOrDefault(path) ?? words["辖区外或已调整的单位"], code => roles.GetValueOrDefault(code, code));
        return changes.ConvertAll(c =>
        {
            var (name, href) = names.GetValueOrDefault((c.Subject, c.SubjectKey), ("", null));
            var file = c.ImportKey is { } import && imports.TryGetValue(import, out var named) ? words["导入“{0}”", named] : null;
            return new ChangeRow(c, name, href, units.GetValueOrDefault(c.Path, ""), values.Of(c),
                string.Join(" · ", new[] { c.Reason, file }.Where(w => !string.IsNullOrEmpty(w))));
        });
    }

    // What is told of, by its kind and key, as far as the caller sees it today.
    private static async Task<Dictionary<(string, long), (string Name, string? Href)>> Names(AppDb db, List<Change> changes)
    {
        var names = new Dictionary<(string, long), (string, string?)>();
        foreach (var kind in changes.GroupBy(c => c.Subject))
        {
            var keys = kind.Select(c => c.SubjectKey).Distinct().ToArray();
            var (page, found) = kind.Key switch
            {
                "enterprise" => ("/enterprises/", db.Enterprises.Where(e => keys.Contains(e.Key))
                    .Select(e => new Named(e.Key, e.Name, e.Id, null))),
                "union" => ("/unions/", db.Unions.Where(u => keys.Contains(u.Key))
                    .Select(u => new Named(u.Key, u.Name, u.Id, null))),
                "unit" => ("/organisations/", db.Units.Where(u => keys.Contains(u.Key))
                    .Select(u => new Named(u.Key, u.Name, null, u.Code))),
                "import" => ("/imports/", db.Imports.Where(i => keys.Contains(i.Key))
                    .Select(i => new Named(i.Key, i.FileName, i.Id, null))),
                "snapshot" => ("/snapshots/", db.SnapshotRequests.Where(r => keys.Contains(r.Key))
                    .Select(r => new Named(r.Key, r.ScopeName, r.Id, null))),
                "user" => ("/users/", db.Users.Where(u => keys.Contains(u.Key))
                    .Select(u => new Named(u.Key, u.Name, u.Id, null))),
                "role" => ("/roles#", db.Roles.Where(r => keys.Contains(r.Key))
                    .Select(r => new Named(r.Key, r.Name, null, r.Code))),
                _ => ("", null),
            };
            if (found is not null)
                foreach (var row in await found.ToListAsync())
                    names[(kind.Key, row.Key)] = (row.Name, Opens(db.Caller, kind.Key) ? $"{page}{row.Id}{row.Code}" : null);
        }
        return names;
    }

    // Whoever only audits reads names and opens nothing.
    private static bool Opens(Caller caller, string subject) => caller.Can(subject switch
    {
        "user" or "role" => "access.see",
        "unit" or "union" => "organisations.see",
        "snapshot" => "insight.see",
        "import" => "enterprises.import",
        _ => "enterprises.see",
    });

    private sealed record Named(long Key, string Name, Guid? Id, string? Code);
}
