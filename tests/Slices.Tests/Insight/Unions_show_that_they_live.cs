using System.Net;
using Gonglian.Enterprises.Imports;
using Gonglian.Foundation;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Host.Schema;
using Gonglian.Organisations;
using Gonglian.Organisations.Unions;
using Gonglian.Slices.Tests.Figures;
using Gonglian.Slices.Tests.Fixture;
using Gonglian.Slices.Tests.Imports;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Insight;

/// <summary>N4 and N8: chair, activity, filings and term are told of a union on its page or by a roster, and the figures follow at once.</summary>
public sealed class Unions_show_that_they_live
{
    private static readonly string[] Titles =
        ["企业名称", "信用代码", "社区", "职工人数", "建会形式", "建会日期", "届满日期", "工会主席", "最近活动日期", "已报送月份"];

    private const string Year = "2025-09、2025-10 2025年11月,202512;2026-01、2026-02、2026-03、2026-04";

    [Theory]
    [OnEveryDatabase]
    public async Task What_was_told_wrongly_is_taken_back_and_stays_as_what_was_believed(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var (union, _) = await stand.Do(db => Task.FromResult(new UnionLedger(db, stand.Clock.Now).Found(
            "甲工会", UnionForm.Own, Places.Pingshan, new(2025, 1, 10), new(2028, 1, 9), "登记")));
        await Tell((ledger, told) => ledger.Seat(told, "李梅", new(2025, 1, 10), null, "登记"));
        await Tell((ledger, told) => ledger.Hold(told, new(2026, 5, 1), "春游", "登记"));
        await Tell((ledger, told) => ledger.File(told, [new(2026, 3, 1), new(2026, 4, 1)], "登记"));
        await Tell((ledger, told) => ledger.Seat(told, "王错", new(2026, 9, 1), null, "登记"));
        var believed = stand.Clock.Now;
        stand.Clock.Advance(1);
        var browser = stand.As(Places.Taoyuan);
        foreach (var what in new[] { "王错", "春游", "2026-04" })
        {
            await browser.Open($"/unions/{union.Id}/tell");
            var taken = browser.Page.QuerySelectorAll("#taken option").Single(o => o.TextContent.Contains(what, StringComparison.Ordinal));
            await browser.Post("form:has(#taken)", ("Taken", taken.GetAttribute("value")), ("Reason", ""));
            Assert.Contains("请写明为什么收回", browser.Text, StringComparison.Ordinal);
            await browser.Post("form:has(#taken)", ("Taken", taken.GetAttribute("value")), ("Reason", "登记到别家的了"));
            Assert.Equal(HttpStatusCode.Redirect, browser.Status);
        }
        await using var db = stand.Read();
        var facts = await db.UnionFacts.Where(f => f.UnionKey == union.Key).ToListAsync();
        var now = facts.Where(f => f.SupersededAt is null).ToList();
        Assert.Equal(("李梅", null), now.Where(f => f.Kind == UnionFactKind.Chair).Select(f => (f.Text, f.EffectiveTo)).Single());
        Assert.DoesNotContain(now, f => f.Kind == UnionFactKind.Activity);
        Assert.Equal([3], Vitality.Months(now.Single(f => f.Kind == UnionFactKind.Filing).Number));
        var then = facts.Where(f => f.IsKnown(believed)).ToList();
        Assert.Equal(["李梅", "王错"], then.Where(f => f.Kind == UnionFactKind.Chair).Select(f => f.Text).Order());
        Assert.Equal([3, 4], Vitality.Months(then.Single(f => f.Kind == UnionFactKind.Filing).Number));
        Assert.Contains(await db.Set<Gonglian.Foundation.Audit.Change>().ToListAsync(), c => c.Reason == "登记到别家的了");

        await browser.Open($"/unions/{union.Id}");
        var lines = browser.Page.QuerySelectorAll("td.first")
            .GroupBy(c => c.TextContent).ToDictionary(g => g.Key, g => string.Concat(g.Select(c => c.ParentElement!.TextContent)));
        Assert.Contains("收回", lines["报送 2026 年 4 月"], StringComparison.Ordinal);
        Assert.Contains("收回", lines["活动 春游"], StringComparison.Ordinal);
        Assert.Contains("收回", lines["主席 王错"], StringComparison.Ordinal);
        Assert.DoesNotContain("收回", lines["报送 2026 年 3 月"], StringComparison.Ordinal);
        Assert.Contains("已收回:报送月份 2026-04", browser.Text, StringComparison.Ordinal);
        Assert.Contains("更新事实:报送月份 2026-03 2026-04", browser.Text, StringComparison.Ordinal);

        async Task Tell(Func<UnionLedger, Union, Task> tell)
        {
            stand.Clock.Advance(1);
            await stand.Do(async writing => await tell(
                new UnionLedger(writing, stand.Clock.Now), await writing.Unions.SingleAsync(u => u.Key == union.Key)));
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_is_told_on_the_page_turns_unknown_into_effective(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var unit = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", headcount: 30);
        var (union, facts) = await stand.Do(db => Task.FromResult(new UnionLedger(db, stand.Clock.Now).Found(
            "甲公司工会", UnionForm.Own, Places.Pingshan, new(2025, 1, 10), new(2028, 1, 9), "登记")));
        await stand.Tell(unit, (_, ledger, file) => ledger.Join(file, union, facts, new(2025, 1, 10), null));
        Assert.Equal((0, 1), await N4(stand));
        var browser = stand.As(Places.Taoyuan);
        await browser.Open($"/unions/{union.Id}");
        Assert.Contains("未知", browser.Page.QuerySelector("#vitality")!.TextContent, StringComparison.Ordinal);

        await browser.Open($"/unions/{union.Id}/tell");
        await browser.Post("form:has(#chair)", ("Chair", " "), ("ChairFrom", "2025-01-10"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        await browser.Post("form:has(#chair)", ("Chair", "李梅"), ("ChairFrom", "2025-01-09"));
        Assert.Contains("该工会在 2025-01-09 没有存续", browser.Text, StringComparison.Ordinal);
        await browser.Post("form:has(#chair)", ("Chair", "李梅"), ("ChairFrom", "2025-01-10"));
        Assert.Equal(HttpStatusCode.Redirect, browser.Status);
        await browser.Open($"/unions/{union.Id}/tell");
        await browser.Post("form:has(#activity)", ("Activity", "职工代表大会"), ("ActivityOn", "2026-09-16"));
        Assert.Contains("日期不能晚于今天", browser.Text, StringComparison.Ordinal);
        await browser.Post("form:has(#activity)", ("Activity", "职工代表大会"), ("ActivityOn", "2026-05-01"));
        Assert.Equal((0, 1), await N4(stand));
        await browser.Open($"/unions/{union.Id}/tell");
        var months = browser.Page.QuerySelectorAll("input[name=Months]").Select(m => m.GetAttribute("value")).ToList();
        Assert.Equal(("2026-08-01", "2025-09-01", 12), (months[0], months[^1], months.Count));
        await browser.Post("form:has([name=Months])", [.. months.Take(8).Select(m => ("Months", m))]);
        Assert.Equal(HttpStatusCode.Redirect, browser.Status);

        Assert.Equal((1, 0), await N4(stand));
        await browser.Follow();
        Assert.Contains("近 12 个月应报 12,已报 8", browser.Text, StringComparison.Ordinal);
        Assert.Contains("李梅,2025-01-10 起", browser.Text, StringComparison.Ordinal);
        await Equal(stand);
        // In February 2027 six of the twelve months due are filed: by time alone.
        stand.Clock.Advance(140);
        Assert.Equal((0, 0), await N4(stand));
        await Equal(stand);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_roster_tells_it_too_and_again_changes_nothing_and_undone_it_is_gone(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var code = stand.NewCode();
        string[] row = ["甲公司", code, "平山", "30", "独立工会", "2025-01-10", "2028-01-09", "李梅", "2026-05-01", Year];
        var first = await stand.Import(Stand.System, await Rosters.Workbook(stand, Titles, row));
        Assert.Equal((1, 0), (first.New, first.Left));
        Assert.Equal((1, 0), await N4(stand));
        await Equal(stand);
        var again = await stand.Import(Stand.System, await Rosters.Workbook(stand, Titles, row));
        Assert.Equal((0, 0, 1), (again.New, again.Changed, again.Unchanged));

        row = [.. row[..7], "王强", "2026-09-01", "2026-05 2026-06"];
        stand.Clock.Advance(1);
        var news = await stand.Import(Stand.System, await Rosters.Workbook(stand, Titles, row));
        Assert.Equal(1, news.Changed);
        Assert.Equal(["李梅 2026-09-16", "王强 -"], await Chairs(stand));
        Assert.Equal(0b0011_1111, (await Facts(stand, UnionFactKind.Filing)).Single(f => f.EffectiveFrom.Year == 2026).Number);
        await Equal(stand);

        var job = await stand.Get<Importer>().Begin(Stand.System, news.Id, news.Stamp, Importer.UndoJob, takesUp: true);
        await stand.Get<Undo>().Run(job, default);
        Assert.Equal(["李梅 -"], await Chairs(stand));
        Assert.Equal(0b0000_1111, (await Facts(stand, UnionFactKind.Filing)).Single(f => f.EffectiveFrom.Year == 2026).Number);
        Assert.Equal((1, 0), await N4(stand));
        await Equal(stand);
    }

    [Theory]
    [InlineData("2026-09", "2026-09 还没有结束,不能登记报送")]
    [InlineData("每月都报", "看不懂月份“每月都报”,请写成 2026-01、2026-02 这样")]
    public async Task Months_that_are_none_or_not_over_are_told_at_the_cell(string months, string sentence)
    {
        await using var stand = await Stand.On(Database.Sqlite);
        await stand.PlantTree();
        var import = await stand.Import(Stand.System, await Rosters.Workbook(stand, Titles,
            ["甲公司", stand.NewCode(), "平山", "30", "独立工会", "2025-01-10", "", "李梅", "", months]));
        Assert.Equal((0, 1), (import.New, import.Left));
        var reason = stand.Left(import).Single().Reasons.Single();
        Assert.Equal(sentence, reason.Sentence.In(Texts.Chinese));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task N8_opens_to_the_unions_that_it_counts(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var today = stand.Clock.Today;
        foreach (var (name, form, ends) in new (string, UnionForm, DateOnly?)[]
                 {
                     ("届内工会", UnionForm.Own, today.AddDays(91)), ("将满工会", UnionForm.Joint, today.AddDays(90)),
                     ("当日届满工会", UnionForm.Own, today), ("已满工会", UnionForm.Own, today.AddDays(-1)),
                     ("不详工会", UnionForm.Own, null), ("平山小组", UnionForm.Group, null),
                 })
            await stand.Do(db => Task.FromResult(new UnionLedger(db, stand.Clock.Now).Found(
                name, form, Places.Pingshan, new(2021, 1, 10), ends, "登记")));
        await using (var db = stand.Read())
        {
            var sums = await db.Sums(Places.District);
            Assert.Equal((3, 5), (Of(db, "N8").Of(sums).Numerator, Of(db, "N8").Of(sums).Denominator));
            Assert.Equal((2, 1), (Of(db, "N8b").Of(sums).Numerator, sums[UnionMeasures.TermUnknown]));
        }

        var browser = stand.As(Places.District);
        Assert.Equal(["将满工会", "届内工会", "当日届满工会"], await Names("numerator"));
        Assert.Equal(["不详工会", "已满工会"], await Names("rest"));
        Assert.Equal(["不详工会"], await Names("unknown"));
        Assert.Equal(5, (await Names("denominator")).Count);
        stand.Clock.Advance(1);
        await stand.DayRoll.Today();
        Assert.Equal(["将满工会", "届内工会"], await Names("numerator"));
        await Equal(stand);

        async Task<List<string>> Names(string part)
        {
            await browser.Open($"/unions?counted=N8&part={part}&place=440305000000");
            return [.. browser.Page.QuerySelectorAll("#list tbody td:first-child a").Select(a => a.TextContent.Trim()).Order(StringComparer.Ordinal)];
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_store_from_before_is_counted_right_after_the_step(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var (joint, life) = await stand.Found(Places.Pingshan, "平山联合工会", UnionForm.Joint);
        for (var i = 0; i < 12; i++)
        {
            var n = i;
            await stand.RegisterEnterprise(Places.Pingshan, $"公司{n}", 20 + n, n % 3 == 0 ? null : n, more: (_, ledger, file) =>
            {
                if (n % 2 == 0)
                    ledger.Join(file, joint, [life], stand.Clock.Today.AddDays(-20), n % 4 == 0 ? null : stand.Clock.Today.AddDays(-10));
            });
        }

        // As it was before the step.
        await stand.Sql("""
            UPDATE "enterprise" SET "Counted" = "Counted" & 1023;
            DELETE FROM "counter" WHERE "Measure" IN ('members', 'effective', 'vitality-unknown') OR "Measure" LIKE 'unions%';
            UPDATE "union" SET "State" = 4, "TermTo" = NULL, "NextChange" = NULL, "CountedOn" = '0001-01-01';
            """);
        await stand.Sql(S0013Vitality.Recount);
        await stand.Restart();
        await Equal(stand);
        await using var db = stand.Read();
        Assert.Equal((3, 1), ((await db.Sums("")).GetValueOrDefault("vitality-unknown"), (await db.Sums(""))["unions"]));
    }

    private static async Task<(long Effective, long Unknown)> N4(Stand stand)
    {
        await stand.DayRoll.Today();
        await using var db = stand.Read();
        var sums = await db.Sums(Places.District);
        return (Of(db, "N4").Of(sums).Numerator, sums.GetValueOrDefault(Of(db, "N4").Unknown!));
    }

    private static Indicator Of(AppDb db, string id) => db.Indicators.Single(i => i.Id == id);

    private static async Task Equal(Stand stand)
    {
        var today = await stand.DayRoll.Today();
        await using var db = stand.Read();
        Assert.Equal(await Recount.Of(db, today), await Recount.Kept(db));
    }

    private static async Task<List<UnionFact>> Facts(Stand stand, UnionFactKind kind)
    {
        await using var db = stand.Read();
        return await db.UnionFacts.Where(f => f.Kind == kind && f.SupersededAt == null).OrderBy(f => f.EffectiveFrom).ToListAsync();
    }

    private static async Task<IEnumerable<string>> Chairs(Stand stand) => (await Facts(stand, UnionFactKind.Chair))
        .Select(f => $"{f.Text} {f.EffectiveTo?.ToString("yyyy-MM-dd", null) ?? "-"}");
}
