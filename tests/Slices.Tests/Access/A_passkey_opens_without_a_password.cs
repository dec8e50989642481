using System.Net;
using AngleSharp.Html.Dom;
using Gonglian.Access;
using Gonglian.Access.Rules;
using Gonglian.Foundation.Audit;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;
using static Gonglian.Slices.Tests.Access.AccountsOfATest;

namespace Gonglian.Slices.Tests.Access;

/// <summary>通行密钥: added on the own page, opens the account by itself, and only for what was asked, here and now.</summary>
public sealed class A_passkey_opens_without_a_password
{
    private const string AddForm = "form[data-ceremony=create]";
    private const string EnterForm = "form[data-passkey='/sign-in/passkey']";
    private const string Page = "/account/second-step/passkeys";

    [Theory]
    [OnEveryDatabase]
    public async Task It_is_added_and_signs_in_and_is_the_second_step_that_is_demanded(Database database)
    {
        await using var stand = await WithAccount(database, "guan", RoleCatalogue.SystemAdmin, Places.District);
        await stand.Do(db => SignInRules.Decide(db, Stand.System, SignInRules.Usual, stand.Clock.Now));
        var browser = await SignedIn(stand, "guan");
        using var key = new SoftKey();
        await Add(browser, key);
        Assert.Equal(RecoveryCodes.Count, browser.Page.QuerySelectorAll("ol.codes li").Length);
        await browser.Open("/users");
        Assert.Equal(HttpStatusCode.OK, browser.Status);

        var fresh = Fresh(stand);
        await Enter(fresh, key);
        Assert.Equal(HttpStatusCode.Found, fresh.Status);
        await fresh.Open("/users");
        Assert.Equal(HttpStatusCode.OK, fresh.Status);
        var password = await SignedIn(stand, "guan");
        Assert.Equal("/sign-in/second", password.Location!.AbsolutePath);
        await password.Open("/users");
        Assert.Equal(HttpStatusCode.Found, password.Status);

        await using var db = stand.Read();
        Assert.Contains(Ways.Passkey, await db.Sessions.Where(s => s.EndedAt == null).Select(s => s.Way).ToListAsync());
        Assert.Contains("我的手机", (await db.Changes.SingleAsync(c => c.Action == "passkey-added")).After, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_was_signed_elsewhere_before_or_for_another_question_opens_nothing(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        using var key = new SoftKey();
        await Add(await SignedIn(stand, "wang"), key);
        var options = await Ask(Fresh(stand), "/sign-in", EnterForm, "/sign-in/passkey");
        var other = Fresh(stand);
        await Ask(other, "/sign-in", EnterForm, "/sign-in/passkey");
        await Refused(other, key.Sign(options));

        var elsewhere = Fresh(stand);
        await Refused(elsewhere, key.Sign(await Ask(elsewhere, "/sign-in", EnterForm, "/sign-in/passkey"), "http://1ocalhost"));

        var late = Fresh(stand);
        var asked = await Ask(late, "/sign-in", EnterForm, "/sign-in/passkey");
        stand.Clock.Advance(TimeSpan.FromMinutes(6));
        await Refused(late, key.Sign(asked));

        var once = Fresh(stand);
        var signed = key.Sign(await Ask(once, "/sign-in", EnterForm, "/sign-in/passkey"));
        await once.Post(EnterForm, ("PasskeyForm.Credential", signed));
        Assert.Equal(HttpStatusCode.Found, once.Status);
        await Refused(Fresh(stand), signed);
        await Refused(Fresh(stand), "{}");
        await Refused(Fresh(stand), "");
        using var stranger = new SoftKey();
        var unknown = Fresh(stand);
        await Refused(unknown, stranger.Sign(await Ask(unknown, "/sign-in", EnterForm, "/sign-in/passkey")));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_device_that_does_not_ask_its_owner_is_not_taken(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        using var key = new SoftKey { Asks = false };
        var browser = await SignedIn(stand, "wang");
        await Add(browser, key);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        await using var db = stand.Read();
        Assert.Empty(await db.Passkeys.ToListAsync());
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_removed_one_and_that_of_a_disabled_account_open_nothing(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        using var key = new SoftKey();
        var browser = await SignedIn(stand, "wang");
        await Add(browser, key);
        await stand.Do(async db => (await db.Users.SingleAsync()).Disable());
        var shut = Fresh(stand);
        await Enter(shut, key);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, shut.Status);
        await stand.Do(async db => (await db.Users.SingleAsync()).Enable());

        browser = Fresh(stand);
        await Enter(browser, key);
        stand.Clock.Advance(TimeSpan.FromMinutes(11));
        await browser.Open(Page);
        await browser.Post("details.ask form", ("RemoveForm.Password", "wrong password"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        await browser.Post("details.ask form", ("RemoveForm.Password", Password));
        Assert.Equal(HttpStatusCode.Found, browser.Status);
        var gone = Fresh(stand);
        await Enter(gone, key);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, gone.Status);
        await using var db = stand.Read();
        Assert.Equal(1, await db.Changes.CountAsync(c => c.Action == "passkey-removed"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Without_the_forms_token_no_question_is_asked(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        foreach (var (browser, address) in new[] { (Fresh(stand), "/sign-in/passkey"), (await SignedIn(stand, "wang"), $"{Page}/options") })
        {
            await browser.Send(new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent([]) });
            Assert.NotEqual(HttpStatusCode.OK, browser.Status);
        }
    }

    private static async Task Add(Browser browser, SoftKey key)
    {
        var options = await Ask(browser, Page, AddForm, $"{Page}/options");
        await browser.Post(AddForm, ("Form.Credential", key.Create(options)), ("Form.Name", "我的手机"));
    }

    private static async Task Enter(Browser browser, SoftKey key)
    {
        var options = await Ask(browser, "/sign-in", EnterForm, "/sign-in/passkey");
        await browser.Post(EnterForm, ("PasskeyForm.Credential", key.Sign(options)));
    }

    private static async Task Refused(Browser browser, string signed)
    {
        if (browser.Page?.QuerySelector(EnterForm) is null)
            await browser.Open("/sign-in");
        await browser.Post(EnterForm, ("PasskeyForm.Credential", signed));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
    }

    // What the script asks the server, with the token of the form, before it asks the device; the page stays as it is.
    private static async Task<string> Ask(Browser browser, string page, string form, string address)
    {
        await browser.Open(page);
        var token = Browser.Fields((IHtmlFormElement)browser.Page.QuerySelector(form)!).First(f => f.Name.StartsWith("__", StringComparison.Ordinal));
        using var reply = await browser.Client.PostAsync(
            new Uri(address, UriKind.Relative), new FormUrlEncodedContent([KeyValuePair.Create(token.Name, token.Value)]));
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        return await reply.Content.ReadAsStringAsync();
    }

    private static async Task<Browser> SignedIn(Stand stand, string login)
    {
        var browser = Fresh(stand);
        await browser.SignIn(login, Password);
        return browser;
    }

    private static Browser Fresh(Stand stand)
    {
        var browser = stand.As();
        browser.Client.DefaultRequestHeaders.Add("Origin", "http://localhost");
        return browser;
    }
}
