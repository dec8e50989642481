using System.Net;
using Gonglian.Access;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;
using static Gonglian.Slices.Tests.Access.AccountsOfATest;

namespace Gonglian.Slices.Tests.Access;

/// <summary>谁能看到: everybody who sees a place, by which grant and whose, what they may do there, and who is shut out.</summary>
public sealed class Who_can_see_this_and_why
{
    [Theory]
    [OnEveryDatabase]
    public async Task Of_an_enterprise(Database database)
    {
        await using var stand = await House(database);
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", 40, 12);
        var browser = await stand.SignedIn("leader");
        await browser.Open($"/enterprises/{enterprise.Id}");
        Assert.NotNull(browser.Page.QuerySelector($"a[href='/enterprises/{enterprise.Id}/access']"));
        await browser.Open($"/enterprises/{enterprise.Id}/access");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        var (sees, shut) = (Rows(browser, 0), Rows(browser, 1));
        Assert.Equal(["姓名 leader", "姓名 chief", "姓名 deputy"], sees.Select(r => r.Split('|')[0]));
        Assert.Contains("区领导(南山区)", sees[0], StringComparison.Ordinal);
        Assert.DoesNotContain("查看联系电话", sees[0], StringComparison.Ordinal);
        Assert.Contains("查看联系电话", sees[1], StringComparison.Ordinal);
        Assert.Contains("受 姓名 chief 委托", sees[2], StringComparison.Ordinal);
        Assert.Equal("姓名 shut", Assert.Single(shut).Split('|')[0]);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Of_a_unit_and_only_for_those_who_may_ask(Database database)
    {
        await using var stand = await House(database);
        var browser = await stand.SignedIn("leader");
        await browser.Open("/organisations/440305008011/access");
        Assert.Equal(["姓名 leader", "姓名 chief", "姓名 deputy"], Rows(browser, 0).Select(r => r.Split('|')[0]));
        await browser.Open("/organisations/440305002001/access");
        Assert.Equal(["姓名 leader", "姓名 shut"], Rows(browser, 0).Select(r => r.Split('|')[0]));
        var chief = await stand.SignedIn("chief");
        await chief.Open("/organisations/440305008012/access");
        Assert.Equal(HttpStatusCode.NotFound, chief.Status);
        var deputy = await stand.SignedIn("fuguang");
        await deputy.Open("/organisations/440305008012/access");
        Assert.Equal(HttpStatusCode.Forbidden, deputy.Status);
    }

    private static List<string> Rows(Browser browser, int table) =>
        [.. browser.Page.QuerySelectorAll("main table")[table].QuerySelectorAll("tbody tr")
            .Select(r => string.Join('|', r.Children.Select(c => c.TextContent.Trim())))
            .Where(r => r.Contains("姓名", StringComparison.Ordinal))];

    private static async Task<Stand> House(Database database)
    {
        var stand = await WithAccount(database, "leader", "district-leader", Places.District);
        await stand.Account("chief", "station-chief", Places.Pingshan);
        await stand.Account("deputy", "worker", Places.Fuguang);
        await stand.Account("fuguang", "community-officer", Places.Fuguang);
        await stand.Account("shut", "district-officer", Places.District);
        await stand.Account("guan", RoleCatalogue.SystemAdmin, Places.City);
        var chief = await stand.Find("chief");
        await using var db = stand.Read();
        var own = await db.Grants.SingleAsync(g => g.UserKey == chief.Key);
        Assert.Null(await stand.Refusal<Delegating>(async d => await d.Give(await stand.CallerNow("chief"), new WishedDelegation
        {
            Id = Guid.CreateVersion7(),
            Source = own.Id,
            To = "deputy",
            Path = Places.Pingshan,
            Until = stand.Clock.Today.AddDays(7),
        })));
        await stand.Do(async writing => Accounts.Deny(
            writing, await writing.Users.SingleAsync(u => u.Login == "shut"), Places.Taoyuan, stand.Clock.Today));
        return stand;
    }
}
