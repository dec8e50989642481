using System.Net;
using System.Text.Json;
using Gonglian.Enterprises;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Figures;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Enterprises;

/// <summary>排除: proposed by one, confirmed by another, counted only then, and taken back without a trace lost.</summary>
public sealed class Leaving_a_unit_out_takes_two
{
    [Theory]
    [OnEveryDatabase]
    public async Task A_proposal_changes_no_figure_until_a_second_person_confirms(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", headcount: 40);
        var (proposer, second) = (stand.As(Places.Pingshan), stand.As(Places.Pingshan));
        await Propose(proposer, enterprise, "AddressOnly");
        Assert.Equal(1, await Base(stand));
        Assert.Equal(("x2", "proposed", null), await Standing(second, ""));

        await proposer.Open("/exclusions");
        Assert.Null(proposer.Page.QuerySelector("button[name=Agree]"));

        await second.Open("/exclusions");
        await second.Post("td form", ("Agree", "true"));
        Assert.Equal(HttpStatusCode.Found, second.Status);
        Assert.Equal(0, await Base(stand));
        Assert.Equal("confirmed", (await Standing(second, "?state=confirmed")).Force);
        await using (var db = stand.Read())
            Assert.Equal(1, (await db.Sums(Places.District))["x2"]);

        await second.Open("/exclusions?state=Confirmed");
        await second.Open(second.Page.QuerySelector("td a[href$='/take-back']")!.GetAttribute("href")!);
        foreach (var none in new[] { "", "x" })
        {
            await second.Post("form[data-guard]", ("Reason", none));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, second.Status);
        }
        Assert.Equal(0, await Base(stand));
        await second.Post("form[data-guard]", ("Reason", "现场有人上班"));
        await second.Follow();
        Assert.Contains("已撤销对“甲公司”的排除,它重新计入比率", second.Text, StringComparison.Ordinal);
        Assert.Equal(1, await Base(stand));
        Assert.Equal("revoked", (await Standing(second, "?state=confirmed")).Force);
        await using var after = stand.Read();
        Assert.NotNull((await after.Exclusions.SingleAsync()).SupersededAt);
        Assert.Equal("现场有人上班", (await after.Changes.OrderBy(c => c.Key).LastAsync(c => c.Row == "Exclusion")).Reason);
        await second.Open($"/enterprises/{enterprise.Id}/changes");
        Assert.Contains("撤销排除", second.Text, StringComparison.Ordinal);
        Assert.Contains("现场有人上班", second.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("SupersededAt", second.Page.Body!.InnerHtml, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_proposer_cannot_confirm_even_past_the_page(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", headcount: 40);
        var me = Stand.Person(Places.Pingshan);
        await Propose(stand.As(me), enterprise, "NoEmployees");
        var today = await stand.DayRoll.Today();
        var refused = await Assert.ThrowsAsync<Gonglian.Foundation.Rules.Refused>(() => stand.Writes.Do(me, async db =>
        {
            var id = await db.Exclusions.Select(x => x.Id).SingleAsync();
            await Excluding.Decide(db, await stand.LedgerOf(db, today), id, agree: true, stand.Clock.Now);
        }));
        Assert.Equal("exclusions.same-person", refused.Code);
        Assert.Equal(1, await Base(stand));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Only_one_can_wait_and_rules_need_no_proposal(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", headcount: 40);
        var browser = stand.As(Places.Pingshan);
        await Propose(browser, enterprise, "AddressOnly");
        await browser.Open($"/enterprises/{enterprise.Id}/exclude");
        Assert.Contains("已有一条待确认或生效中的排除", browser.Text, StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector("form[data-guard]"));
        var other = await stand.RegisterEnterprise(Places.Pingshan, "乙公司", headcount: 40);
        await Propose(browser, other, "SoleTrader");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        await using var db = stand.Read();
        Assert.Equal(1, await db.Exclusions.CountAsync());
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_proposer_may_take_the_proposal_back(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", headcount: 40);
        var officer = stand.As(Places.Pingshan, "enterprises.see", "enterprises.edit");
        await Propose(officer, enterprise, "AddressOnly");
        await officer.Open("/exclusions");
        await officer.Post("td form");
        Assert.Equal(HttpStatusCode.Found, officer.Status);
        await using var db = stand.Read();
        Assert.Equal(ExclusionState.Declined, (await db.Exclusions.SingleAsync()).State);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_no_has_its_reason_and_a_place_lists_its_own(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var (here, there) = (await stand.RegisterEnterprise(Places.Pingshan, "甲公司", 40), await stand.RegisterEnterprise(Places.Nanyuan, "乙公司", 40));
        var (proposer, second) = (stand.As(Places.District), stand.As(Places.District));
        await proposer.Open($"/enterprises/{here.Id}/exclude");
        await proposer.Post("form[data-guard]", ("Code", "Moved"), ("Reason", "x"));
        Assert.Contains("请写明迁往哪里", proposer.Page.QuerySelector("#reason-problem")!.TextContent, StringComparison.Ordinal);
        await proposer.Post("form[data-guard]", ("Code", "Moved"), ("Reason", "迁往龙岗区坂田"));
        await Propose(proposer, there, "AddressOnly");

        await second.Open("/exclusions?place=440305008000");
        Assert.Equal("甲公司", second.Page.QuerySelector("tbody")!.QuerySelectorAll("td a[href^='/enterprises/']").Single().TextContent.Trim());
        Assert.Equal(("x4", "proposed", null), await Standing(second, "?place=440305008000"));
        Assert.Equal(HttpStatusCode.NotFound, (await second.Client.GetAsync(new Uri("/api/v1/exclusions?place=999", UriKind.Relative))).StatusCode);
        await second.Post("form:has([name=Reason])", ("Reason", "不"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.Status);
        Assert.Equal("不", second.Page.QuerySelector("details[open]:has(.problem:not(:empty)) [name=Reason]")!.GetAttribute("value"));
        await second.Post("form:has([name=Reason])", ("Reason", "现场仍在经营"));
        Assert.Equal(HttpStatusCode.Found, second.Status);
        await proposer.Open("/exclusions?state=Declined");
        Assert.Contains("现场仍在经营", proposer.Text, StringComparison.Ordinal);
        await proposer.Open("/exclusions");
        Assert.Contains("乙公司", proposer.Text, StringComparison.Ordinal);
    }

    private static async Task<(string? Code, string? Force, string? Decided)> Standing(Browser browser, string query)
    {
        var list = await browser.Client.GetFromJsonAsync<JsonElement>("/api/v1/exclusions" + query);
        var only = Assert.Single(list.GetProperty("items").EnumerateArray());
        return (only.GetProperty("code").GetString(), only.GetProperty("force").GetString(), only.GetProperty("decided").GetString());
    }

    private static async Task Propose(Browser browser, Enterprise enterprise, string code)
    {
        await browser.Open($"/enterprises/{enterprise.Id}/exclude");
        await browser.Post("form[data-guard]", ("Code", code), ("Reason", new string('长', 301)));
        Assert.Contains("最多 300 个字,现在是 301 个字", browser.Text, StringComparison.Ordinal);
        await browser.Post("form[data-guard]", ("Code", code), ("Reason", "现场核实"));
    }

    private static async Task<long> Base(Stand stand)
    {
        await using var db = stand.Read();
        return (await db.Sums(Places.District)).GetValueOrDefault("base");
    }
}
