using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;

namespace Gonglian.Rules.Tests.Coverage;

/// <summary>职工人数 — every source is kept, one is picked by rule, and it says which.</summary>
public sealed class A_headcount_has_a_day_and_a_source
{
    [Fact]
    public void The_newer_day_wins_whatever_the_source()
    {
        var unit = new AUnit().Employees(30, "2026-01-01").Employees(20, "2026-03-01", FactSource.SelfReport);
        Assert.Equal((20, FactSource.SelfReport), (unit.On().Headcount!.Number, unit.On().Headcount!.Source));
    }

    [Fact]
    public void On_one_day_the_more_trusted_source_wins_whatever_the_order()
    {
        var unit = new AUnit().Employees(20, "2026-01-01", FactSource.SelfReport)
            .Employees(30, "2026-01-01", FactSource.SocialInsurance).Employees(25, "2026-01-01", FactSource.AnnualReport);
        Assert.Equal((30, FactSource.SocialInsurance), (unit.On().Headcount!.Number, unit.On().Headcount!.Source));
    }

    [Fact]
    public void What_is_told_for_a_later_day_does_not_count_before_it()
    {
        var unit = new AUnit().Employees(24, "2026-01-01").Employees(25, "2026-07-01");
        Assert.Equal(24, unit.On("2026-06-30").Headcount!.Number);
        Assert.Equal(25, unit.On("2026-07-01").Headcount!.Number);
    }

    [Theory]
    [InlineData("2026-06-30", 0)]
    [InlineData("2026-07-01", 1)] // grows from 24 to 25
    [InlineData("2026-08-31", 1)]
    [InlineData("2026-09-01", 0)] // and shrinks again
    public void Who_crosses_twenty_five_counts_as_large_from_that_day_on(string day, long large)
    {
        var unit = new AUnit().Employees(24, "2026-01-01").Employees(25, "2026-07-01").Employees(24, "2026-09-01").Own();
        Assert.Equal(large, unit.Adds(Measures.Large, day));
        Assert.Equal(large, unit.Adds(Measures.LargeOwn, day));
    }

    [Fact]
    public void A_unit_counts_where_it_works_and_moves_on_the_day_it_moves()
    {
        var unit = new AUnit().WorksAt("4403/05/002/001/", "2026-06-01");
        Assert.Equal("4403/05/008/011/", unit.On("2026-05-31").Path);
        Assert.Equal("4403/05/002/001/", unit.On("2026-06-01").Path);
    }

    [Theory]
    [InlineData("2026-06-30", false)] // 180 days after 1 January
    [InlineData("2026-07-01", true)]
    public void Whom_nobody_verified_for_a_hundred_and_eighty_days_is_flagged_and_still_counts(string day, bool flagged)
    {
        var unit = new AUnit().Employees(30, "2026-01-01");
        Assert.Equal(flagged, unit.Is(Counted.Unverified, day));
        Assert.True(unit.Is(Counted.Base, day));
        Assert.Equal(flagged ? 1 : 0, unit.Adds(Measures.Unverified, day));
    }

    [Fact]
    public void A_visit_verifies_without_a_new_number() => Assert.False(new AUnit()
        .Employees(30, "2025-01-01").Fact(FactKind.Verified, 0, "2026-05-01").Is(Counted.Unverified, "2026-06-01"));

    [Fact]
    public void Whom_nobody_ever_verified_is_flagged() => Assert.True(new AUnit().Is(Counted.Unverified));

    [Theory]
    [InlineData(null, "人数不详")]
    [InlineData(0, "0 人")]
    [InlineData(1, "1–9 人")]
    [InlineData(9, "1–9 人")]
    [InlineData(10, "10–24 人")]
    [InlineData(24, "10–24 人")]
    [InlineData(25, "25–99 人")]
    [InlineData(99, "25–99 人")]
    [InlineData(100, "100–199 人")]
    [InlineData(199, "100–199 人")]
    [InlineData(200, "200–999 人")]
    [InlineData(1000, "1000 人以上")]
    public void The_bands_are_cut_where_duties_begin(int? people, string band) =>
        Assert.Equal(band, SizeBands.Titles[SizeBands.Of(people)]);
}
