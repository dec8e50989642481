using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Organisations.Unions;

namespace Gonglian.Rules.Tests.Coverage;

/// <summary>两条时间轴 — a later word about an earlier day changes what we say now, not what we said then.</summary>
public sealed class The_past_is_what_was_known_then
{
    [Fact]
    public void A_headcount_told_late_for_an_early_day_changes_the_replay_not_what_was_known()
    {
        var unit = new AUnit().Fact(FactKind.Headcount, 20, "2026-01-01", recorded: "2026-01-05")
            .Fact(FactKind.Headcount, 26, "2026-03-01", recorded: "2026-05-10");
        Assert.False(unit.Is(Counted.Large, "2026-03-31", known: "2026-04-01"));
        Assert.True(unit.Is(Counted.Large, "2026-03-31", known: "2026-05-10"));
        Assert.True(unit.Is(Counted.Large, "2026-03-31"));
        Assert.False(unit.Is(Counted.Large, "2026-02-28"));
    }

    [Fact]
    public void A_corrected_headcount_is_seen_only_by_those_who_ask_as_of_before_the_correction()
    {
        var unit = new AUnit()
            .Fact(FactKind.Headcount, 30, "2026-01-01", recorded: "2026-01-05", superseded: "2026-02-01")
            .Fact(FactKind.Headcount, 13, "2026-01-01", recorded: "2026-02-01");
        Assert.Equal(30, unit.On(known: "2026-01-31").Headcount!.Number);
        Assert.Equal(13, unit.On(known: "2026-02-01").Headcount!.Number);
        Assert.Equal(13, unit.On().Headcount!.Number);
    }

    [Fact]
    public void A_union_entered_late_did_not_cover_in_what_was_known()
    {
        var unit = new AUnit().Union(UnionForm.Own, "2026-01-01", recorded: "2026-05-10");
        Assert.False(unit.Is(Counted.Covered, "2026-03-31", known: "2026-04-01"));
        Assert.True(unit.Is(Counted.Covered, "2026-03-31"));
    }

    [Fact]
    public void A_status_dated_back_is_told_for_its_day_and_known_from_its_recording()
    {
        var unit = new AUnit().Fact(FactKind.Status, (int)OperatingStatus.MovedAway, "2026-01-01", recorded: "2026-05-10");
        Assert.Equal(OperatingStatus.Operating, unit.On("2026-03-31", known: "2026-04-01").Status);
        Assert.Equal(OperatingStatus.MovedAway, unit.On("2026-03-31").Status);
        Assert.Equal(OperatingStatus.Operating, unit.On("2025-12-31").Status);
    }

    [Fact]
    public void An_exclusion_dated_back_counts_from_its_day_once_it_is_decided()
    {
        var unit = new AUnit().Excluded(ExclusionCode.Moved, "2026-01-01", decided: "2026-05-10");
        Assert.True(unit.Is(Counted.Base, "2026-03-31", known: "2026-05-09"));
        Assert.False(unit.Is(Counted.Base, "2026-03-31"));
    }

    [Fact]
    public void A_verification_told_late_does_not_verify_what_was_known()
    {
        var unit = new AUnit().Fact(FactKind.Verified, 0, "2026-03-01", recorded: "2026-05-10");
        Assert.True(unit.Is(Counted.Unverified, "2026-04-01", known: "2026-04-01"));
        Assert.False(unit.Is(Counted.Unverified, "2026-04-01"));
    }
}
