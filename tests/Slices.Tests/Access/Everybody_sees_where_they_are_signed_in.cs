using System.Net;
using AngleSharp.Html.Dom;
using Gonglian.Access;
using Gonglian.Access.Rules;
using Gonglian.Foundation.Audit;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;
using static Gonglian.Slices.Tests.Access.AccountsOfATest;

namespace Gonglian.Slices.Tests.Access;

/// <summary>登录中的设备: everybody sees their sessions and ends them; rules say how long one may pause.</summary>
public sealed class Everybody_sees_where_they_are_signed_in
{
    private const string Chrome =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

    [Theory]
    [OnEveryDatabase]
    public async Task In_words_and_one_or_all_others_are_ended(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        var office = stand.As();
        office.Client.DefaultRequestHeaders.Add("User-Agent", Chrome);
        office.Client.DefaultRequestHeaders.Add(People.Address, "203.0.113.7");
        await office.SignIn("wang", Password);
        var (phone, tablet) = (await stand.SignedIn("wang"), await stand.SignedIn("wang"));
        await phone.Open("/account");
        Assert.Contains("Chrome · Windows", phone.Text, StringComparison.Ordinal);
        Assert.Contains("203.0.113.7", phone.Text, StringComparison.Ordinal);
        var forms = phone.Page.QuerySelectorAll("form:has(input[value^='session-'])");
        Assert.Equal(2, forms.Length);
        await phone.Post("li:has(b:contains('Chrome')) form");
        Assert.Equal(HttpStatusCode.Found, phone.Status);
        await office.Open("/account");
        Assert.Equal(HttpStatusCode.Found, office.Status);
        await tablet.Open("/account");
        Assert.Equal(HttpStatusCode.OK, tablet.Status);
        await phone.Open("/account");
        await phone.Post("form:has(input[value=end-others])");
        await tablet.Open("/account");
        Assert.Equal(HttpStatusCode.Found, tablet.Status);
        await phone.Open("/account");
        Assert.Equal(HttpStatusCode.OK, phone.Status);
        await using var db = stand.Read();
        var ended = await db.Changes.Where(c => c.Action == "session-ended").OrderBy(c => c.Key).ToListAsync();
        Assert.Equal(2, ended.Count);
        Assert.Contains("Chrome · Windows", ended[0].Before, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Nobody_ends_anothers_but_an_administrator(Database database)
    {
        await using var stand = await WithAccount(database, "guan", RoleCatalogue.SecurityAdmin, Places.District);
        var wang = await stand.Account("wang", "auditor", Places.Pingshan);
        await stand.Account("li", "auditor", Places.Pingshan);
        var (browser, li) = (await stand.SignedIn("wang"), await stand.SignedIn("li"));
        await browser.Open("/account");
        await using var db = stand.Read();
        var session = await db.Sessions.SingleAsync(s => s.UserKey == wang.Key);
        await li.Open("/account");
        Assert.DoesNotContain($"{session.Id}", li.Body, StringComparison.Ordinal);
        await using (var scope = stand.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<OwnSessions>()
                .End(new((await stand.Find("li")).Id, "li", []), session.Id);
        await browser.Open("/account");
        Assert.Equal(HttpStatusCode.OK, browser.Status);

        var admin = await stand.SignedIn("guan");
        await admin.Open($"/users/{wang.Id}");
        await admin.Post($"form:has(input[value='session-{session.Id}'])");
        Assert.Equal(HttpStatusCode.Found, admin.Status);
        await browser.Open("/account");
        Assert.Equal(HttpStatusCode.Found, browser.Status);
        Assert.Contains(await db.Changes.Where(c => c.Action == "session-ended").ToListAsync(), c => c.By == "姓名 guan");
    }

    [Theory]
    [OnEveryDatabase]
    public async Task How_long_one_may_pause_is_decided_by_whoever_appoints_and_holds_at_once(Database database)
    {
        await using var stand = await WithAccount(database, "guan", RoleCatalogue.SecurityAdmin, Places.City);
        await stand.Account("below", RoleCatalogue.SecurityAdmin, Places.Pingshan);
        await stand.Account("wang", "auditor", Places.District);
        var wang = await stand.SignedIn("wang");
        var below = await stand.SignedIn("below");
        await below.Open("/users/rules");
        Assert.Null(below.Page.QuerySelector("#idle"));
        Assert.Contains("480 分钟", below.Text, StringComparison.Ordinal);
        await below.Send(new HttpRequestMessage(HttpMethod.Post, "/users/rules")
        {
            Content = new FormUrlEncodedContent(Browser.Fields((IHtmlFormElement)below.Page.QuerySelector("form[action='/sign-out']")!)
                .Append(("_handler", "rules")).Append(("Form.Idle", "30")).Append(("Form.SecondStep", SignInRules.Nobody))
                .Select(f => KeyValuePair.Create(f.Item1, f.Item2))),
        });
        Assert.NotEqual(HttpStatusCode.Found, below.Status);
        var admin = await stand.SignedIn("guan");
        await admin.Open("/users/rules");
        await admin.Post("form:has(#idle)", ("Form.Idle", "4"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, admin.Status);
        await admin.Post("form:has(#idle)", ("Form.Idle", "30"));
        Assert.Equal(HttpStatusCode.Found, admin.Status);

        for (var i = 0; i < 4; i++)
        {
            stand.Clock.Advance(TimeSpan.FromMinutes(29));
            await wang.Open("/account");
            Assert.Equal(HttpStatusCode.OK, wang.Status);
        }
        stand.Clock.Advance(TimeSpan.FromMinutes(30) + TimeSpan.FromSeconds(1));
        await wang.Open("/account");
        Assert.Equal(HttpStatusCode.Found, wang.Status);
        await using var db = stand.Read();
        var decided = await db.Changes.SingleAsync(c => c.Subject == "sign-in-rules");
        Assert.Equal("姓名 guan", decided.By);
        Assert.Contains("30", decided.After, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_pause_is_counted_over_a_restart_too(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        var cookie = await stand.CookieOf();
        stand.Clock.Advance(TimeSpan.FromHours(7));
        var browser = stand.With(cookie);
        await browser.Open("/account");
        await stand.Restart();
        stand.Clock.Advance(TimeSpan.FromHours(7));
        browser = stand.With(cookie);
        await browser.Open("/account");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        await stand.Restart();
        stand.Clock.Advance(TimeSpan.FromHours(8) + TimeSpan.FromSeconds(1));
        browser = stand.With(cookie);
        await browser.Open("/account");
        Assert.Equal(HttpStatusCode.Found, browser.Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task When_a_grant_ends_at_midnight_the_open_session_loses_the_right_in_the_same_minute(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await stand.Account("wang", "auditor", Places.District, to: stand.Clock.Today.AddDays(1));
        stand.Clock.Advance(TimeSpan.FromHours(14) - TimeSpan.FromSeconds(30));
        var browser = await stand.SignedIn("wang");
        await browser.Open("/users");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        stand.Clock.Advance(TimeSpan.FromSeconds(36));
        await browser.Open("/users");
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
    }

    [Theory]
    [InlineData(Chrome, "Chrome · Windows")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.50", "WeChat · iPhone")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox · Linux")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15", "Safari · Mac")]
    [InlineData("<script>", null)]
    [InlineData(null, null)]
    public void A_browser_has_a_name(string? said, string? name) => Assert.Equal(name, Browsers.Of(said));
}
