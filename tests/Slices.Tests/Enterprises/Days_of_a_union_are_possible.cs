using System.Net;
using System.Text.Json;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Audit;
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
            await stand.Define(CoverageRules.Default with { OrganiserCovers = true }, stand.Clock.Today);
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
        await browser.Open($"/unions/{union.Id}");
        Assert.Contains(covers ? "1 家" : "0 家", browser.Page.QuerySelector($"a[href='/unions/{union.Id}/units']")!.TextContent, StringComparison.Ordinal);
        await browser.Open($"/unions/{union.Id}/units");
        Assert.Equal(!covers, browser.Text.Contains("今天不覆盖的 1 家", StringComparison.Ordinal));
        var listed = await browser.Client.GetFromJsonAsync<JsonElement>("/api/v1/unions?form=organiser");
        Assert.Equal(covers ? 1 : 0, Assert.Single(listed.GetProperty("items").EnumerateArray()).GetProperty("covered").GetInt32());
        await browser.Open($"/enterprises/{firm.Id}/join?form=Organiser");
        Assert.Equal(!covers, browser.Text.Contains("组织员不计入组建覆盖率", StringComparison.Ordinal));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task An_unsigned_record_is_signed_later_and_covers_from_then_on(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var (union, life) = await stand.Found(Places.Pingshan, "平山联合工会", UnionForm.Joint);
        var joined = stand.Clock.Today.AddDays(-20);
        var firm = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", headcount: 5,
            more: (_, ledger, file) => ledger.Join(file, union, [life], joined, null));
        await stand.RegisterEnterprise(Places.Pingshan, "乙公司", headcount: 5,
            more: (_, ledger, file) => ledger.Join(file, union, [life], joined, joined));
        var browser = stand.As(Places.Pingshan);
        await browser.Open($"/unions/{union.Id}");
        Assert.Contains("1 家", browser.Page.QuerySelector($"a[href='/unions/{union.Id}/units']")!.TextContent, StringComparison.Ordinal);
        await browser.Open($"/unions/{union.Id}/units");
        Assert.Equal("乙公司", browser.Page.QuerySelector("tbody")!.QuerySelectorAll("a").Single().TextContent.Trim());
        Assert.Contains("今天不覆盖的 1 家", browser.Text, StringComparison.Ordinal);

        await browser.Open($"/enterprises/{firm.Id}/unions");
        await browser.Post("form:has([name=SignedOn])", ("SignedOn", $"{stand.Clock.Today.AddDays(1):yyyy-MM-dd}"));
        Assert.Contains("签署日期不能晚于今天", browser.Page.QuerySelector("details[open] .problem")!.TextContent, StringComparison.Ordinal);
        await browser.Post("form:has([name=SignedOn])", ("SignedOn", $"{stand.Clock.Today.AddDays(-2):yyyy-MM-dd}"));
        Assert.Equal(HttpStatusCode.Found, browser.Status);
        await browser.Follow();
        Assert.Null(browser.Page.QuerySelector("[name=SignedOn]"));
        await using var db = stand.Read();
        Assert.True((await db.Enterprises.SingleAsync(e => e.Key == firm.Key)).Counted.HasFlag(Counted.Covered));
        var kept = await db.Joinings.Where(j => j.EnterpriseKey == firm.Key).OrderBy(j => j.Key).ToListAsync();
        Assert.Equal([(true, (DateOnly?)null), (false, stand.Clock.Today.AddDays(-2))], kept.Select(j => (j.SupersededAt is not null, j.SignedOn)));
        Assert.All(kept, j => Assert.Equal(joined, j.EffectiveFrom));
        await browser.Open($"/enterprises/{firm.Id}/changes");
        Assert.Contains("补登签署日期", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_menu_counts_the_unions_that_its_page_lists(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await stand.Found(Places.Pingshan, "在的", UnionForm.Joint);
        await stand.Found(Places.Pingshan, "不在的", UnionForm.Joint, to: stand.Clock.Today);
        var browser = stand.As(Places.District);
        await browser.Open("/unions");
        Assert.Contains("共 1 个", browser.Text, StringComparison.Ordinal);
        Assert.EndsWith("1", browser.Page.QuerySelector("nav a[href='/unions']")!.TextContent.Trim(), StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Numbers_beyond_belief_are_asked_about_once_and_none_is_not_saved(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var firm = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", headcount: 139, members: 20);
        var browser = stand.As(Places.Pingshan);
        await browser.Open($"/enterprises/{firm.Id}/numbers");
        await browser.Post("form[data-guard]", ("Form.Headcount", ""), ("Form.Members", ""));
        Assert.Contains("没有填写人数,什么都没有保存", browser.Text, StringComparison.Ordinal);
        await using (var db = stand.Read())
        {
            var told = await db.Changes.CountAsync();
            await browser.Post("form[data-guard]", ("Form.Headcount", "139"), ("Form.Members", "20"));
            Assert.Contains("人数与现在采用的一样,什么都没有保存", browser.Text, StringComparison.Ordinal);
            Assert.Equal(told, await db.Changes.CountAsync());
        }
        await browser.Post("form[data-guard]", ("Form.Headcount", "10"), ("Form.Members", "20"));
        Assert.Contains("职工人数 139 → 10,减少过半", browser.Text, StringComparison.Ordinal);
        Assert.Contains("会员 20 人多于职工 10 人", browser.Text, StringComparison.Ordinal);
        await using (var db = stand.Read())
            Assert.Equal(139, (await db.Enterprises.SingleAsync()).Headcount);
        await browser.Post("form[data-guard]", ("Sure", "true"));
        Assert.Equal(HttpStatusCode.Found, browser.Status);
        await using var after = stand.Read();
        Assert.Equal(10, (await after.Enterprises.SingleAsync()).Headcount);
        await browser.Open($"/enterprises/{firm.Id}/move");
        await browser.Post("form[data-guard]", ("Unit", "440305008012"), ("From", $"{stand.Clock.Today.AddDays(1):yyyy-MM-dd}"));
        Assert.Contains("请在搬迁以后登记", browser.Text, StringComparison.Ordinal);
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
