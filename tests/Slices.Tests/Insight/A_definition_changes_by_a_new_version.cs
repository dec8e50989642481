using System.Globalization;
using System.Net;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Definitions;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Rules;
using Gonglian.Insight;
using Gonglian.Slices.Tests.Figures;
using Gonglian.Slices.Tests.Fixture;

namespace Gonglian.Slices.Tests.Insight;

/// <summary>口径版本 — a figure that stands keeps its definition; a new version begins on its day and says what it moves.</summary>
public sealed class A_definition_changes_by_a_new_version
{
    private static readonly CoverageRules WithTraders = CoverageRules.Default with { ExcludeSoleTraders = false, LargeFrom = 20 };

    [Theory]
    [OnEveryDatabase]
    public async Task From_its_day_on_every_unit_is_judged_by_it_and_none_before(Database database)
    {
        await using var stand = await Stand.On(database);
        await Plant(stand);
        var first = await stand.DayRoll.Today();
        await stand.Do(db => Defining.Set(db, Places.District, WithTraders, first.AddDays(3), "个体户也要看", stand.Clock.Now));
        foreach (var (days, units, large) in new[] { (0, 2, 1), (2, 2, 1), (3, 5, 2), (40, 5, 2) })
        {
            stand.Clock.SetDay(first.AddDays(days));
            await stand.DayRoll.Today();
            await using var db = stand.Read();
            var sums = await db.Sums(Places.District);
            Assert.Equal((units, large), (sums["base"], sums["large"]));
            var replayed = await Replay.Count(db, await CoverageParameters.Read(db), [stand.Clock.Today]);
            Assert.Equal(sums["base"], replayed[0].Under(Places.District)["base"]);
        }
        await using var later = stand.Read();
        var past = await Replay.Count(later, await CoverageParameters.Read(later), [first.AddDays(2), first.AddDays(3)]);
        Assert.Equal([2, 5], past.Select(p => p.Under(Places.District)["base"]));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Both_stand_side_by_side_for_one_day_with_the_units_that_move_and_why(Database database)
    {
        await using var stand = await Stand.On(database);
        await Plant(stand);
        var day = await stand.DayRoll.Today();
        await stand.Define(WithTraders, day.AddDays(30));
        await using var db = stand.Read();
        var scope = await Scope.Get(db, null);
        var n1 = db.Indicators.Single(i => i.Id == "N1");
        var moved = await Movements.Between(
            db, await CoverageParameters.Read(db), n1, scope, new(day), new(day, Version: 2));
        Assert.Equal((2, 5), (moved.Before.Denominator, moved.After.Denominator));
        Assert.Equal(3, moved.Rows.Count);
        Assert.All(moved.Rows, r => Assert.Equal((Move.Entered, ExclusionCode.SoleTrader, null), (r.Move, r.Before.Exclusion, r.After.Exclusion)));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task It_begins_after_today_after_the_last_one_and_with_a_reason_or_is_refused(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var today = await stand.DayRoll.Today();
        await Refused(stand, WithTraders, today, "昨天就该改", "definitions.past");
        await Refused(stand, WithTraders, null, "没有日子", "definitions.no-day");
        await Refused(stand, WithTraders, today.AddDays(1), "改", "text.short");
        await Refused(stand, CoverageRules.Default, today.AddDays(1), "什么都没改", "definitions.same");
        await Refused(stand, WithTraders with { LargeFrom = 0 }, today.AddDays(1), "从零起算", "definitions.range");
        await stand.Do(db => Defining.Set(db, Places.District, WithTraders, today.AddDays(9), "个体户也要看", stand.Clock.Now));
        await Refused(stand, WithTraders with { LargeFrom = 30 }, today.AddDays(9), "同一天再改", "definitions.order");
        await Refused(stand, WithTraders, today.AddDays(10), "和上一版一样", "definitions.same");
    }

    [Theory]
    [OnEveryDatabase]
    public async Task It_can_be_withdrawn_until_its_day_and_not_afterwards(Database database)
    {
        await using var stand = await Stand.On(database);
        await Plant(stand);
        var today = await stand.DayRoll.Today();
        await stand.Do(db => Defining.Set(db, Places.District, WithTraders, today.AddDays(1), "个体户也要看", stand.Clock.Now));
        await stand.Do(db => Defining.Withdraw(db, 2, "再商量一下", stand.Clock.Now));
        stand.Clock.Advance(2);
        await stand.DayRoll.Today();
        await using (var db = stand.Read())
            Assert.Equal(2, (await db.Sums(Places.District))["base"]);
        await stand.Do(db => Defining.Set(db, Places.District, WithTraders, today.AddDays(5), "商量好了", stand.Clock.Now));
        stand.Clock.Advance(5);
        await stand.DayRoll.Today();
        var refused = await Assert.ThrowsAsync<Refused>(() => stand.Do(db => Defining.Withdraw(db, 3, "又不要了", stand.Clock.Now)));
        Assert.Equal("definitions.in-force", refused.Code);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Who_may_not_define_is_refused(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var today = await stand.DayRoll.Today();
        var officer = new Caller(Guid.CreateVersion7(), "干事", [new(Places.District, new HashSet<string> { "insight.see" }, false)]);
        var refused = await Assert.ThrowsAsync<Refused>(() => stand.Writes.Do(
            officer, db => Defining.Set(db, Places.District, WithTraders, today.AddDays(1), "个体户也要看", stand.Clock.Now)));
        Assert.Equal("access.not-allowed", refused.Code);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_clock_set_back_takes_the_counters_back_with_it(Database database)
    {
        await using var stand = await Stand.On(database);
        await Plant(stand);
        var first = await stand.DayRoll.Today();
        await stand.Found(Places.Pingshan, "快到届的工会", Gonglian.Organisations.Unions.UnionForm.Own, first.AddYears(-1), first.AddDays(60));
        stand.Clock.Advance(400);
        await stand.DayRoll.Today();
        stand.Clock.SetDay(first.AddDays(20));
        Assert.Equal(first.AddDays(20), await stand.DayRoll.Today());
        await using var db = stand.Read();
        Assert.Equal(await Recount.Of(db, first.AddDays(20)), await Recount.Kept(db));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_node_whose_clock_lags_over_midnight_answers_for_the_day_that_has_begun(Database database)
    {
        await using var stand = await Stand.On(database);
        await Plant(stand);
        stand.Clock.Advance(1);
        var begun = await stand.DayRoll.Today();
        stand.Clock.Advance(-1);
        await stand.Restart();
        Assert.Equal(begun, await stand.DayRoll.Today());
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_leader_decides_it_on_the_page_sees_what_it_moves_and_withdraws_it(Database database)
    {
        await using var stand = await Stand.On(database);
        await Plant(stand);
        var day = (await stand.DayRoll.Today()).AddDays(9).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var leader = stand.As(Places.District);
        await leader.Open("/figures/versions/new");
        await leader.Post("form.form", ("ValidFrom", day), ("ExcludeSoleTraders", "0"), ("LargeFrom", "abc"), ("Reason", "个体户也要看"));
        Assert.Contains("请填整数", leader.Text, StringComparison.Ordinal);
        await leader.Post("form.form", ("ValidFrom", day), ("ExcludeSoleTraders", "0"), ("LargeFrom", "20"), ("Reason", "个体户也要看"));
        Assert.Equal(HttpStatusCode.Redirect, leader.Status);
        await leader.Follow();
        Assert.Contains("按规则排除个体工商户(X6)", leader.Page.QuerySelector("#v2")!.TextContent, StringComparison.Ordinal);
        var first = leader.Page.QuerySelector("#both tbody tr")!;
        Assert.Equal("0.0% 0/2 0.0% 0/5 0 +3", string.Join(' ', first.QuerySelectorAll("td").Skip(1).Select(c => c.TextContent.Trim())));
        var rows = first.QuerySelector("a")!.GetAttribute("href")!;
        await leader.Open(rows);
        Assert.Contains("口径 v1 与 v2 对比", leader.Text, StringComparison.Ordinal);
        Assert.Equal(3, leader.Page.QuerySelectorAll("#list td.first a[href^='/enterprises/']").Length);
        Assert.Contains("X6 个体工商户", leader.Text, StringComparison.Ordinal);
        var unit = leader.Page.QuerySelector("#list td.first a[href^='/enterprises/']")!.GetAttribute("href")!;
        await leader.Open(unit);
        Assert.Contains("这一天实际按口径 v1 计算", leader.Text, StringComparison.Ordinal);
        Assert.Contains("没有工会组织覆盖,计入组建覆盖率的分母", leader.Text, StringComparison.Ordinal);
        await leader.Open(leader.Page.QuerySelectorAll("#counted .chip").First(a => a.TextContent == "口径 v1").GetAttribute("href")!);
        Assert.Contains("不在统计基数内:X6", leader.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("实际按口径", leader.Text, StringComparison.Ordinal);
        await leader.Open(unit.Replace("definition=2", "definition=7", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, leader.Status);
        await leader.Open(rows.Replace("after=2", "after=7"));
        Assert.Equal(HttpStatusCode.NotFound, leader.Status);

        var officer = stand.As(Places.District, "insight.see");
        await officer.Open("/figures/versions");
        Assert.Null(officer.Page.QuerySelector("a[href='/figures/versions/new'], form[method=post] input[name=Reason]"));
        await officer.Open("/figures/versions/new");
        Assert.Equal(HttpStatusCode.Forbidden, officer.Status);

        await leader.Open("/figures/versions");
        await leader.Post("#v2 form", ("Reason", "再商量一下"));
        await leader.Follow();
        Assert.Contains("没有生效过", leader.Page.QuerySelector("#v2")!.TextContent, StringComparison.Ordinal);
        Assert.Null(leader.Page.QuerySelector("#both"));
    }

    private static async Task Refused(Stand stand, CoverageRules rules, DateOnly? from, string reason, string code)
    {
        var refused = await Assert.ThrowsAsync<Refused>(() => stand.Do(
            db => Defining.Set(db, Places.District, rules, from, reason, stand.Clock.Now)));
        Assert.Equal(code, refused.Code);
    }

    // Two companies and three sole traders; one company has 30 employees, one sole trader 22.
    private static async Task Plant(Stand stand)
    {
        await stand.PlantTree();
        var born = stand.Clock.Today.AddYears(-2);
        await stand.RegisterEnterprise(Places.Pingshan, "甲公司", 30, established: born, code: stand.NewCode("91"));
        await stand.RegisterEnterprise(Places.Fuguang, "乙公司", 8, established: born, code: stand.NewCode("91"));
        foreach (var (name, people) in new[] { ("丙店", 2), ("丁店", 5), ("戊店", 22) })
            await stand.RegisterEnterprise(Places.Pingshan, name, people, established: born, code: stand.NewCode("92"));
    }
}
