using System.Globalization;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Organisations.Unions;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Insight.Recounts;

/// <summary>Compares the whole store with its facts, all of it from one state of the database.</summary>
/// <remarks>
/// Each file is judged once more from its facts by <see cref="Standing.Of"/>, for the day and the version of the definition
/// by which the counters stand; its derived columns must say the same, and the sums of what is judged must be the counters.
/// Only the first differences are kept, and how many there are in all.
/// </remarks>
public sealed class Recounting
{
    /// <summary>How many differences are kept.</summary>
    public const int Most = 1000;

    private static readonly (string What, Func<Enterprise, object?> Of)[] Columns =
    [
        (nameof(Enterprise.Path), e => e.Path), (nameof(Enterprise.Counted), e => (int)e.Counted),
        (nameof(Enterprise.Exclusion), e => e.Exclusion), (nameof(Enterprise.UnionForm), e => e.UnionForm),
        (nameof(Enterprise.Headcount), e => e.Headcount), (nameof(Enterprise.HeadcountOn), e => e.HeadcountOn),
        (nameof(Enterprise.HeadcountSource), e => e.HeadcountSource), (nameof(Enterprise.Members), e => e.Members),
        (nameof(Enterprise.MembersOn), e => e.MembersOn), (nameof(Enterprise.MembersSource), e => e.MembersSource),
        (nameof(Enterprise.VerifiedOn), e => e.VerifiedOn), (nameof(Enterprise.SizeBand), e => e.SizeBand),
        (nameof(Enterprise.Status), e => e.Status), (nameof(Enterprise.NextChange), e => e.NextChange),
    ];

    private readonly List<Difference> differences = [];
    private long units, unions, found;

    private Recounting()
    {
    }

    /// <summary>The day for which the counters stood.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>The first differences, in the order of keys; their keys are given when they are written.</summary>
    public IReadOnlyList<Difference> Differences => differences;

    /// <summary>Looks at everything.</summary>
    /// <param name="db">A context of its own, of a caller who sees everything.</param>
    /// <param name="looked">Told now and then how many files were looked at.</param>
    /// <param name="stop">Stops it.</param>
    public static async Task<Recounting> Run(AppDb db, Func<long, Task>? looked = null, CancellationToken stop = default)
    {
        var all = new Recounting();
        await using var state = await db.OneState(stop);
        all.Day = DateOnly.ParseExact(
            await db.Set<Setting>().Where(s => s.Name == DayRoll.DaySetting).Select(s => s.Value).SingleAsync(stop),
            "O", CultureInfo.InvariantCulture);
        var rules = (await CoverageParameters.Read(db)).On(all.Day).Rules;
        var counters = await db.Counters.Where(c => c.Measure != Counter.Turn && c.Value != 0).ToListAsync(stop);
        var counted = new ReplayedCounts(all.Day);
        await foreach (var unit in Replay.Units(db, DateOnly.MaxValue, withKept: true, stop: stop))
        {
            all.Compare(unit, Standing.Of(unit.File, all.Day, rules), counted);
            if (++all.units % 20_000 == 0 && looked is not null)
                await looked(all.units);
        }
        await foreach (var (union, told) in Replay.Unions(db, DateOnly.MaxValue, null).WithCancellation(stop))
            all.Compare(union, UnionStanding.Of(union.Form, told, all.Day), counted);
        all.Compare(counters, counted);
        return all;
    }

    /// <summary>Writes down what was found, inside a change.</summary>
    public Recount Put(AppDb db, DateTime at, string by)
    {
        var recount = new Recount
        {
            Key = db.NextKey(),
            Day = Day,
            At = at,
            By = by,
            Units = units,
            Unions = unions,
            Differences = found,
        };
        db.Add(recount);
        db.Insert(differences.Select(d => new Difference
        {
            Key = db.NextKey(),
            RecountKey = recount.Key,
            Path = d.Path,
            Kind = d.Kind,
            SubjectKey = d.SubjectKey,
            What = d.What,
            Kept = d.Kept,
            Counted = d.Counted,
        }));
        return recount;
    }

    private void Compare(ReplayedUnit unit, Standing standing, ReplayedCounts counted)
    {
        counted.Add(unit, standing);
        var kept = unit.Kept!;
        var said = WholeFile.On(kept, unit.File, standing, Day);
        foreach (var (what, of) in Columns)
            if (!Equals(of(kept), of(said)))
                Found(DifferenceKind.Unit, kept.Key, kept.Path, what, of(kept), of(said));
    }

    private void Compare(Union union, UnionStanding standing, ReplayedCounts counted)
    {
        unions++;
        counted.Add(union.Path, UnionMeasures.Of(standing.State));
        if (union.State != standing.State)
            Found(DifferenceKind.Union, union.Key, union.Path, nameof(union.State), union.State, standing.State);
        if (union.TermTo != standing.TermTo)
            Found(DifferenceKind.Union, union.Key, union.Path, nameof(union.TermTo), union.TermTo, standing.TermTo);
        if (union.NextChange != standing.NextChange)
            Found(DifferenceKind.Union, union.Key, union.Path, nameof(union.NextChange), union.NextChange, standing.NextChange);
    }

    private void Compare(List<Counter> counters, ReplayedCounts counted)
    {
        var kept = counters.ToDictionary(c => (c.Path, c.Measure), c => c.Value);
        foreach (var (path, measure, value) in counted.All.OrderBy(c => c.Path, StringComparer.Ordinal))
            if (!kept.Remove((path, measure), out var was) || was != value)
                Found(DifferenceKind.Counter, 0, path, measure, was, value);
        foreach (var ((path, measure), value) in kept.OrderBy(k => k.Key.Path, StringComparer.Ordinal))
            Found(DifferenceKind.Counter, 0, path, measure, value, 0L);
    }

    private void Found(DifferenceKind kind, long key, string path, string what, object? kept, object? counted)
    {
        found++;
        if (differences.Count < Most)
            differences.Add(new Difference
            {
                Key = 0,
                RecountKey = 0,
                Path = path,
                Kind = kind,
                SubjectKey = key,
                What = what,
                Kept = Say(kept),
                Counted = Say(counted),
            });
    }

    private static string Say(object? value) => Convert.ToString(value, Foundation.Rules.Wording.Values) ?? "";
}
