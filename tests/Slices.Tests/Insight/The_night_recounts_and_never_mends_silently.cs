using System.Net;
using Gonglian.Foundation.Jobs;
using Gonglian.Insight.Recounts;
using Gonglian.Organisations.Unions;
using Recount = Gonglian.Slices.Tests.Figures.Recount;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Insight;

/// <summary>复核 — a difference is told of with the unit and both values, and only a person has it mended.</summary>
public sealed class The_night_recounts_and_never_mends_silently
{
    [Theory]
    [OnEveryDatabase]
    public async Task Every_night_it_finds_that_all_is_as_the_facts_say(Database database)
    {
        await using var stand = await Stand.On(database);
        await Plant(stand);
        foreach (var days in new[] { 0, 1, 45, 200 })
        {
            stand.Clock.Advance(days);
            await stand.DayRoll.Today();
            await stand.Get<JobRunner>().Drain(default);
            await using var db = stand.Read();
            var (last, _) = (await db.LastRecount())!.Value;
            Assert.Equal((stand.Clock.Today, 0, 12, 2), (last.Day, last.Differences, last.Units, last.Unions));
        }
    }

    [Theory]
    [OnEveryDatabase("UPDATE \"counter\" SET \"Value\" = \"Value\" + 1 WHERE \"Measure\" = 'base' AND \"Path\" = '4403/05/008/011/'",
        "base", "4", "3")]
    [OnEveryDatabase("UPDATE \"enterprise\" SET \"Headcount\" = 99 WHERE \"Name\" = '公司4'", "Headcount", "99", "24")]
    [OnEveryDatabase("UPDATE \"enterprise\" SET \"Counted\" = \"Counted\" - 1 WHERE \"Name\" = '公司4'", "Counted", null, null)]
    [OnEveryDatabase("UPDATE \"union\" SET \"State\" = 4", "State", "Unknown", "InTerm")]
    [OnEveryDatabase("UPDATE \"enterprise_fact\" SET \"Number\" = 77 WHERE \"Kind\" = 1 AND \"Number\" = 24", "Headcount", "24", "77")]
    public async Task What_somebody_changed_behind_its_back_is_named_with_both_values_and_stays(
        Database database, string tampering, string what, string? kept, string? counted)
    {
        await using var stand = await Stand.On(database);
        await Plant(stand);
        await stand.Get<JobRunner>().Drain(default);
        await stand.Sql(tampering);
        var before = await Kept(stand);
        stand.Clock.Advance(1);
        await stand.DayRoll.Today();
        await stand.Get<JobRunner>().Drain(default);
        await using var db = stand.Read();
        var found = await db.Differences.ToListAsync();
        var one = found.First(d => d.What == what);
        if (kept is not null)
            Assert.Equal((kept, counted), (one.Kept, one.Counted));
        Assert.Equal(before, await Kept(stand));
        var leader = stand.As(Places.District);
        await leader.Open("/");
        Assert.Contains("与事实不符", leader.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_leader_sees_the_unit_and_has_it_mended_with_a_reason(Database database)
    {
        await using var stand = await Stand.On(database);
        await Plant(stand);
        await stand.Sql("UPDATE \"enterprise\" SET \"Counted\" = 0, \"Headcount\" = 3 WHERE \"Name\" = '公司4'");
        await stand.Sql("UPDATE \"counter\" SET \"Value\" = \"Value\" + 7 WHERE \"Measure\" = 'due'");
        var leader = stand.As(Places.District);
        await leader.Open("/recounts");
        await leader.Post("main form:has(button)");
        await stand.Get<JobRunner>().Drain(default);
        await leader.Open("/recounts");
        Assert.Contains("公司4", leader.Page.QuerySelector("#recounts")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("N3 分子", leader.Text, StringComparison.Ordinal);
        await leader.Post("#recounts details form", ("Reason", "改"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, leader.Status);
        await leader.Post("#recounts details form", ("Reason", "库被人改过,已查明"));
        Assert.Equal(HttpStatusCode.Redirect, leader.Status);
        await stand.Get<JobRunner>().Drain(default);
        await leader.Open("/recounts");
        Assert.Contains("全部相符", leader.Text, StringComparison.Ordinal);
        await using var db = stand.Read();
        Assert.Equal(await Recount.Of(db, stand.Clock.Today), await Recount.Kept(db));
        Assert.Contains(await db.Set<Gonglian.Foundation.Audit.Change>().ToListAsync(),
            c => c is { Action: "repair", Reason: "库被人改过,已查明" });
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Everybody_is_told_of_the_differences_of_their_own_place_only(Database database)
    {
        await using var stand = await Stand.On(database);
        await Plant(stand);
        await stand.Sql("UPDATE \"counter\" SET \"Value\" = \"Value\" + 1 WHERE \"Measure\" = 'base' AND \"Path\" = '4403/05/008/011/'");
        stand.Clock.Advance(1);
        await stand.DayRoll.Today();
        await stand.Get<JobRunner>().Drain(default);
        var (here, there) = (stand.As(Places.Taoyuan), stand.As(Places.Nanshan));
        await here.Open("/recounts");
        Assert.Contains("N1 分母", here.Text, StringComparison.Ordinal);
        await there.Open("/recounts");
        Assert.DoesNotContain("N1 分母", there.Text, StringComparison.Ordinal);
        Assert.Contains("差异不在您的辖区", there.Text, StringComparison.Ordinal);
        await there.Open("/");
        Assert.DoesNotContain("与事实不符", there.Text, StringComparison.Ordinal);
    }

    private static async Task<List<string>> Kept(Stand stand)
    {
        await using var db = stand.Read();
        return await Recount.Kept(db);
    }

    // Three units in each of four places, the fifth with 24 employees; two unions whose terms outlast the test.
    private static async Task Plant(Stand stand)
    {
        await stand.PlantTree();
        string[] where = [Places.Pingshan, Places.Park, Places.Fuguang, Places.Nanyuan];
        for (var i = 0; i < 12; i++)
            await stand.RegisterEnterprise(where[i % 4], $"公司{i}", i * 6, i == 5 ? null : i * 5);
        foreach (var name in new[] { "甲工会", "乙工会" })
            await stand.Do(db => Task.FromResult(new UnionLedger(db, stand.Clock.Now).Found(
                name, UnionForm.Own, Places.Pingshan, stand.Clock.Today.AddYears(-1), stand.Clock.Today.AddYears(4), "登记")));
        await stand.DayRoll.Today();
    }
}
