using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations;
using Gonglian.Organisations.Unions;

namespace Gonglian.Insight;

/// <summary>A point on both time axes.</summary>
/// <param name="AsOf">统计日, China time.</param>
/// <param name="KnownOn">As far as it was known at this instant, UTC; nothing for now.</param>
/// <param name="Version">Counted by this version of the definition; nothing for the one in force on the day.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TimePoint(DateOnly AsOf, DateTime? KnownOn = null, int? Version = null)
{
    /// <summary>What was known, as a word of an address; nothing for now.</summary>
    public string? Word => KnownOn is { } known ? Known.Word(known) : null;
}

/// <summary>How a unit's part in a figure changed.</summary>
public enum Move
{
    /// <summary>进入分母.</summary>
    Entered = 1,

    /// <summary>退出分母.</summary>
    Left = 2,

    /// <summary>转为计入.</summary>
    Gained = 3,

    /// <summary>转为不计入.</summary>
    Lost = 4,

    /// <summary>人数变化: in the denominator before and after, with another number.</summary>
    Changed = 5,
}

/// <summary>What one unit or union adds to a figure at one point, and what that rests on.</summary>
/// <param name="Numerator">What it adds above the line.</param>
/// <param name="Denominator">What it adds below the line; 0 for a list.</param>
/// <param name="Path">Where it counts; nothing where it is not in file or of another place.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Side(long Numerator, long Denominator, string? Path)
{
    /// <summary>How the unit counts.</summary>
    public Counted Counted { get; init; }

    /// <summary>The exclusion that applies.</summary>
    public ExclusionCode? Exclusion { get; init; }

    /// <summary>The form that covers it best.</summary>
    public UnionForm? Form { get; init; }

    /// <summary>职工人数.</summary>
    public int? Headcount { get; init; }

    /// <summary>会员人数.</summary>
    public int? Members { get; init; }

    /// <summary>届情 of a union.</summary>
    public UnionState? State { get; init; }

    /// <summary>Whether a union is founded on a later day only.</summary>
    public bool IsYetToBe { get; init; }

    /// <summary>Why it counts as it does.</summary>
    public string Say(Texts l)
    {
        if (Path is null)
            return l["不在范围内"];
        if (State is { } state)
            return l[IsYetToBe ? "尚未成立" : state.Title()];
        if (Exclusion is { } code)
            return l[code.Title()];
        return Counted.HasFlag(Counted.Base)
            ? l["职工 {0} 人、会员 {1} 人,{2}", Number(Headcount), Number(Members), l[Form?.Title() ?? "没有工会"]]
            : l["没有经营地"];
    }

    private static object Number(int? people) => people is { } known ? known : Share.Nothing;
}

/// <summary>One unit or union whose part in a figure changed.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Before">At the earlier point.</param>
/// <param name="After">At the later one.</param>
public sealed record Movement(long Key, Side Before, Side After)
{
    /// <summary>How it changed.</summary>
    public Move Move => (Before.Denominator, After.Denominator, Before.Numerator, After.Numerator) switch
    {
        (0, > 0, _, _) => Move.Entered,
        ( > 0, 0, _, _) => Move.Left,
        (_, _, 0, > 0) => Move.Gained,
        (_, _, > 0, 0) => Move.Lost,
        _ => Move.Changed,
    };

    /// <summary>Why it counted as it did at one of the points; where the words are the same at both, also as what it counted.</summary>
    /// <param name="l">The texts.</param>
    /// <param name="isAfter">Whether at the later point.</param>
    public string Say(Texts l, bool isAfter)
    {
        var (side, other) = isAfter ? (After, Before) : (Before, After);
        var (words, changed) = (side.Say(l), side.Counted ^ other.Counted);
        return words == other.Say(l) ? string.Join(" · ", Told().Prepend(words)) : words;

        IEnumerable<string> Told()
        {
            if ((changed & (Counted.Covered | Counted.Effective | Counted.VitalityUnknown)) != Counted.None)
                yield return l[CoverageStates.All[CoverageStates.Of(side.Counted)].Title];
            if (changed.HasFlag(Counted.Due))
                yield return l[side.Counted.HasFlag(Counted.Due) ? "应建未建" : "不是应建未建"];
            if (changed.HasFlag(Counted.Large))
                yield return l[side.Counted.HasFlag(Counted.Large) ? "到了规模线" : "不到规模线"];
        }
    }

    /// <summary>By how much the numerator changed.</summary>
    public long Above => After.Numerator - Before.Numerator;

    /// <summary>By how much the denominator changed.</summary>
    public long Below => After.Denominator - Before.Denominator;
}

