using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Gonglian.Access;
using Gonglian.Enterprises;
using Gonglian.Organisations.Unions;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;
using static Gonglian.Slices.Tests.Access.AccountsOfATest;

namespace Gonglian.Slices.Tests.Foundation;

/// <summary>旧页面: a form that stands no longer on its page leads back to the page with a sentence, never to a blank one.</summary>
public sealed class A_stale_page_says_so
{
    private const string Changed = "这一页刚才已经变了";

    [Theory]
    [OnEveryDatabase]
    public async Task When_a_colleague_has_decided_an_exclusion(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", headcount: 40);
        var (proposer, one, other) = (stand.As(Places.Pingshan), stand.As(Places.Pingshan), stand.As(Places.Pingshan));
        await proposer.Open($"/enterprises/{enterprise.Id}/exclude");
        await proposer.Post("form[data-guard]", ("Code", "AddressOnly"), ("Reason", "现场核实"));
        await one.Open("/exclusions?state=Proposed");
        await other.Open("/exclusions?state=Proposed");
        await other.Post("form:has([name=Reason])", ("Reason", "现场仍在经营"));
        await other.Follow();
        Assert.Contains("它继续计入比率", other.Text, StringComparison.Ordinal);
        await one.Post("td form", ("Agree", "true"));
        await Said(one, "/exclusions?state=Proposed", Changed);
        await using var db = stand.Read();
        Assert.Equal(ExclusionState.Declined, (await db.Exclusions.SingleAsync()).State);
        await one.Open("/exclusions");
        Assert.DoesNotContain(Changed, one.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere", HttpStatusCode.MethodNotAllowed)]
    [InlineData("/enterprises/01a2054f-f120-723e-b64f-522ffcd4d5e1/documents/upload", HttpStatusCode.NotFound)]
    public async Task What_is_sent_to_where_nothing_is_gets_the_page_that_says_so(string address, HttpStatusCode status)
    {
        await using var stand = await Stand.On(Database.Sqlite);
        await stand.PlantTree();
        var person = stand.As(Places.Pingshan);
        await person.Send(new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", "of somebody else")]),
        });
        Assert.Equal(status, person.Status);
        Assert.Contains("没有找到这一页", person.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task When_a_paper_is_removed_already(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", headcount: 40);
        var (one, other) = (stand.As(Places.Pingshan), stand.As(Places.Pingshan));
        var page = $"/enterprises/{enterprise.Id}/documents";
        await one.Open(page);
        await one.Upload("批复.pdf", "%PDF-1.7"u8.ToArray());
        await one.Open(page);
        await other.Open(page);
        await other.Post("td form");
        await one.Post("td form");
        await Said(one, page, Changed);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task When_an_enterprise_has_left_its_union_already(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var (union, life) = await stand.Found(Places.Pingshan, "平山联合工会", UnionForm.Joint);
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", 40, more: (_, ledger, file) =>
            ledger.Join(file, union, [life], stand.Clock.Today.AddDays(-5), stand.Clock.Today.AddDays(-5)));
        var (one, other) = (stand.As(Places.Pingshan), stand.As(Places.Pingshan));
        var page = $"/enterprises/{enterprise.Id}/unions";
        await Overtaken(one, other, page);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task When_a_grant_is_ended_already(Database database)
    {
        await using var stand = await WithAccount(database, "guan", RoleCatalogue.SecurityAdmin, Places.District);
        var wang = await stand.Account("wang", "auditor", Places.Pingshan);
        var (one, other) = (await stand.SignedIn("guan"), await stand.SignedIn("guan"));
        var page = $"/users/{wang.Id}";
        await Overtaken(one, other, page);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task When_somebody_else_has_signed_in_meanwhile(Database database)
    {
        await using var stand = await WithAccount(database, "guan", RoleCatalogue.SystemAdmin, Places.District);
        await stand.Account("wang", RoleCatalogue.SystemAdmin, Places.District);
        var browser = await stand.SignedIn("guan");
        await browser.Open("/users/new");
        var old = browser.Page;
        await browser.Open("/account");
        await browser.Post("form[action='/sign-out']");
        await browser.Open("/sign-in");
        var secondTab = browser.Page;
        await browser.Post("form[method=post]", ("Form.Login", "wang"), ("Form.Password", Password));
        await browser.Send(Again(old, "main form[method=post]", "/users/new"));
        await Said(browser, "/users/new", "登录已换人(现在是“姓名 wang”)");

        // A second sign-in page, left open from before: whoever is in is in, and is told so.
        await browser.Send(Again(secondTab, "form[method=post]", "/sign-in"));
        Assert.Equal((HttpStatusCode.SeeOther, "/sign-in"), (browser.Status, browser.Location?.ToString()));
        while (browser.Location is not null)
            await browser.Follow();
        Assert.Contains("现在是“姓名 wang”", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task When_the_session_has_expired(Database database)
    {
        await using var stand = await WithAccount(database, "guan", RoleCatalogue.SystemAdmin, Places.District);
        var browser = await stand.SignedIn("guan");
        await browser.Open("/users/new");
        stand.Clock.Advance(TimeSpan.FromHours(9));
        await browser.Post("main form[method=post]", ("Form.Name", "新人"));
        Assert.Equal(HttpStatusCode.Found, browser.Status);
        Assert.StartsWith("/sign-in?back=%2Fusers%2Fnew", browser.Location!.ToString(), StringComparison.Ordinal);
        await browser.Follow();
        Assert.Contains("刚才填写的内容没有保存", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task No_sentence_comes_from_an_address_or_a_made_up_cookie(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", headcount: 40);
        var browser = stand.As(Places.Pingshan);
        foreach (var page in new[] { "/documents", "", "/unions", "/edit" })
        {
            await browser.Open($"/enterprises/{enterprise.Id}{page}?problem=请立即转账&no=请立即转账&done=请立即转账");
            Assert.DoesNotContain("请立即转账", browser.Page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        }
        var forged = new HttpRequestMessage(HttpMethod.Get, "/exclusions");
        forged.Headers.Add("Cookie", "gonglian-word=eyJUZXh0Ijoi6K+356uL5Y2z6L2s6LSmIn0");
        await browser.Send(forged);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Null(browser.Page.QuerySelector("main > .notice"));
    }

    // Both see the page; the other one acts first.
    private static async Task Overtaken(Browser one, Browser other, string page)
    {
        await one.Open(page);
        await other.Open(page);
        await other.Post("td form");
        Assert.Equal(HttpStatusCode.Found, other.Status);
        await one.Post("td form");
        await Said(one, page, Changed);
    }

    private static async Task Said(Browser browser, string page, string sentence)
    {
        Assert.Equal((HttpStatusCode.SeeOther, page), (browser.Status, browser.Location?.ToString()));
        await browser.Follow();
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains(sentence, browser.Page.QuerySelector("main .notice")!.TextContent, StringComparison.Ordinal);
    }

    private static HttpRequestMessage Again(IHtmlDocument page, string form, string address) =>
        new(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent(Browser.Fields(page.QuerySelector<IHtmlFormElement>(form)!)
                .Select(f => KeyValuePair.Create(f.Name, f.Value))),
        };
}
