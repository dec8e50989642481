using System.Net;
using Gonglian.Slices.Tests.Fixture;

namespace Gonglian.Slices.Tests.Access;

/// <summary>账号的表单: whatever is wrong is said at once, and nothing is half done.</summary>
public sealed class A_form_of_an_account_says_everything_at_once
{
    [Theory]
    [OnEveryDatabase]
    public async Task A_new_account(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var browser = stand.As(Places.City);
        await browser.Open("/users/new");
        await browser.Post("form[method=post]:has(#name)", ("Form.Name", " "), ("Form.Login", "a b"), ("Form.Path", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        Assert.Equal(["name-field", "login-field", "path-field"], Wrong(browser));
        Assert.Contains("有 3 处要改", browser.Text, StringComparison.Ordinal);
        await browser.Post("form[method=post]:has(#name)", ("Form.Name", "王五"), ("Form.Login", "wangwu"), ("Form.Path", Places.Pingshan));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Equal("王五", (await stand.Find("wangwu")).Name);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_new_password(Database database)
    {
        await using var stand = await AccountsOfATest.WithAccount(database, "wang", "community-officer", Places.Pingshan);
        var browser = await stand.SignedIn("wang");
        await browser.Open("/account/password");
        await browser.Post("form:has(#old)", ("Form.Old", "wrong"), ("Form.Password", "short"), ("Form.Again", "shorter"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        Assert.Equal(["old-field", "password-field", "again-field"], Wrong(browser));
        await browser.Post("form:has(#old)", ("Form.Old", AccountsOfATest.Password), ("Form.Password", AccountsOfATest.Password),
            ("Form.Again", AccountsOfATest.Password));
        Assert.Equal(["password-field"], Wrong(browser));
        await browser.Post("form:has(#old)", ("Form.Old", AccountsOfATest.Password), ("Form.Password", "a sentence of mine"),
            ("Form.Again", "a sentence of mine"));
        Assert.Equal("/", browser.Location!.AbsolutePath);
    }

    private static IEnumerable<string?> Wrong(Browser browser) =>
        browser.Page.QuerySelectorAll(".field:has(.problem:not(:empty))").Select(f => f.Id).ToList();
}
