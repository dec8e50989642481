using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Insight.Live;
using Gonglian.Organisations.Tree;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Insight;

/// <summary>One part of a board: a unit with its measures.</summary>
/// <param name="Unit">The unit; for the rest the unit that is divided.</param>
/// <param name="Sums">Its measures.</param>
/// <param name="IsRest">Whether this is what lies in the divided unit itself, in none of its parts.</param>
public sealed record BoardPart(Unit Unit, IReadOnlyDictionary<string, long> Sums, bool IsRest = false)
{
    /// <summary>How much there is of a measure.</summary>
    public long this[string measure] => Sums.GetValueOrDefault(measure);
}

/// <summary>看板: everything one overview shows, read from counters alone, whatever the number of enterprises.</summary>
public sealed record Board
{
    /// <summary>What it is of.</summary>
    public required Scope Scope { get; init; }

    /// <summary>统计日.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>口径版本 in force on the day.</summary>
    public required CoverageVersion Version { get; init; }

    /// <summary>The indicators there are.</summary>
    public required IReadOnlyList<Indicator> Indicators { get; init; }

    /// <summary>The one that map and trend show.</summary>
    public required Indicator Shown { get; init; }

    /// <summary>The measures of the whole: of all its units together, never a mean of rates.</summary>
    public required IReadOnlyDictionary<string, long> Sums { get; init; }

    /// <summary>The parts in the order of the tree, the rest last where there is one.</summary>
    public required IReadOnlyList<BoardPart> Parts { get; init; }

    /// <summary>The parts that have a place on the map; empty where there is no map.</summary>
    public required IReadOnlyList<BoardPart> Map { get; init; }

    /// <summary>Measures of the past month ends; empty while none are filled.</summary>
    public required IReadOnlyDictionary<DateOnly, Dictionary<string, long>> Past { get; init; }

    /// <summary>Exclusions that wait for the second person.</summary>
    public required int Proposed { get; init; }

    /// <summary>Which state this is, or an earlier one that it has just left.</summary>
    public required LiveState State { get; init; }

    /// <summary>Units left out of the base set, whatever the code.</summary>
    public long Excluded => Enum.GetValues<ExclusionCode>().Sum(c => Sums.GetValueOrDefault(Measures.Excluded(c)));

    /// <summary>Reads a board; the counters must stand on the day.</summary>
    /// <param name="db">The caller's context.</param>
    /// <param name="history">The month ends.</param>
    /// <param name="parameters">The definition, whose version of the day stands beside the figures.</param>
    /// <param name="scope">What of.</param>
    /// <param name="day">The day the counters stand on.</param>
    /// <param name="indicator">Id of the indicator that map and trend show; the first when there is none.</param>
    public static async Task<Board> Load(
        AppDb db, History history, CoverageParameters parameters, Scope scope, DateOnly day, string? indicator = null)
    {
        var version = (await parameters.All(db)).On(day);
        var indicators = db.Indicators.By(version);
        var shown = indicators.FirstOrDefault(i => i.Id == indicator) ?? indicators[0];
        // First, so that what changes meanwhile is told of once more rather than never.
        var state = await LiveState.Of(db, scope, day);
        var tree = await db.UnitsAtHand();
        List<Unit> units =
        [
            .. scope.IsGroup
                ? scope.Members.Where(m => m.ValidTo is null || m.ValidTo > day)
                : tree.Below(scope.Unit, day).Where(u => db.Caller.Covers(u.Path)),
        ];
        // Of one reading, so that the parts and the whole fit together.
        var sums = await db.SumsByPart([scope.Unit.Path, .. units.Select(u => u.Path).Where(p => p != scope.Unit.Path)]);
        var total = scope.IsGroup ? Scope.Total(units.Select(u => sums[u.Path])) : sums[scope.Unit.Path];
        var parts = units.Select(u => new BoardPart(u, sums[u.Path])).ToList();
        return new Board
        {
            Scope = scope,
            Day = day,
            Version = version,
            Indicators = indicators,
            Shown = shown,
            Sums = total,
            Parts = [.. parts.Concat(Rest(scope, total, parts))],
            Map = OnMap(tree.All.Where(u => db.Caller.Covers(u.Path)), scope, parts),
            Past = await history.Of(db, scope),
            Proposed = await Waiting(db, scope),
            State = state,
        };
    }

    private static IEnumerable<BoardPart> Rest(Scope scope, IReadOnlyDictionary<string, long> total, List<BoardPart> parts)
    {
        if (parts.Count == 0)
            yield break;
        var rest = total.ToDictionary(t => t.Key, t => t.Value - parts.Sum(p => p[t.Key]));
        if (rest.GetValueOrDefault(Measures.Units) > 0)
            yield return new BoardPart(scope.Unit, rest, IsRest: true);
    }

    private static IReadOnlyList<BoardPart> OnMap(IEnumerable<Unit> units, Scope scope, List<BoardPart> parts)
    {
        if (!scope.IsGroup)
            return [.. parts.Where(p => p.Unit is { MapColumn: not null, MapRow: not null })];
        var places = units.Where(u => u is { MapColumn: not null, MapRow: not null });
        return [.. places.Select(u => new BoardPart(
            u, Scope.Total(parts.Where(p => PathRange.Of(u.Path).Covers(p.Unit.Path)).Select(p => p.Sums))))];
    }

    private static async Task<int> Waiting(AppDb db, Scope scope)
    {
        var waiting = db.Exclusions.Where(x => x.State == ExclusionState.Proposed);
        return await waiting.Inside(scope.Paths).CountAsync();
    }
}
