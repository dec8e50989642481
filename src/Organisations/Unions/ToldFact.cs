namespace Gonglian.Organisations.Unions;

/// <summary>One line of what was told of a union: a fact, or those months of a year's filings that were told and taken back together.</summary>
/// <param name="Fact">The fact that told it first.</param>
/// <param name="Months">Of filings, the months, 1 to 12; otherwise none.</param>
/// <param name="Until">Since when we know better, UTC; none while it is what we know.</param>
/// <param name="IsTakenBack">Whether it was taken back then; otherwise it was put right.</param>
public sealed record ToldFact(UnionFact Fact, IReadOnlyList<int> Months, DateTime? Until, bool IsTakenBack)
{
    /// <summary>All lines, by kind and by the day from which they are true.</summary>
    /// <param name="facts">Everything that was ever told of one union.</param>
    public static IReadOnlyList<ToldFact> Of(IReadOnlyList<UnionFact> facts) =>
    [
        .. facts.Where(f => f.Kind != UnionFactKind.Filing).OrderBy(f => f.Kind).ThenBy(f => f.EffectiveFrom).ThenBy(f => f.Key)
            .Select(f => new ToldFact(f, [], f.SupersededAt, IsGone(f, facts))),
        .. facts.Where(f => f.Kind == UnionFactKind.Filing).GroupBy(f => f.EffectiveFrom).OrderBy(y => y.Key).SelectMany(Filings),
    ];

    // Whoever puts a fact right tells it anew at the same instant; chairs and activities of other days are other facts.
    private static bool IsGone(UnionFact fact, IReadOnlyList<UnionFact> facts) => fact.SupersededAt is { } at
        && !facts.Any(f => f.Kind == fact.Kind && f.RecordedAt == at
            && (f.EffectiveFrom == fact.EffectiveFrom || f.Kind is UnionFactKind.Life or UnionFactKind.Term));

    // A year is told as a whole each time: what people did is the months that came or went.
    private static IEnumerable<ToldFact> Filings(IEnumerable<UnionFact> year)
    {
        var told = year.OrderBy(f => f.RecordedAt).ThenBy(f => f.Key).ToList();
        return Enumerable.Range(1, 12).SelectMany(m => Runs(told.FindAll(f => Vitality.Months(f.Number).Contains(m))).Select(run => (m, run)))
            .GroupBy(r => r.run, r => r.m)
            .OrderBy(g => g.Key.First.RecordedAt).ThenByDescending(g => g.Key.Until.HasValue)
            .Select(g => new ToldFact(g.Key.First, [.. g], g.Key.Until, g.Key.Until is not null));
    }

    // Where one fact follows another without a gap, a month that stands in both was only carried on.
    private static IEnumerable<(UnionFact First, DateTime? Until)> Runs(List<UnionFact> held)
    {
        for (var i = 0; i < held.Count;)
        {
            var first = held[i++];
            var until = first.SupersededAt;
            for (; i < held.Count && held[i].RecordedAt == until; i++)
                until = held[i].SupersededAt;
            yield return (first, until);
        }
    }
}
