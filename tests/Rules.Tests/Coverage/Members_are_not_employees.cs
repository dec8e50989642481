using Gonglian.Enterprises.Rules;

namespace Gonglian.Rules.Tests.Coverage;

/// <summary>建会义务 — the national test counts members, the local one members or employees; they are never mixed.</summary>
public sealed class Members_are_not_employees
{
    [Theory]
    [InlineData(24, 24, false)]
    [InlineData(300, 24, false)] // employees do not count here, however many
    [InlineData(25, 25, true)]
    public void By_the_national_test_twenty_five_members_must_have_a_committee(int employees, int members, bool must) =>
        Assert.Equal(must, new AUnit().Employees(employees).Members(members).Is(Counted.NationalDuty));

    [Theory]
    [InlineData(24, 9, false)]
    [InlineData(24, 10, true)] // ten members
    [InlineData(25, 9, true)] // twenty-five employees
    [InlineData(25, 0, true)]
    public void By_the_local_test_ten_members_or_twenty_five_employees_must_found_their_own(
        int employees, int members, bool must)
    {
        var unit = new AUnit().Employees(employees).Members(members);
        Assert.Equal(must, unit.Is(Counted.LocalDuty));
        Assert.Equal(must, unit.Is(Counted.Due));
    }

    [Fact]
    public void Ten_members_make_the_local_duty_alone_not_the_national_one()
    {
        var unit = new AUnit().Employees(12).Members(10);
        Assert.True(unit.Is(Counted.LocalDuty));
        Assert.False(unit.Is(Counted.NationalDuty));
    }

    [Fact]
    public void The_rate_of_large_units_asks_for_employees_not_for_members() =>
        Assert.False(new AUnit().Employees(24).Members(25).Is(Counted.Large));

    [Fact]
    public void Where_nobody_knows_the_headcount_members_alone_can_make_the_duty()
    {
        Assert.False(new AUnit().Is(Counted.Due));
        Assert.True(new AUnit().Is(Counted.HeadcountUnknown));
        Assert.False(new AUnit().Is(Counted.Large));
        Assert.True(new AUnit().Members(10).Is(Counted.Due));
    }

    [Fact]
    public void A_joint_union_covers_but_does_not_fulfil_the_duty()
    {
        var unit = new AUnit().Employees(40).Joint(signed: "2025-01-01");
        Assert.True(unit.Is(Counted.Base | Counted.Covered | Counted.Due));
        Assert.False(unit.Is(Counted.Own));
    }

    [Fact]
    public void With_its_own_union_nothing_is_due()
    {
        var unit = new AUnit().Employees(40).Members(30).Own();
        Assert.False(unit.Is(Counted.Due));
        Assert.True(unit.Is(Counted.LocalDuty | Counted.NationalDuty));
    }

    [Fact]
    public void What_is_not_in_the_base_set_has_nothing_due() =>
        Assert.False(new AUnit().Employees(40).Excluded(Enterprises.ExclusionCode.Moved).Is(Counted.Due));

    [Theory]
    [InlineData("2026-01-15", "2026-07-15", false)] // the last day of the six months
    [InlineData("2026-01-15", "2026-07-16", true)]
    [InlineData("2025-08-31", "2026-02-28", false)] // no 31 February: the month ends on its last day
    [InlineData("2025-08-31", "2026-03-01", true)]
    public void The_duty_begins_when_six_months_have_passed(string registered, string day, bool due) =>
        Assert.Equal(due, new AUnit().Established(registered).Employees(30, "2025-01-01").Is(Counted.Due, day));

    [Fact]
    public void Without_a_registration_day_the_six_months_count_as_passed() =>
        Assert.True(new AUnit().Established(null).Employees(30).Is(Counted.Due));

    [Fact]
    public void Another_number_in_the_rules_gives_another_duty() =>
        Assert.True(new AUnit().Employees(20).Is(Counted.Due, rules: new CoverageRules { LocalEmployees = 20 }));
}
