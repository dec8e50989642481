using System.Globalization;
using System.Runtime.CompilerServices;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Establishment.Rules;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations;
using Gonglian.Organisations.Tree;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Establishment;

/// <summary>应建未建: the units of N3, the easiest first. One query for page, API and spreadsheet.</summary>
public sealed class EstablishmentList
{
    private readonly AppDb db;
    private readonly EstablishmentFilter filter;
    private readonly CoverageRules rules;
    private readonly DateOnly day;
    private readonly IReadOnlyList<string> paths;
    private readonly IReadOnlyDictionary<string, long> together;

    private EstablishmentList(
        AppDb db, EstablishmentFilter filter, CoverageRules rules, DateOnly day, IReadOnlyList<string> paths,
        IReadOnlyDictionary<string, long> together)
    {
        (this.db, this.filter, this.rules, this.day, this.paths, this.together) = (db, filter, rules, day, paths, together);
        Ease = new Ease(day, rules, [.. together.Keys]);
    }

    /// <summary>How the list is ordered.</summary>
    public Ease Ease { get; }

    /// <summary>Opens the list.</summary>
    /// <param name="caller">Who asks; rows outside the caller's scope are not there.</param>
    /// <param name="db">The caller's context.</param>
    /// <param name="filter">What is asked.</param>
    /// <param name="rules">The parameters of duty.</param>
    /// <param name="day">The day the counters stand on.</param>
    /// <exception cref="Refused">
    /// <c>api.no-place</c>: there is no such unit in the scope; <c>access.not-allowed</c>: not allowed there.
    /// </exception>
    public static async Task<EstablishmentList> Open(
        Caller caller, AppDb db, EstablishmentFilter filter, CoverageRules rules, DateOnly day)
    {
        var asked = await PathsOf(db, filter.Place);
        foreach (var path in asked.Where(p => p.Length > 0))
            caller.Need("establishment.see", path);
        var crowded = await db.Counters
            .Where(c => c.Measure == Measures.Due && c.Value >= Ease.TogetherFrom)
            .Inside(asked)
            .Join(db.Units.Where(u => u.Kind == UnitKind.Park || u.Kind == UnitKind.Building),
                c => c.Path, u => u.Path, (c, u) => new { c.Path, c.Value })
            .ToDictionaryAsync(c => c.Path, c => c.Value);
        return new EstablishmentList(db, filter, rules, day, asked, crowded);
    }

    /// <summary>How many there are, from the counters; only known where nothing but a place is asked.</summary>
    public async Task<long?> Count() => string.IsNullOrEmpty(filter.Why)
        ? (await db.SumsOf(paths)).GetValueOrDefault(Measures.Due)
        : null;

    /// <summary>The rows behind a row, in order.</summary>
    /// <param name="after">The place to go on from, as <see cref="After"/> gives it; nothing for the beginning.</param>
    /// <param name="take">How many.</param>
    public async Task<IReadOnlyList<DueRow>> Rows(string? after, int take)
    {
        var (points, key) = Read(after);
        var due = db.Enterprises
            .Where(e => (e.Counted & Counted.Due) != Counted.None)
            .Inside(paths)
            .Where(filter.Condition(rules));
        var found = await Ease.On(due)
            .Where(s => s.Points < points || (s.Points == points && s.Enterprise.Key > key))
            .OrderByDescending(s => s.Points).ThenBy(s => s.Enterprise.Key)
            .Take(take).ToListAsync();
        var names = await Names(found.Select(s => s.Enterprise.Path));
        return [.. found.Select(s => Row(s, names))];
    }

    /// <summary>All rows one after another, for a spreadsheet; a page of them is held at a time.</summary>
    public async IAsyncEnumerable<DueRow> All([EnumeratorCancellation] CancellationToken stop = default)
    {
        const int piece = 1000;
        string? after = null;
        do
        {
            stop.ThrowIfCancellationRequested();
            var rows = await Rows(after, piece);
            foreach (var row in rows)
                yield return row;
            after = rows.Count == piece ? After(rows[^1]) : null;
        }
        while (after is not null);
    }

    /// <summary>The place behind a row, as a word of an address.</summary>
    public static string After(DueRow row) =>
        string.Create(CultureInfo.InvariantCulture, $"{row.Points}-{row.Enterprise.Key}");

    private static async Task<IReadOnlyList<string>> PathsOf(AppDb db, string? place)
    {
        if (string.IsNullOrEmpty(place))
            return [""];
        var found = await UnitGroup.PathsOf(db, place);
        return found.Count > 0 ? found
            : throw ApiProblems.NoPlace(place);
    }

    private static (int Points, long Key) Read(string? after)
    {
        var parts = (after ?? "").Split('-');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var points)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var key)
                ? (points, key) : (int.MaxValue, 0);
    }

    private async Task<Dictionary<string, Unit>> Names(IEnumerable<string> paths)
    {
        var all = paths.Distinct().SelectMany(Above).Distinct().ToArray();
        return await db.Units.Where(u => all.Contains(u.Path)).ToDictionaryAsync(u => u.Path);
    }

    private static IEnumerable<string> Above(string path) =>
        Enumerable.Range(1, path.Length).Where(i => path[i - 1] == '/').Select(i => path[..i]);

    private DueRow Row(Scored scored, Dictionary<string, Unit> names)
    {
        var e = scored.Enterprise;
        var above = Above(e.Path).Select(names.GetValueOrDefault).OfType<Unit>().ToList();
        var dueOn = e.EstablishedOn?.AddMonths(rules.DutyMonths);
        return new DueRow(
            e, scored.Points, Of(UnitKind.Subdistrict), Of(UnitKind.Community), Of(UnitKind.Park, UnitKind.Building),
            Math.Max(0, together.GetValueOrDefault(e.Path) - 1), [.. Ease.Of(e)], dueOn, MonthsSince(dueOn));

        string Of(params IReadOnlyList<UnitKind> kinds) => above.FindLast(u => kinds.Contains(u.Kind))?.Name ?? "";
    }

    private int? MonthsSince(DateOnly? from)
    {
        if (from is not { } since)
            return null;
        var months = (day.Year - since.Year) * 12 + day.Month - since.Month;
        return Math.Max(0, since.AddMonths(months) > day ? months - 1 : months);
    }
}
