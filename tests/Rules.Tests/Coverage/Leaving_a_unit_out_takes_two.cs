using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Rules;

namespace Gonglian.Rules.Tests.Coverage;

/// <summary>排除 X1–X8 — leaving units out is the classic way to improve a rate, so it takes two and is counted.</summary>
public sealed class Leaving_a_unit_out_takes_two
{
    [Theory]
    [InlineData(ExclusionCode.Deregistered, "x1")]
    [InlineData(ExclusionCode.AddressOnly, "x2")]
    [InlineData(ExclusionCode.NoEmployees, "x3")]
    [InlineData(ExclusionCode.Moved, "x4")]
    [InlineData(ExclusionCode.StateOrgan, "x5")]
    [InlineData(ExclusionCode.SoleTrader, "x6")]
    [InlineData(ExclusionCode.Duplicate, "x7")]
    [InlineData(ExclusionCode.New, "x8")]
    public void A_confirmed_exclusion_takes_it_out_of_every_rate_and_stands_beside_it(ExclusionCode code, string measure)
    {
        var unit = new AUnit().Employees(30).Own().Excluded(code);
        Assert.Equal(code, unit.On().Exclusion);
        Assert.Equal(1, unit.Adds(measure));
        Assert.Equal(1, unit.Adds(Measures.Units));
        foreach (var rate in new[] { Measures.Base, Measures.Covered, Measures.Large, Measures.LargeOwn, Measures.Due })
            Assert.Equal(0, unit.Adds(rate));
    }

    [Theory]
    [InlineData(null)] // proposed only
    [InlineData(false)] // declined
    public void Until_a_second_person_agrees_it_counts(bool? agreed) =>
        Assert.True(new AUnit().Excluded(ExclusionCode.Moved, agreed: agreed).Is(Counted.Base));

    [Fact]
    public void Who_proposes_cannot_confirm_but_may_withdraw()
    {
        var me = Guid.CreateVersion7();
        var exclusion = AUnit.Proposed(ExclusionCode.Moved, by: me);
        var refused = Assert.Throws<Refused>(() => exclusion.Decide(true, me, "甲", AUnit.At("2026-01-02")));
        Assert.Equal("exclusions.same-person", refused.Code);
        exclusion.Decide(false, me, "甲", AUnit.At("2026-01-02"));
        Assert.Equal(ExclusionState.Declined, exclusion.State);
    }

    [Fact]
    public void What_is_decided_is_decided_once()
    {
        var exclusion = AUnit.Proposed(ExclusionCode.Moved);
        exclusion.Decide(true, Guid.CreateVersion7(), "乙", AUnit.At("2026-01-02"));
        Assert.Equal("exclusions.decided", Assert.Throws<Refused>(
            () => exclusion.Decide(true, Guid.CreateVersion7(), "丙", AUnit.At("2026-01-03"))).Code);
    }

    [Fact]
    public void Taken_back_it_counts_again_and_what_was_known_before_stays_so()
    {
        var unit = new AUnit().Excluded(ExclusionCode.Moved, decided: "2026-01-02", takenBack: "2026-04-01");
        Assert.True(unit.Is(Counted.Base));
        Assert.False(unit.Is(Counted.Base, known: "2026-03-31"));
        Assert.True(unit.Is(Counted.Base, known: "2026-04-01"));
    }

    [Theory]
    [InlineData("2025-12-31", true)]
    [InlineData("2026-01-01", false)]
    [InlineData("2026-04-30", false)]
    [InlineData("2026-05-01", true)]
    public void It_lasts_from_its_first_day_to_the_day_before_its_last(string day, bool counts) =>
        Assert.Equal(counts, new AUnit().Excluded(ExclusionCode.Moved, "2026-01-01", "2026-05-01").Is(Counted.Base, day));

    [Fact]
    public void Of_several_the_first_code_is_named_whatever_their_order()
    {
        Assert.Equal(ExclusionCode.AddressOnly, new AUnit()
            .Excluded(ExclusionCode.Duplicate).Excluded(ExclusionCode.AddressOnly).On().Exclusion);
        Assert.Equal(ExclusionCode.AddressOnly, new AUnit()
            .Excluded(ExclusionCode.AddressOnly).Excluded(ExclusionCode.Duplicate).On().Exclusion);
    }

    [Fact]
    public void A_sole_trader_is_left_out_by_rule_and_the_rule_can_be_switched_off()
    {
        var unit = new AUnit().Code("92440305MA5ABCDE0X");
        Assert.Equal(ExclusionCode.SoleTrader, unit.On().Exclusion);
        Assert.Null(unit.On(rules: new CoverageRules { ExcludeSoleTraders = false }).Exclusion);
        Assert.True(new AUnit().Code(null).Is(Counted.Base));
    }

    [Theory]
    [InlineData("2026-02-28", "2026-02-27", null, false)] // does not exist yet
    [InlineData("2026-02-28", "2026-02-28", ExclusionCode.New, false)]
    [InlineData("2026-02-28", "2026-05-27", ExclusionCode.New, false)]
    [InlineData("2026-02-28", "2026-05-28", null, true)] // three months old
    [InlineData("2025-11-30", "2026-02-27", ExclusionCode.New, false)]
    [InlineData("2025-11-30", "2026-02-28", null, true)] // no 30 February
    public void Younger_than_three_months_it_is_not_yet_counted(
        string registered, string day, ExclusionCode? code, bool counts)
    {
        var unit = new AUnit().Established(registered).Employees(30, "2025-01-01");
        Assert.Equal(code, unit.On(day).Exclusion);
        Assert.Equal(counts, unit.Is(Counted.Base, day));
    }

    [Fact]
    public void The_rule_for_new_units_can_be_switched_off() => Assert.True(new AUnit().Established("2026-05-01")
        .Is(Counted.Base, "2026-05-02", new CoverageRules { ExcludeNew = false }));

    [Fact]
    public void What_the_register_calls_deregistered_counts_until_two_people_said_so() =>
        Assert.True(new AUnit().Fact(FactKind.Status, (int)OperatingStatus.Deregistered, "2026-01-01").Is(Counted.Base));
}
