using System.Text.Json;
using AngleSharp.Html.Dom;
using Gonglian.Access;
using Gonglian.Access.Rules;
using Gonglian.Foundation.Data;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Access;

/// <summary>Accounts, and browsers that sign in as people do.</summary>
internal static class AccountsOfATest
{
    public const string Password = "correct horse battery";
    private static readonly string Hash = Accounts.Hash(Password);

    /// <summary>A house with the small tree and one account.</summary>
    public static async Task<Stand> WithAccount(Database database, string login, string role, string path)
    {
        var stand = await Stand.On(database);
        await stand.PlantTree();
        await stand.Account(login, role, path);
        return stand;
    }

    /// <summary>Makes an account with a role, in a house that asks nobody for a second step unless the test says so.</summary>
    public static Task<User> Account(
        this Stand stand, string login, string role, string path, DateOnly? to = null, bool byOther = false) =>
        stand.Do(async db =>
        {
            if (await db.Get(SignInRules.Name) is null)
                await db.Set(SignInRules.Name, JsonSerializer.Serialize(SignInRules.Usual with { SecondStep = SignInRules.Nobody }));
            var user = await Accounts.Create(db, login, $"姓名 {login}", path, Hash, stand.Clock.Now, byOther);
            Accounts.Grant(db, user, role, path, stand.Clock.Today, to);
            return user;
        });

    /// <summary>The account as it stands.</summary>
    public static async Task<User> Find(this Stand stand, string login)
    {
        await using var db = stand.Read();
        return await db.Users.SingleAsync(u => u.NormalisedLogin == login);
    }

    /// <summary>Types login and password into the sign-in page.</summary>
    public static async Task SignIn(this Browser browser, string login, string password, string back = "")
    {
        await browser.Open(back.Length == 0 ? "/sign-in" : $"/sign-in?back={Uri.EscapeDataString(back)}");
        await browser.Post("form", ("Form.Login", login), ("Form.Password", password));
    }

    /// <summary>A browser that is signed in.</summary>
    public static async Task<Browser> SignedIn(this Stand stand, string login)
    {
        var browser = stand.As();
        await browser.SignIn(login, Password);
        Assert.Equal(System.Net.HttpStatusCode.Found, browser.Status);
        return browser;
    }

    /// <summary>Sets the second step up on its page, as a person with a telephone does.</summary>
    /// <returns>What the telephone holds, and the recovery codes.</returns>
    public static async Task<(byte[] Secret, IReadOnlyList<string> Codes)> SetUpSecondStep(
        this Browser browser, Stand stand, string address = "/account/second-step")
    {
        await browser.Open(address);
        var secret = Totp.Bytes(browser.Page.QuerySelector("code.secret")!.TextContent.Replace(" ", ""));
        await browser.Post("form:has([name='Form.Carried'])",
            ("Form.Code", Totp.Code(secret, Totp.StepOf(stand.Clock.Now))), ("Form.Password", Password));
        Assert.Equal(System.Net.HttpStatusCode.OK, browser.Status);
        return (secret, [.. browser.Page.QuerySelectorAll("ol.codes .code").Select(c => c.TextContent)]);
    }

    /// <summary>The code that the telephone shows now, or some steps from now.</summary>
    public static string CodeOf(this Stand stand, byte[] secret, int steps = 0) =>
        Totp.Code(secret, Totp.StepOf(stand.Clock.Now) + steps);

    /// <summary>The cookie that a sign-in sets, as a thief would copy it.</summary>
    /// <param name="stand">The house.</param>
    /// <param name="login">Who signs in.</param>
    /// <param name="planted">A session cookie that the browser carries already.</param>
    public static async Task<string> CookieOf(this Stand stand, string login = "wang", string? planted = null)
    {
        var browser = stand.As();
        await browser.Open("/sign-in");
        if (planted is not null)
            browser.Client.DefaultRequestHeaders.Add("Cookie", planted);
        var fields = Browser.Fields((IHtmlFormElement)browser.Page.QuerySelector("form")!)
            .Where(f => !f.Name.StartsWith("Form.", StringComparison.Ordinal))
            .Append(("Form.Login", login)).Append(("Form.Password", Password))
            .Select(f => KeyValuePair.Create(f.Item1, f.Item2));
        using var response = await browser.Client.PostAsync(
            new Uri("/sign-in", UriKind.Relative), new FormUrlEncodedContent(fields));
        var set = response.Headers.GetValues("Set-Cookie")
            .Single(c => c.StartsWith("gonglian=", StringComparison.Ordinal) && !c.StartsWith("gonglian=;", StringComparison.Ordinal));
        Assert.Contains("httponly", set, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", set, StringComparison.OrdinalIgnoreCase);
        return set.Split(';')[0];
    }

    /// <summary>A browser that carries a cookie.</summary>
    public static Browser With(this Stand stand, string cookie)
    {
        var browser = stand.As();
        browser.Client.DefaultRequestHeaders.Add("Cookie", cookie);
        return browser;
    }
}
