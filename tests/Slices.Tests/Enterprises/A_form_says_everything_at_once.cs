using System.Net;
using Gonglian.Enterprises;
using Gonglian.Foundation.Vaults;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Enterprises;

/// <summary>填表: all that is wrong is said at once, each at its field, and what stands already can be opened.</summary>
public sealed class A_form_says_everything_at_once
{
    [Theory]
    [OnEveryDatabase]
    public async Task Registering(Database database)
    {
        await using var stand = await Planted(database);
        var browser = stand.As(Places.Taoyuan);
        await browser.Open("/enterprises/new");
        await browser.Post("form[data-guard]", ("Form.Unit", ""), ("Form.Name", ""), ("Form.CreditCode", "91440305MA5TXU012M"),
            ("Form.Industry", "看不懂的"), ("Form.EstablishedOn", "2999-01-01"), ("Form.Headcount", "-1"), ("Form.Phone", "123"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        AssertProblems(browser, "unit", "name", "code", "industry", "established", "headcount", "contact", "phone");
        Assert.Contains("有 8 处要改", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_number_that_cannot_be_read_is_not_taken_for_none(Database database)
    {
        await using var stand = await Planted(database);
        var browser = stand.As(Places.Pingshan);
        await browser.Open("/enterprises/new");
        await browser.Post("form[data-guard]", ("Form.Unit", "440305008011"), ("Form.Name", ""), ("Form.Headcount", "1e2"),
            ("Form.EstablishedOn", "去年"));
        AssertProblems(browser, "name", "headcount", "established");
        await browser.Post("form[data-guard]", ("Form.Name", "甲公司"), ("Form.Headcount", "1e2"));
        AssertProblems(browser, "headcount");
        Assert.Contains("“1e2”", browser.Text, StringComparison.Ordinal);
        Assert.True(browser.Kept, "Going back to a refused form must not end on the browser's error page");
        await browser.Post("form[data-guard]", ("Form.Phone", "123"));
        Assert.False(browser.Kept, "A phone number must not lie in the browser's store");
        await using var db = stand.Read();
        Assert.Equal(0, await db.Enterprises.CountAsync());
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_phone_number_in_a_refused_form_is_masked_and_not_lost(Database database)
    {
        await using var stand = await Planted(database);
        var browser = stand.As(Places.Pingshan);
        await browser.Open("/enterprises/new");
        await browser.Post("form[data-guard]", ("Form.Unit", "440305008011"), ("Form.Name", ""), ("Form.ContactName", "王五"),
            ("Form.Phone", "138 0013 8000"));
        AssertProblems(browser, "name");
        Assert.Equal("138****8000", browser.Page.QuerySelector("#phone")!.GetAttribute("value"));
        Assert.DoesNotContain("8000", browser.Body.Replace("138****8000", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.True(browser.Kept, "Nothing stands on the page that a browser may not keep");
        await browser.Post("form[data-guard]", ("Form.Name", "甲公司"));
        await browser.Follow();
        Assert.Contains("138****8000", browser.Text, StringComparison.Ordinal);
        await browser.Open("/enterprises?q=8000");
        Assert.Contains("甲公司", browser.Text, StringComparison.Ordinal);

        await using var db = stand.Read();
        var firm = await db.Enterprises.SingleAsync();
        await browser.Open($"/enterprises/{firm.Id}/contacts/new");
        await browser.Post("form[data-guard]", ("Name", ""), ("Phone", "13900139111"));
        Assert.Equal("139****9111", browser.Page.QuerySelector("#phone")!.GetAttribute("value"));
        await browser.Post("form[data-guard]", ("Name", "赵六"), ("Phone", "13900139222"));
        await browser.Follow();
        Assert.Contains("139****9222", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Contacts_exclusions_and_joining(Database database)
    {
        await using var stand = await Planted(database);
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", headcount: 40);
        var browser = stand.As(Places.Pingshan);
        await browser.Open($"/enterprises/{enterprise.Id}/contacts/new");
        await browser.Post("form[data-guard]", ("Name", ""), ("Role", new string('长', 41)), ("Phone", "123"));
        AssertProblems(browser, "name", "role", "phone");
        await browser.Open($"/enterprises/{enterprise.Id}/exclude");
        await browser.Post("form[data-guard]", ("Reason", ""), ("From", "2999-01-01"));
        AssertProblems(browser, "reason", "from");
        Assert.Contains("请选择排除的原因", browser.Text, StringComparison.Ordinal);
        await browser.Open($"/enterprises/{enterprise.Id}/join");
        await browser.Post("form[data-guard]", ("Form.UnionName", ""), ("Form.From", "2999-01-01"), ("Form.UnionCode", "81"),
            ("Form.TermEnds", "2998-01-01"));
        AssertProblems(browser, "union-name", "from", "union-code", "term");
        await browser.Open($"/enterprises/{enterprise.Id}/join?form=joint");
        await browser.Post("form[data-guard]", ("Form.Union", ""), ("Form.SignedOn", "2999-01-01"));
        AssertProblems(browser, "union", "signed");
        await browser.Open($"/enterprises/{enterprise.Id}/edit");
        await browser.Post("form[data-guard]", ("Form.Name", ""), ("Form.CreditCode", "1"));
        AssertProblems(browser, "name", "code");
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_code_that_stands_already_leads_to_its_file_for_whoever_may_see_it(Database database)
    {
        await using var stand = await Planted(database);
        var standing = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", headcount: 40);
        foreach (var (place, unit, sees) in new[] { (Places.Taoyuan, "440305008012", true), (Places.Nanyuan, "440305002001", false) })
        {
            var browser = stand.As(place);
            await browser.Open("/enterprises/new");
            await browser.Post("form[data-guard]", ("Form.Unit", unit), ("Form.Name", "乙公司"), ("Form.CreditCode", standing.CreditCode));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
            Assert.Equal(sees, browser.Page.QuerySelector($"#code-problem a[href='/enterprises/{standing.Id}']") is not null);
            Assert.Equal(sees, browser.Text.Contains("甲公司", StringComparison.Ordinal));
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_contact_and_an_industry_by_its_name_can_be_given_at_once(Database database)
    {
        await using var stand = await Planted(database);
        var browser = stand.As(Places.Pingshan);
        await browser.Open("/enterprises/new");
        Assert.NotNull(browser.Page.QuerySelector("#industries option[value='I65 软件和信息技术服务业']"));
        await browser.Post("form[data-guard]", ("Form.Unit", "440305008011"), ("Form.Name", "甲公司"),
            ("Form.Industry", "软件和信息技术服务业"), ("Form.ContactName", "王某"), ("Form.Phone", "138 1234 1234"));
        Assert.Equal(HttpStatusCode.Found, browser.Status);
        await browser.Follow();
        Assert.Contains("138****1234", browser.Text, StringComparison.Ordinal);
        await using var db = stand.Read();
        var enterprise = await db.Enterprises.SingleAsync();
        Assert.Equal(("I", "65"), (enterprise.Section, enterprise.Industry));
        var contact = await db.Contacts.SingleAsync();
        Assert.Equal("13812341234", stand.Vault.Open((await db.Set<SealKey>().FindAsync(contact.SealKeyKey))!, contact.Phone!));
        await browser.Open($"/enterprises/{enterprise.Id}/edit");
        await browser.Post("form[data-guard]", ("Form.Industry", "C39 计算机、通信和其他电子设备制造业"));
        await browser.Open($"/enterprises/{enterprise.Id}/edit");
        await browser.Post("form[data-guard]", ("Form.Industry", "3921"));
        await browser.Follow();
        Assert.Contains("计算机、通信和其他电子设备制造业 C3921", browser.Text, StringComparison.Ordinal);
        await browser.Open("/enterprises?col=name&col=division");
        Assert.Contains("计算机、通信和其他电子设备制造业", browser.Text, StringComparison.Ordinal);
        await using var after = stand.Read();
        Assert.Equal(("C", "3921"), (await after.Enterprises.Select(e => new { e.Section, e.Industry }).SingleAsync()) is var e ? (e.Section, e.Industry) : default);
    }

    private static void AssertProblems(Browser browser, params string[] fields)
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        foreach (var field in fields)
            Assert.True(browser.Page.QuerySelector($"#{field}-problem")!.TextContent.Trim().Length > 0, $"{field}: {browser.Text}");
    }

    private static async Task<Stand> Planted(Database database)
    {
        var stand = await Stand.On(database);
        await stand.PlantTree();
        await stand.DayRoll.Today();
        return stand;
    }
}
