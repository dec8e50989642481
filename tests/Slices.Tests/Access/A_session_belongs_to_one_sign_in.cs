using System.Net;
using Gonglian.Access;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;
using static Gonglian.Slices.Tests.Access.AccountsOfATest;

namespace Gonglian.Slices.Tests.Access;

/// <summary>会话: begins with a new cookie, ends for good, leads nowhere outside.</summary>
public sealed class A_session_belongs_to_one_sign_in
{
    [Theory]
    [OnEveryDatabase]
    public async Task Each_sign_in_has_a_cookie_of_its_own(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        var first = await stand.CookieOf();
        var second = await stand.CookieOf();
        Assert.NotEqual(first, second);
        await using var db = stand.Read();
        Assert.Equal(2, await db.Sessions.Select(s => s.Id).Distinct().CountAsync());
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_cookie_copied_before_the_sign_out_opens_nothing_after_it(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        var cookie = await stand.CookieOf();
        var (owner, thief) = (stand.With(cookie), stand.With(cookie));
        await thief.Open("/account");
        Assert.Equal(HttpStatusCode.OK, thief.Status);
        await owner.Open("/account");
        await owner.Post("form[action='/sign-out']");
        Assert.Equal(HttpStatusCode.Found, owner.Status);
        await thief.Open("/account");
        Assert.StartsWith("/sign-in", thief.Location!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task It_ends_after_eight_idle_hours_and_after_a_week_at_the_latest(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        var browser = await stand.SignedIn("wang");
        for (var hours = 0; hours < 7 * 24; hours += 6)
        {
            await browser.Open("/account");
            Assert.Equal(HttpStatusCode.OK, browser.Status);
            stand.Clock.Advance(TimeSpan.FromHours(6));
        }
        stand.Clock.Advance(TimeSpan.FromSeconds(1));
        await browser.Open("/account");
        Assert.Equal(HttpStatusCode.Found, browser.Status);

        var idle = await stand.SignedIn("wang");
        stand.Clock.Advance(TimeSpan.FromHours(8) + TimeSpan.FromSeconds(1));
        await idle.Open("/account");
        Assert.Equal(HttpStatusCode.Found, idle.Status);
    }

    [Theory]
    [OnEveryDatabase("/account", "/account")]
    [OnEveryDatabase("https://example.org/", null)]
    [OnEveryDatabase("//example.org/", null)]
    [OnEveryDatabase("/\\example.org/", null)]
    [OnEveryDatabase("/\t/example.org/", null)]
    [OnEveryDatabase("javascript:alert(1)", null)]
    [OnEveryDatabase("///example.org/", null)]
    [OnEveryDatabase("/%5Cexample.org/", null)]
    [OnEveryDatabase("\\\\example.org", null)]
    [OnEveryDatabase("http:example.org", null)]
    [OnEveryDatabase(" https://example.org", null)]
    [OnEveryDatabase("/account?next=https://example.org", "/account?next=https://example.org")]
    public async Task It_leads_back_only_to_this_site(Database database, string back, string? leads)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        var browser = stand.As();
        await browser.SignIn("wang", Password, back);
        var to = new Uri(new Uri("http://localhost"), browser.Location!);
        Assert.Equal("localhost", to.Host);
        if (leads is not null)
            Assert.Equal(leads, to.PathAndQuery);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_cookie_that_was_planted_before_is_not_the_one_that_opens_the_account(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        await stand.Account("thief", "auditor", Places.Nanyuan);
        var ended = await stand.CookieOf("thief");
        var leaving = stand.With(ended);
        await leaving.Open("/account");
        await leaving.Post("form[action='/sign-out']");
        foreach (var planted in new[] { "gonglian=planted", ended })
        {
            var signedIn = await stand.CookieOf("wang", planted);
            Assert.NotEqual(planted, signedIn);
            var thief = stand.With(planted);
            await thief.Open("/account");
            Assert.DoesNotContain("姓名 wang", thief.Text);
            var owner = stand.With(signedIn);
            await owner.Open("/account");
            Assert.Contains("姓名 wang", owner.Text);
        }
        await using var db = stand.Read();
        var sessions = await db.Sessions.ToListAsync();
        Assert.Equal(sessions.Count, sessions.Select(s => s.Id).Distinct().Count());
    }

    [Theory]
    [OnEveryDatabase("/sign-in", "Form.Login=wang&Form.Password=correct+horse+battery&_handler=sign-in")]
    [OnEveryDatabase("/sign-out", "")]
    [OnEveryDatabase("/account/password", "Form.Old=a&Form.Password=b&Form.Again=b&_handler=password")]
    public async Task A_post_without_the_forms_token_is_refused(Database database, string address, string body)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        var browser = address == "/sign-in" ? stand.As() : await stand.SignedIn("wang");
        await browser.Send(new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new StringContent(body, null, "application/x-www-form-urlencoded"),
        });
        Assert.Equal(HttpStatusCode.SeeOther, browser.Status);
        await browser.Open("/account");
        Assert.Equal(address == "/sign-in" ? HttpStatusCode.Found : HttpStatusCode.OK, browser.Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Programs_hear_401_and_403_in_problem_details(Database database)
    {
        await using var stand = await WithAccount(database, "wang", RoleCatalogue.SystemAdmin, Places.District);
        var nobody = await stand.As().Client.GetAsync(new Uri("/api/v1/openapi.json", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
        Assert.Equal("application/problem+json", nobody.Content.Headers.ContentType?.MediaType);
        Assert.Contains("access.not-signed-in", await nobody.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var browser = await stand.SignedIn("wang");
        await browser.Open("/api/v1/openapi.json");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
    }
}
