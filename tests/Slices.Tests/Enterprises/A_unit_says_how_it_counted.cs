using System.Net;
using Gonglian.Enterprises;
using Gonglian.Organisations.Unions;
using Gonglian.Slices.Tests.Fixture;

namespace Gonglian.Slices.Tests.Enterprises;

/// <summary>怎么算的 — of any day, as far as it was known on any other: the figures it was in, the facts that were used and why not the others.</summary>
public sealed class A_unit_says_how_it_counted
{
    [Theory]
    [OnEveryDatabase]
    public async Task On_any_day_with_the_facts_used_and_those_that_were_not(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var today = await stand.DayRoll.Today();
        var firm = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", 24, established: today.AddYears(-3));
        stand.Clock.Advance(10);
        var later = stand.Clock.Today;
        await stand.Tell(firm, (_, ledger, file) =>
        {
            ledger.Tell(file, FactKind.Headcount, 31, FactSource.SelfReport, later.AddDays(-2));
            ledger.Tell(file, FactKind.Headcount, 28, FactSource.AnnualReport, later.AddDays(-2));
            ledger.Tell(file, FactKind.Headcount, 40, FactSource.Visit, later.AddDays(20));
        });
        var browser = stand.As(Places.Pingshan);

        await browser.Open($"/enterprises/{firm.Id}/counted");
        Assert.Equal("28 人|年报|采用", Row(browser, "28 人"));
        Assert.Equal("31 人|自报|同一天,年报优先", Row(browser, "31 人"));
        Assert.Equal("24 人|社保|有更近的", Row(browser, "24 人"));
        Assert.Equal("40 人|走访|那天还没到", Row(browser, "40 人"));
        Assert.Contains("应当单独建立工会,尚未建立。", browser.Text, StringComparison.Ordinal);

        await browser.Open($"/enterprises/{firm.Id}/counted?day={later:yyyy-MM-dd}&known={today:yyyy-MM-dd}");
        Assert.Equal("24 人|社保|采用", Row(browser, "24 人"));
        Assert.DoesNotContain("28 人", browser.Text, StringComparison.Ordinal);
        Assert.Contains("未到职工 25 人或会员 10 人", browser.Text, StringComparison.Ordinal);

        await browser.Open($"/enterprises/{firm.Id}/counted?day=2031-01-01");
        Assert.Contains("也不能晚于今天", browser.Text, StringComparison.Ordinal);
        var other = stand.As(Places.Nanyuan);
        await other.Open($"/enterprises/{firm.Id}/counted");
        Assert.Equal(HttpStatusCode.NotFound, other.Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task With_each_union_body_and_each_exclusion_and_who_decided(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var today = await stand.DayRoll.Today();
        var (joint, life) = await stand.Found(Places.Pingshan, "园区联合工会", UnionForm.Joint);
        var firm = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", 8, more: (_, ledger, file) =>
            ledger.Join(file, joint, [life], today.AddDays(-20), null));
        await stand.Tell(firm, (db, _, file) =>
        {
            var exclusion = new Exclusion
            {
                Key = db.NextKey(),
                Id = Guid.CreateVersion7(),
                Path = firm.Path,
                EnterpriseKey = firm.Key,
                Code = ExclusionCode.AddressOnly,
                Reason = "集群注册",
                EffectiveFrom = today.AddDays(-5),
                ProposedBy = "张干事",
                ProposedAt = stand.Clock.Now,
            };
            exclusion.Decide(true, Guid.CreateVersion7(), "李站长", stand.Clock.Now);
            db.Add(exclusion);
            file.Exclusions.Add(exclusion);
        });
        var browser = stand.As(Places.Pingshan);
        await browser.Open($"/enterprises/{firm.Id}/counted");
        Assert.Contains("不覆盖:确认书未签署", browser.Text, StringComparison.Ordinal);
        Assert.Contains("不在统计基数内:X2", browser.Text, StringComparison.Ordinal);
        var row = browser.Page.QuerySelectorAll("#counted tr").Last(r => r.TextContent.Contains("集群注册", StringComparison.Ordinal)).TextContent;
        Assert.Contains("张干事", row, StringComparison.Ordinal);
        Assert.Contains("李站长", row, StringComparison.Ordinal);
        await browser.Open($"/enterprises/{firm.Id}/counted?day={today.AddDays(-6):yyyy-MM-dd}");
        Assert.Contains("没有工会组织覆盖,计入组建覆盖率的分母", browser.Text, StringComparison.Ordinal);
    }

    private static string Row(Browser browser, string value)
    {
        var cells = browser.Page.QuerySelectorAll("#counted tr").First(r => r.QuerySelectorAll("td").Any(c => c.TextContent.Trim() == value))
            .QuerySelectorAll("td").Select(c => c.TextContent.Trim()).ToList();
        return $"{cells[1]}|{cells[2]}|{cells[^1]}";
    }
}
