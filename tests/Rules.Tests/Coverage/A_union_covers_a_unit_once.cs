using Gonglian.Enterprises.Rules;
using Gonglian.Organisations.Unions;

namespace Gonglian.Rules.Tests.Coverage;

/// <summary>组建覆盖 — covered is who is covered by a living union on that day, by however many of them, once.</summary>
public sealed class A_union_covers_a_unit_once
{
    [Theory]
    [InlineData(UnionForm.Own, true)]
    [InlineData(UnionForm.Group, true)]
    [InlineData(UnionForm.Organiser, false)] // organised, not covered, unless the rules say so
    [InlineData(UnionForm.Federation, false)] // the federation covers through its groups
    public void By_form(UnionForm form, bool covered) =>
        Assert.Equal(covered, new AUnit().Union(form, "2021-01-01").Is(Counted.Covered));

    [Fact]
    public void An_organiser_covers_where_the_rules_say_so() => Assert.True(new AUnit()
        .Union(UnionForm.Organiser, "2021-01-01").Is(Counted.Covered, rules: new CoverageRules { OrganiserCovers = true }));

    [Fact]
    public void An_organiser_organises() =>
        Assert.True(new AUnit().Union(UnionForm.Organiser, "2021-01-01").Is(Counted.Organised));

    [Fact]
    public void A_joint_union_does_not_cover_without_a_signed_joining_record() =>
        Assert.False(new AUnit().Joint(signed: null).Is(Counted.Covered));

    [Theory]
    [InlineData("2026-05-31", false)]
    [InlineData("2026-06-01", true)]
    public void A_joint_union_covers_from_the_day_of_signing(string day, bool covered) =>
        Assert.Equal(covered, new AUnit().Joint(signed: "2026-06-01").Is(Counted.Covered, day));

    [Theory]
    [InlineData("2026-05-31", true)]
    [InlineData("2026-06-01", false)] // the first day without it
    public void A_dissolved_union_covers_nobody(string day, bool covered)
    {
        Assert.Equal(covered, new AUnit().Own(unionEnds: "2026-06-01").Is(Counted.Covered, day));
        Assert.Equal(covered, new AUnit().Joint("2025-01-01", unionEnds: "2026-06-01").Is(Counted.Covered, day));
    }

    [Fact]
    public void Who_left_the_joint_union_is_not_covered_by_it()
    {
        var unit = new AUnit().Union(UnionForm.Joint, "2021-01-01", "2021-01-01", leaves: "2026-03-01");
        Assert.True(unit.Is(Counted.Covered, "2026-02-28"));
        Assert.False(unit.Is(Counted.Covered, "2026-03-01"));
    }

    [Fact]
    public void The_park_union_and_the_community_union_over_one_unit_cover_it_once()
    {
        var unit = new AUnit().Employees(60).Joint("2025-01-01").Joint("2025-02-01").Union(UnionForm.Group, "2025-03-01");
        Assert.Equal(1, unit.Adds(Measures.Covered));
        Assert.Equal(60, unit.Adds(Measures.CoveredEmployees));
        Assert.Equal(UnionForm.Joint, unit.On().Form);
    }

    [Fact]
    public void Its_own_union_is_named_before_the_joint_one() =>
        Assert.Equal(UnionForm.Own, new AUnit().Joint("2025-01-01").Own().On().Form);

    [Fact]
    public void When_its_own_union_dies_the_joint_one_still_covers_and_its_own_is_due_again()
    {
        var unit = new AUnit().Employees(30).Joint("2025-01-01").Own(unionEnds: "2026-05-01");
        Assert.True(unit.Is(Counted.Base | Counted.Covered | Counted.Due));
        Assert.Equal(0, unit.Adds(Measures.LargeOwn));
        Assert.Equal(1, unit.Adds(Measures.Covered));
    }

    [Fact]
    public void One_joint_union_over_three_units_is_three_covered_units_and_no_own_union()
    {
        var units = Enumerable.Range(0, 3).Select(_ => new AUnit().Employees(30).Joint("2025-01-01")).ToList();
        Assert.Equal(3, units.Sum(u => u.Adds(Measures.Covered)));
        Assert.Equal(3, units.Sum(u => u.Adds(Measures.Large)));
        Assert.Equal(0, units.Sum(u => u.Adds(Measures.LargeOwn)));
    }

    [Fact]
    public void Members_and_employees_of_covered_units_only_make_the_joining_rate()
    {
        var covered = new AUnit().Employees(50).Members(20).Own();
        var alone = new AUnit().Employees(50).Members(20);
        var unknown = new AUnit().Own();
        AUnit[] all = [covered, alone, unknown];
        Assert.Equal(50, all.Sum(u => u.Adds(Measures.CoveredEmployees)));
        Assert.Equal(20, all.Sum(u => u.Adds(Measures.CoveredMembers)));
        Assert.Equal(100, all.Sum(u => u.Adds(Measures.Employees)));
    }

    [Fact]
    public void The_rate_of_the_district_is_not_the_mean_of_its_communities_rates()
    {
        var n1 = Measures.Indicators.Single(i => i.Id == "N1");
        var big = new Dictionary<string, long> { [Measures.Covered] = 90, [Measures.Base] = 100 };
        var small = new Dictionary<string, long> { [Measures.Covered] = 1, [Measures.Base] = 10 };
        var both = big.ToDictionary(m => m.Key, m => m.Value + small[m.Key]);
        Assert.Equal("82.7%", n1.Of(both).Percent());
        Assert.Equal("90.0%", n1.Of(big).Percent());
        Assert.Equal("10.0%", n1.Of(small).Percent());
    }
}