/// <summary>变动: what moved a figure from one point to another, unit by unit; the parts add up to the difference exactly.</summary>
/// <param name="Before">The figure at the earlier point.</param>
/// <param name="After">The figure at the later one.</param>
/// <param name="Rows">Everything whose part changed, by kind of change and place.</param>
public sealed record Movements(Share Before, Share After, IReadOnlyList<Movement> Rows)
{
    /// <summary>Compares two points.</summary>
    /// <param name="db">Any context of the store: everybody's rows are read, whoever shows one asks for its path.</param>
    /// <param name="versions">The definition.</param>
    /// <param name="indicator">Whose figure.</param>
    /// <param name="scope">Of where.</param>
    /// <param name="from">The earlier point.</param>
    /// <param name="to">The later one.</param>
    /// <param name="stop">Stops it.</param>
    public static async Task<Movements> Between(
        AppDb db, CoverageVersions versions, Indicator indicator, Scope scope, TimePoint from, TimePoint to, CancellationToken stop = default)
    {
        var counting = new Counting(versions, indicator, [.. scope.Paths.Select(PathRange.Of)]);
        var (first, last, rows) = (new Share(0, 0), new Share(0, 0), new List<Movement>());
        await foreach (var (key, before, after) in counting.Pairs(db, from, to, stop))
        {
            first += new Share(before.Numerator, before.Denominator);
            last += new Share(after.Numerator, after.Denominator);
            var movement = new Movement(key, before, after);
            if (movement.Above != 0 || movement.Below != 0)
                rows.Add(movement);
        }
        return new(first, last, [.. rows.OrderBy(m => m.Move)
            .ThenBy(m => m.After.Path ?? m.Before.Path, StringComparer.Ordinal).ThenBy(m => m.Key)]);
    }

    // What every unit or union adds to one indicator of one scope.
    private sealed class Counting(CoverageVersions versions, Indicator indicator, IReadOnlyList<PathRange> scope)
    {
        private readonly bool ofUnions = UnionMeasures.Indicators.Contains(indicator);

        // Every row comes with its own copy of its path.
        private readonly Dictionary<string, string> paths = [];

        // One pass over the facts serves both days; only where something else was known are they read for each.
        public async IAsyncEnumerable<(long Key, Side Before, Side After)> Pairs(
            AppDb db, TimePoint from, TimePoint to, [EnumeratorCancellation] CancellationToken stop = default)
        {
            if (from.KnownOn == to.KnownOn)
            {
                var until = from.AsOf > to.AsOf ? from.AsOf : to.AsOf;
                await foreach (var (key, at) in All(db, until, from.KnownOn, stop))
                    yield return (key, at(from), at(to));
                yield break;
            }
            var before = new Dictionary<long, Side>();
            await foreach (var (key, at) in All(db, from.AsOf, from.KnownOn, stop))
                before[key] = at(from);
            await foreach (var (key, at) in All(db, to.AsOf, to.KnownOn, stop))
            {
                before.Remove(key, out var was);
                yield return (key, was, at(to));
            }
            foreach (var (key, was) in before)
                yield return (key, was, default);
        }

        private async IAsyncEnumerable<(long Key, Func<TimePoint, Side> At)> All(
            AppDb db, DateOnly until, DateTime? known, [EnumeratorCancellation] CancellationToken stop)
        {
            if (ofUnions)
                await foreach (var (union, told) in Replay.Unions(db, until, known).WithCancellation(stop))
                    yield return (union.Key, point => InScope(Of(union, UnionStanding.Of(union.Form, told, point.AsOf, known)) with
                    {
                        IsYetToBe = told.All(f => f.Kind != UnionFactKind.Life || f.EffectiveFrom > point.AsOf),
                    }));
            else
                await foreach (var unit in Replay.Units(db, until, known, stop: stop))
                    yield return (unit.Key, point => InScope(Of(unit, point)));
        }

        // What counts nowhere keeps its place where it lies in the scope: it says why it does not count.
        private Side InScope(Side side)
        {
            if (side.Path is null || !scope.Any(r => r.Covers(side.Path)))
                return default;
            ref var one = ref CollectionsMarshal.GetValueRefOrAddDefault(paths, side.Path, out _);
            return side with { Path = one ??= side.Path };
        }

        private Side Of(ReplayedUnit unit, TimePoint point)
        {
            var rules = versions.Of(point.Version, point.AsOf).Rules;
            var standing = Standing.Of(unit.File, point.AsOf, rules, point.KnownOn, looksAhead: false);
            var (headcount, members) = (standing.Headcount?.Number, standing.Members?.Number);
            var (above, below) = Sum(Measures.Of(standing.Counted, standing.Exclusion, headcount ?? 0, members ?? 0));
            return new(above, below, unit.PathOn(point.AsOf, standing))
            {
                Counted = standing.Counted,
                Exclusion = standing.Exclusion,
                Form = standing.Form,
                Headcount = headcount,
                Members = members,
            };
        }

        private Side Of(Union union, UnionStanding standing)
        {
            var (above, below) = Sum(UnionMeasures.Of(standing.State).Select(m => (m, 1L)));
            return new(above, below, union.Path) { State = standing.State };
        }

        private (long Above, long Below) Sum(IEnumerable<(string Measure, long Value)> measures)
        {
            var (above, below) = (0L, 0L);
            foreach (var (measure, value) in measures)
            {
                above += measure == indicator.Numerator ? value : 0;
                below += measure == indicator.Denominator ? value : 0;
            }
            return (above, below);
        }
    }
}
