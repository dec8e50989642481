using FsCheck;
using FsCheck.Fluent;
using Gonglian.Enterprises.Rules;

namespace Gonglian.Rules.Tests.Coverage;

/// <summary>日结 rests on this: between a day and the next change it names, nothing about a unit changes.</summary>
public sealed class Time_alone_changes_only_on_the_day_it_says
{
    private static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(1000);

    [Fact]
    public void Until_the_day_before_the_next_change_the_standing_is_the_same() => Prop.ForAll(RandomUnits.All, unit =>
    {
        var (file, day) = unit;
        var standing = Standing.Of(file, day, CoverageRules.Default);
        var last = standing.NextChange?.AddDays(-1) ?? day.AddDays(1000);
        for (var later = day; later <= last; later = later.AddDays(1))
            if (Standing.Of(file, later, CoverageRules.Default) != standing)
                return false;
        return true;
    }).Check(Often);

    [Fact]
    public void The_next_change_is_later_than_the_day() => Prop.ForAll(
        RandomUnits.All, u => !(Standing.Of(u.File, u.Day, CoverageRules.Default).NextChange <= u.Day)).Check(Often);

    [Fact]
    public void No_unit_counts_above_a_line_without_counting_below_it() => Prop.ForAll(RandomUnits.All, unit =>
    {
        var standing = Standing.Of(unit.File, unit.Day, CoverageRules.Default);
        var sums = Measures.Of(
                standing.Counted, standing.Exclusion, standing.Headcount?.Number ?? 0, standing.Members?.Number ?? 0)
            .ToDictionary(m => m.Measure, m => m.Value);
        long Of(string measure) => sums.GetValueOrDefault(measure);
        return Of(Measures.Covered) <= Of(Measures.Base)
            && Of(Measures.Large) <= Of(Measures.Base)
            && Of(Measures.LargeOwn) <= Math.Min(Of(Measures.Large), Of(Measures.Covered))
            && Of(Measures.Due) <= Of(Measures.Base) - Of(Measures.LargeOwn)
            && Of(Measures.CoveredEmployees) <= Of(Measures.Employees)
            && Of(Measures.Base) + sums.Where(s => s.Key.StartsWith('x')).Sum(s => s.Value) <= 1;
    }).Check(Often);

    [Fact]
    public void The_order_in_which_things_are_told_changes_nothing() => Prop.ForAll(RandomUnits.All, unit =>
    {
        var (file, day) = unit;
        var turned = file with
        {
            Covers = [.. file.Covers.Reverse()],
            Exclusions = [.. file.Exclusions.Reverse()],
        };
        return Standing.Of(file, day, CoverageRules.Default) == Standing.Of(turned, day, CoverageRules.Default);
    }).Check(Often);
}
