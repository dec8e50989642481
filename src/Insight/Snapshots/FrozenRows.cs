using System.Globalization;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Organisations;
using Gonglian.Organisations.Unions;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Insight.Snapshots;

/// <summary>The rows of a snapshot: every unit and union that stands in the scope, by <see cref="Replay"/>, never by counters.</summary>
/// <param name="db">Any context of the store; everybody's rows are read, and what lies outside the paths is left out.</param>
/// <param name="rules">The parameters.</param>
/// <param name="month">月末, China time.</param>
/// <param name="known">The moment of freezing, UTC.</param>
/// <param name="paths">What is summed up, none below another.</param>
internal sealed class FrozenRows(
    AppDb db, CoverageRules rules, DateOnly month, DateTime known, IReadOnlyList<string> paths)
{
    private const int Piece = 500;
    private readonly List<PathRange> ranges = [.. paths.Select(PathRange.Of)];
    private readonly List<Found> piece = new(Piece);
    private Dictionary<string, (string Code, string Name)> places = [];

    /// <summary>Writes them, the units first, each in the order of the store.</summary>
    /// <param name="rows">Takes them.</param>
    /// <param name="went">Told after each file that was looked at, whether it stands in the scope or not.</param>
    /// <param name="stop">Stops it.</param>
    public async Task Write(RowsWriter rows, Func<Task> went, CancellationToken stop)
    {
        places = await db.Units.ToDictionaryAsync(u => u.Path, u => (u.Code, u.Name), stop);
        await foreach (var unit in Replay.Units(db, month, known, stop: stop))
        {
            var standing = Standing.Of(unit.File, month, rules, known, looksAhead: false);
            if (unit.PathOn(month, standing) is { } path && Covers(path))
                piece.Add(new(unit, standing, path));
            if (piece.Count == Piece)
                await Put(rows);
            await went();
        }
        await Put(rows);
        await foreach (var (union, told) in Replay.Unions(db, month, known).WithCancellation(stop))
        {
            var state = UnionStanding.Of(union.Form, told, month, known).State;
            if (state != UnionState.Dissolved && Covers(union.Path))
                rows.Line(Facts(union, state), UnionMeasures.Of(state).Select(m => (m, 1L)));
            await went();
        }
        rows.Flush();
    }

    private bool Covers(string path) => ranges.Exists(r => r.Covers(path));

    // Names and codes lie beside the facts; they are read for a piece at a time.
    private async Task Put(RowsWriter rows)
    {
        var keys = piece.ConvertAll(f => f.Unit.Key).ToArray();
        var named = await db.Enterprises.Where(e => EF.Parameter(keys).Contains(e.Key))
            .Select(e => new { e.Key, e.Id, e.Name }).ToDictionaryAsync(e => e.Key, e => (e.Id, e.Name));
        foreach (var found in piece)
        {
            var (standing, (id, name)) = (found.Standing, named[found.Unit.Key]);
            rows.Line(Facts(found, id, name), Measures.Of(
                standing.Counted, standing.Exclusion, standing.Headcount?.Number ?? 0, standing.Members?.Number ?? 0));
        }
        piece.Clear();
    }

    private string?[] Facts(Found found, Guid id, string name)
    {
        var (file, standing) = (found.Unit.File, found.Standing);
        var exclusion = standing.Exclusion is { } code
            ? file.Exclusions.FirstOrDefault(x => x.Code == code && x.Holds(month, known)) : null;
        var (place, placeName) = places.GetValueOrDefault(found.Path);
        return
        [
            "enterprise", $"{id}", file.CreditCode, name, place, placeName,
            standing.Exclusion is { } left ? $"X{(int)left}" : null, exclusion?.ProposedBy, exclusion?.DecidedBy,
            .. Told(standing.Headcount), .. Told(standing.Members),
            standing.Form is { } form ? ApiList.Code(form) : null, null,
        ];
    }

    private string?[] Facts(Union union, UnionState state)
    {
        var (place, placeName) = places.GetValueOrDefault(union.Path);
        return
        [
            "union", $"{union.Id}", union.CreditCode, union.Name, place, placeName, null, null, null, null, null, null, null, null, null,
            ApiList.Code(union.Form), ApiList.Code(state),
        ];
    }

    private static string?[] Told(EnterpriseFact? fact) => fact is null ? [null, null, null] :
    [
        fact.Number.ToString(CultureInfo.InvariantCulture), ApiList.Code(fact.Source),
        fact.EffectiveFrom.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    ];

    private sealed record Found(ReplayedUnit Unit, Standing Standing, string Path);
}
