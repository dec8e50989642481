using Gonglian.Organisations.Unions;

namespace Gonglian.Rules.Tests.Coverage;

/// <summary>N4 (REFERENCE §4.2): term, chair, activity in twelve months, 60 % of the months due filed; what is missing is unknown.</summary>
public sealed class A_union_is_more_than_a_name
{
    private static readonly VitalityRules Rules = new();
    private static long keys;

    [Fact]
    public void When_all_four_hold()
    {
        var all = Of([.. Sound()]);
        Assert.True(all.IsEffective);
        Assert.Equal((12, 12), (all.Made, all.Due));
    }

    [Theory]
    [InlineData(UnionFactKind.Term)]
    [InlineData(UnionFactKind.Chair)]
    [InlineData(UnionFactKind.Activity)]
    [InlineData(UnionFactKind.Filing)]
    public void With_one_of_them_missing_nobody_knows(UnionFactKind missing)
    {
        Assert.Null(Of([.. Sound().Where(f => f.Kind != missing)]).IsEffective);
        // Even where another one is known to fail.
        var expired = Sound().Where(f => f.Kind != missing && f.Kind != UnionFactKind.Term)
            .Append(Fact(UnionFactKind.Term, "2018-01-01", "2023-01-01"));
        Assert.Null(Of(missing == UnionFactKind.Term ? [.. Sound().Where(f => f.Kind != missing)] : [.. expired]).IsEffective);
    }

    [Fact]
    public void The_last_day_of_the_term_is_within_it()
    {
        var facts = Sound("2023-06-02", "2026-06-02");
        Assert.True(Of(facts, "2026-06-01").Term);
        Assert.False(Of(facts, "2026-06-02").Term);
    }

    [Fact]
    public void A_group_has_no_term_and_is_not_asked_for_one() =>
        Assert.True(Of([.. Sound().Where(f => f.Kind != UnionFactKind.Term)], form: UnionForm.Group).IsEffective);

    [Theory]
    [InlineData("2025-06-02", true)]
    [InlineData("2025-06-01", false)]
    [InlineData("2026-06-01", true)]
    public void An_activity_counts_until_the_day_before_its_anniversary(string held, bool counts)
    {
        List<UnionFact> facts = [.. Sound().Where(f => f.Kind != UnionFactKind.Activity), Fact(UnionFactKind.Activity, held)];
        Assert.Equal(counts, Of(facts).Activity);
    }

    [Fact]
    public void A_chair_that_left_and_was_not_followed_is_not_in_place()
    {
        List<UnionFact> facts = [.. Sound().Where(f => f.Kind != UnionFactKind.Chair), Fact(UnionFactKind.Chair, "2024-01-01", "2026-05-01")];
        Assert.True(Of(facts, "2026-04-30").Chair);
        Assert.False(Of(facts).Chair);
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(7, false)]
    public void Of_twelve_months_due_seven_and_a_fifth_must_be_filed_so_eight(int filed, bool enough)
    {
        var months = Enumerable.Range(1, filed).Select(i => new DateOnly(2026, 6, 1).AddMonths(-i)).ToList();
        var result = Of([.. Sound().Where(f => f.Kind != UnionFactKind.Filing), .. Filed(months)]);
        Assert.Equal((filed, 12, enough), (result.Made, result.Due, result.Filings));
    }

    [Fact]
    public void The_month_that_runs_is_not_due_and_none_before_the_union_lived()
    {
        // Founded on 15 March: March, April and May are due on 1 June.
        var facts = new List<UnionFact> { Fact(UnionFactKind.Life, "2026-03-15") };
        Assert.Equal((0, 3, (bool?)null), At("2026-06-01"));
        facts.AddRange(Filed([new(2026, 4, 1), new(2026, 5, 1)]));
        Assert.Equal((2, 3, (bool?)true), At("2026-06-30"));
        Assert.Equal((2, 4, (bool?)false), At("2026-07-01"));
        Assert.Equal((0, 0, (bool?)true), At("2026-03-31"));

        (int, int, bool?) At(string day) => Of(facts, day) is var v ? (v.Made, v.Due, v.Filings) : default;
    }

