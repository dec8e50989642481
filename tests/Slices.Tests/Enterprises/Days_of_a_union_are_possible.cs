using System.Net;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Data;
using Gonglian.Organisations.Unions;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Enterprises;

/// <summary>建会的日期与口径: nothing is before it existed, and the page says of an organiser what the figure does.</summary>
public sealed class Days_of_a_union_are_possible
{
    [Theory]
    [OnEveryDatabase(false)]
    [OnEveryDatabase(true)]
    public async Task The_page_says_of_an_organiser_what_the_figure_does(Database database, bool covers)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        if (covers)
            await stand.Do(db => db.Set(CoverageParameters.Setting, """{"OrganiserCovers":true}"""));
        var (union, life) = await stand.Found(Places.Pingshan, "赵强", UnionForm.Organiser);
        var firm = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", headcount: 5,
            more: (_, ledger, file) => ledger.Join(file, union, [life], stand.Clock.Today.AddDays(-9), null));
        Assert.Equal(covers, firm.Counted.HasFlag(Counted.Covered));
        var browser = stand.As(Places.Pingshan);
        await browser.Open($"/enterprises/{firm.Id}");
        Assert.Equal(covers, browser.Text.Contains("已由组织员覆盖,计入组建覆盖率", StringComparison.Ordinal));
        Assert.Equal(!covers, browser.Text.Contains("已设组织员,按现行口径不计入组建覆盖率", StringComparison.Ordinal));
        await browser.Open($"/enterprises/{firm.Id}/unions");
        Assert.Equal(!covers, browser.Text.Contains("已设组织员,不计入覆盖", StringComparison.Ordinal));
        await browser.Open($"/enterprises/{firm.Id}/join?form=Organiser");
        Assert.Equal(!covers, browser.Text.Contains("组织员不计入组建覆盖率", StringComparison.Ordinal));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Nothing_is_before_the_union_and_before_the_firm_only_when_it_is_meant(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var (union, _) = await stand.Found(Places.Pingshan, "平山联合工会", UnionForm.Joint, new DateOnly(2024, 8, 21));
        var firm = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", 5, established: new DateOnly(2022, 1, 1));
        var browser = stand.As(Places.Pingshan);
        await browser.Open($"/enterprises/{firm.Id}/join?form=Joint");
        await browser.Post("form[data-guard]", ("Form.Union", $"{union.Id}"), ("Form.From", "2023-01-01"), ("Form.SignedOn", "2023-01-01"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        foreach (var field in new[] { "#from-problem", "#signed-problem" })
            Assert.Contains("“平山联合工会”2024-08-21 才成立", browser.Page.QuerySelector(field)!.TextContent, StringComparison.Ordinal);

        await browser.Open($"/enterprises/{firm.Id}/join");
        await browser.Post("form[data-guard]", ("Form.From", "1999-01-01"));
        Assert.Contains("这家企业 2022-01-01 才成立", browser.Page.QuerySelector("#from-problem")!.TextContent, StringComparison.Ordinal);
        await browser.Post("form[data-guard]", ("Form.SureEarly", "true"));
        Assert.Equal(HttpStatusCode.Found, browser.Status);

        await browser.Open($"/enterprises/{firm.Id}/numbers");
        await browser.Post("form[data-guard]", ("Form.Headcount", "7"), ("Form.NumbersOn", "2021-12-31"));
        Assert.Contains("这家企业 2022-01-01 才成立,那以前没有人数",
            browser.Page.QuerySelector("#numbers-on-problem")!.TextContent, StringComparison.Ordinal);
        await using var db = stand.Read();
        Assert.Equal(5, (await db.Enterprises.SingleAsync()).Headcount);
    }
}
