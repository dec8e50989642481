using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Rules;

namespace Gonglian.Rules.Tests.Coverage;

/// <summary>
/// The pitfalls of counting (REFERENCE §4.3), in their order. The sixth, a dispatched worker counted at the dispatcher and at
/// the user, needs members one by one and is not asked yet; the tenth and thirteenth show on pages and have their tests there too.
/// </summary>
public sealed class Each_pitfall_of_counting_has_its_answer
{
    [Fact]
    public void First_members_are_not_employees()
    {
        var unit = new AUnit().Employees(30).Members(8);
        Assert.True(unit.Is(Counted.Large));
        Assert.False(unit.Is(Counted.NationalDuty));
        Assert.Equal((30, 8), (unit.Adds(Measures.Employees), unit.Adds(Measures.Members)));
    }

    [Fact]
    public void Second_of_sources_that_disagree_all_are_kept_and_the_one_used_is_named()
    {
        var unit = new AUnit().Employees(31, "2026-03-01", FactSource.SelfReport).Employees(22, "2026-03-01", FactSource.SocialInsurance)
            .Employees(27, "2026-03-01", FactSource.AnnualReport);
        Assert.Equal(4, unit.File.Facts.Count);
        Assert.Equal((22, FactSource.SocialInsurance), (unit.On().Headcount!.Number, unit.On().Headcount!.Source));
        Assert.False(unit.Is(Counted.Large));
    }

    [Fact]
    public void Third_the_workplace_decides_where_a_unit_counts_and_the_credit_code_of_another_district_does_not() => Assert.Equal(
        "4403/05/008/011/", new AUnit().Code("91440300192448589C").On().Path);

    [Fact]
    public void Fourth_a_joint_union_is_one_union_and_as_many_covered_units_as_signed()
    {
        var signed = Enumerable.Range(0, 3).Select(_ => new AUnit().Employees(8).Joint("2025-01-01")).ToList();
        var unsigned = new AUnit().Employees(8).Joint(null);
        Assert.Equal(3, signed.Append(unsigned).Sum(u => u.Adds(Measures.Covered)));
        Assert.Equal(0, signed.Sum(u => u.Adds(Measures.LargeOwn)));
    }

    [Fact]
    public void Fifth_two_unions_over_one_unit_cover_it_once() => Assert.Equal(
        (1, 40), (Twice().Adds(Measures.Covered), Twice().Adds(Measures.CoveredEmployees)));

    [Fact]
    public void Seventh_the_rate_of_the_whole_is_not_the_mean_of_the_rates()
    {
        Share small = new(1, 1), large = new(1, 3);
        Assert.Equal(new Share(2, 4), small + large);
        Assert.NotEqual((small.Value + large.Value) / 2, (small + large).Value);
    }

    [Theory]
    [InlineData(2424, 2500, "97.0%", 0.97, false)]
    [InlineData(2425, 2500, "97.0%", 0.97, true)]
    [InlineData(1709, 2000, "85.5%", 0.855, false)] // away from nought: 85.45 prints as 85.5
    [InlineData(427, 500, "85.4%", 0.854, true)]
    public void Eighth_what_is_printed_is_rounded_and_what_is_compared_is_not(long n, long d, string printed, double target, bool met)
    {
        Assert.Equal(printed, new Share(n, d).Percent());
        Assert.Equal(met, new Share(n, d).Meets((decimal)target));
    }

    [Fact]
    public void Ninth_nothing_to_count_is_a_dash_and_meets_nothing()
    {
        Assert.Equal("—", new Share(0, 0).Percent());
        Assert.False(new Share(0, 0).Meets(0m) is true);
    }

    [Theory]
    [InlineData(9, 9, "9/9")]
    [InlineData(9, 10, "90.0%")]
    public void Tenth_below_ten_counts_are_compared_and_no_rates(long n, long d, string shown) =>
        Assert.Equal(shown, new Share(n, d).Compared());

    [Fact]
    public void Eleventh_a_union_dated_back_is_true_of_its_day_and_was_not_known_then()
    {
        var unit = new AUnit().Union(Organisations.Unions.UnionForm.Own, "2026-02-01", recorded: "2026-05-20");
        Assert.True(unit.Is(Counted.Own, "2026-03-31"));
        Assert.False(unit.On("2026-03-31", known: "2026-04-05").Counted.HasFlag(Counted.Own));
    }

    [Fact]
    public void Twelfth_who_crosses_twenty_five_counts_by_the_number_of_the_day()
    {
        var unit = new AUnit().Employees(24, "2026-01-01").Employees(26, "2026-04-01").Employees(23, "2026-08-01");
        Assert.Equal([0L, 0, 1, 1, 0], new[] { "2026-01-01", "2026-03-31", "2026-04-01", "2026-07-31", "2026-08-01" }
            .Select(day => unit.On(day).Counted.HasFlag(Counted.Large) ? 1L : 0));
    }

    [Fact]
    public void Thirteenth_one_person_cannot_leave_a_unit_out_and_whoever_is_left_out_is_counted_apart()
    {
        Assert.True(new AUnit().Excluded(ExclusionCode.NoEmployees, agreed: null).Is(Counted.Base));
        var out2 = new AUnit().Excluded(ExclusionCode.NoEmployees);
        Assert.Equal((0, 1), (out2.Adds(Measures.Base), out2.Adds(Measures.Excluded(ExclusionCode.NoEmployees))));
    }

    [Fact]
    public void Fourteenth_a_figure_is_of_its_own_day_whatever_the_day_of_the_target()
    {
        var unit = new AUnit().Own("2020-12-20", unionEnds: "2021-01-10");
        Assert.True(unit.Is(Counted.Own, "2020-12-31"));
        Assert.False(unit.Is(Counted.Own, "2021-01-31"));
    }

    private static AUnit Twice() => new AUnit().Employees(40).Joint("2025-01-01").Joint("2025-06-01");
}
