using System.Net;
using Gonglian.Enterprises;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;
using static Gonglian.Slices.Tests.Access.AccountsOfATest;

namespace Gonglian.Slices.Tests.Access;

/// <summary>登录过期: what was typed waits sealed for the same account, is filled in again on request, and saved only by hand.</summary>
public sealed class A_form_outlives_its_sign_in
{
    private const string Form = "form[data-guard]";
    private const string Offer = "form.kept-form";

    [Theory]
    [OnEveryDatabase]
    public async Task It_is_filled_in_again_for_the_same_account_and_saved_by_hand(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "community-officer", Places.Pingshan);
        var browser = await Sent(stand);
        await browser.Follow();
        Assert.Contains("用同一账号重新登录后,可以填回去", browser.Text, StringComparison.Ordinal);
        await browser.SignIn("wang", Password, "/enterprises/new");
        await browser.Open("/enterprises/new");
        var offered = browser.Page.QuerySelector(Offer)!;
        Assert.DoesNotContain("13800138000", browser.Body, StringComparison.Ordinal);
        Assert.Equal("没有保存的公司", offered.QuerySelector("[name='Form.Name']")!.GetAttribute("value"));

        await browser.Post(Offer);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        Assert.Contains("上次没有保存的内容已填回,请核对后再保存", browser.Text, StringComparison.Ordinal);
        Assert.Equal("没有保存的公司", browser.Page.QuerySelector($"{Form} [name='Form.Name']")!.GetAttribute("value"));
        Assert.Equal(0, await Firms(stand));
        await browser.Post(Form);
        Assert.Equal(HttpStatusCode.Found, browser.Status);
        Assert.Equal(1, await Firms(stand));
        await browser.Open("/enterprises/new");
        Assert.Null(browser.Page.QuerySelector(Offer));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Nobody_else_sees_it_and_not_after_half_an_hour(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "community-officer", Places.Pingshan);
        await stand.Account("li", "community-officer", Places.Pingshan);
        var browser = await Sent(stand);
        await browser.SignIn("li", Password);
        await browser.Open("/enterprises/new");
        Assert.Null(browser.Page.QuerySelector(Offer));
        Assert.DoesNotContain("没有保存的公司", browser.Body, StringComparison.Ordinal);

        var later = await Sent(stand);
        await later.SignIn("wang", Password);
        stand.Clock.Advance(TimeSpan.FromMinutes(31));
        await later.Open("/enterprises/new");
        Assert.Null(later.Page.QuerySelector(Offer));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_has_no_room_and_what_is_secret_is_not_kept(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "community-officer", Places.Pingshan);
        foreach (var (address, form, field) in new[] { ("/enterprises/new", Form, "Form.Address"), ("/account/password", "form:has(#old)", "Form.Old") })
        {
            var browser = await stand.SignedIn("wang");
            await browser.Open(address);
            stand.Clock.Advance(TimeSpan.FromHours(9));
            await browser.Post(form, (field, new string('长', 3_000)));
            await browser.Follow();
            Assert.Contains("请重新登录后再填写", browser.Text, StringComparison.Ordinal);
        }
    }

    // A form that is sent nine hours after its page was opened.
    private static async Task<Browser> Sent(Stand stand)
    {
        var browser = await stand.SignedIn("wang");
        await browser.Open("/enterprises/new");
        stand.Clock.Advance(TimeSpan.FromHours(9));
        await browser.Post(Form, ("Form.Name", "没有保存的公司"), ("Form.Unit", "440305008011"), ("Form.Phone", "13800138000"));
        Assert.Equal(HttpStatusCode.Found, browser.Status);
        Assert.StartsWith("/sign-in?back=", browser.Location!.OriginalString, StringComparison.Ordinal);
        return browser;
    }

    private static async Task<int> Firms(Stand stand)
    {
        await using var db = stand.Read();
        return await db.Enterprises.CountAsync();
    }
}