    [Fact]
    public void What_was_not_known_then_is_unknown_then()
    {
        var late = Fact(UnionFactKind.Chair, "2024-01-01", recorded: "2026-06-10");
        List<UnionFact> facts = [.. Sound().Where(f => f.Kind != UnionFactKind.Chair), late];
        Assert.True(Of(facts).IsEffective);
        Assert.Null(Vitality.Of(UnionForm.Own, facts, Day("2026-06-01"), Rules, At("2026-06-09")).IsEffective);
    }

    [Fact]
    public void Nothing_changes_before_the_day_that_it_names()
    {
        var random = new Random(20);
        for (var i = 0; i < 300; i++)
        {
            var facts = Any(random);
            var day = Day("2026-01-01").AddDays(random.Next(700));
            var next = Vitality.Next(facts, day, Rules);
            for (var on = day; on < (next ?? day.AddDays(800)); on = on.AddDays(1))
                Assert.Equal(
                    Vitality.Of(UnionForm.Own, facts, day, Rules).IsEffective, Vitality.Of(UnionForm.Own, facts, on, Rules).IsEffective);
        }
    }

    private static List<UnionFact> Any(Random random)
    {
        var facts = new List<UnionFact> { Fact(UnionFactKind.Life, Some(), random.Next(3) == 0 ? Some() : null) };
        for (var n = random.Next(8); n > 0; n--)
            facts.Add(random.Next(4) switch
            {
                0 => Fact(UnionFactKind.Term, Some(), Some()),
                1 => Fact(UnionFactKind.Chair, Some(), random.Next(2) == 0 ? Some() : null),
                2 => Fact(UnionFactKind.Activity, Some()),
                _ => Filed([.. Enumerable.Range(0, 12).Where(_ => random.Next(3) > 0).Select(m => new DateOnly(2025, 1, 1).AddMonths(m))])
                    .FirstOrDefault() ?? Fact(UnionFactKind.Activity, Some()),
            });
        return facts;

        string Some() => new DateOnly(2024, 6, 1).AddDays(random.Next(1200)).ToString("yyyy-MM-dd");
    }

    private static List<UnionFact> Sound(string termFrom = "2022-01-01", string termTo = "2027-01-01") =>
    [
        Fact(UnionFactKind.Life, "2022-01-01"), Fact(UnionFactKind.Term, termFrom, termTo), Fact(UnionFactKind.Chair, "2022-01-01"),
        Fact(UnionFactKind.Activity, "2026-03-08"),
        .. Filed([.. Enumerable.Range(0, 36).Select(i => new DateOnly(2024, 1, 1).AddMonths(i))]),
    ];

    private static IEnumerable<UnionFact> Filed(IReadOnlyList<DateOnly> months) => months.GroupBy(m => m.Year).Select(y =>
        Fact(UnionFactKind.Filing, $"{y.Key}-01-01", number: y.Aggregate(0, (bits, month) => bits | Vitality.MonthBit(month))));

    private static Vitality Of(IReadOnlyList<UnionFact> facts, string day = "2026-06-01", UnionForm form = UnionForm.Own) =>
        Vitality.Of(form, facts, Day(day), Rules);

    private static UnionFact Fact(UnionFactKind kind, string from, string? to = null, int number = 0, string recorded = "2020-01-01") => new()
    {
        Key = ++keys,
        UnionKey = 1,
        Kind = kind,
        EffectiveFrom = Day(from),
        EffectiveTo = to is null ? null : Day(to),
        Number = number,
        RecordedAt = At(recorded),
        ChangeKey = 1,
    };

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd");

    private static DateTime At(string day) => DateTime.SpecifyKind(Day(day).ToDateTime(TimeOnly.MinValue), DateTimeKind.Utc);
}
