using System.Net;
using Gonglian.Access;
using Gonglian.Foundation.Audit;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;
using static Gonglian.Slices.Tests.Access.AccountsOfATest;

namespace Gonglian.Slices.Tests.Access;

/// <summary>登录: the right password opens, guessing is slowed down, and nobody learns which accounts exist.</summary>
public sealed class Only_the_right_password_opens_an_account
{
    [Theory]
    [OnEveryDatabase]
    public async Task Full_width_and_capitals_in_the_login_do_not_matter(Database database)
    {
        await using var stand = await WithAccount(database, "wang.li", "auditor", Places.District);
        var browser = stand.As();
        await browser.SignIn(" ＷＡＮＧ．Li ", Password);
        Assert.Equal(HttpStatusCode.Found, browser.Status);
        await browser.Open("/account");
        Assert.Contains("姓名 wang.li", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Five_wrong_passwords_shut_it_for_a_minute_and_then_twice_as_long(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        var browser = stand.As();
        for (var i = 0; i < 5; i++)
            await browser.SignIn("wang", "wrong password");
        await browser.SignIn("wang", Password);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);

        stand.Clock.Advance(TimeSpan.FromSeconds(61));
        await browser.SignIn("wang", "wrong password");
        stand.Clock.Advance(TimeSpan.FromSeconds(61));
        await browser.SignIn("wang", Password);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);

        stand.Clock.Advance(TimeSpan.FromSeconds(61));
        await browser.SignIn("wang", Password);
        Assert.Equal(HttpStatusCode.Found, browser.Status);
        Assert.Equal(0, (await stand.Find("wang")).FailedCount);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_restart_opens_nothing_that_was_shut(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        for (var i = 0; i < 5; i++)
            await stand.As().SignIn("wang", "wrong password");
        await stand.Restart();
        var browser = stand.As();
        await browser.SignIn("wang", Password);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        stand.Clock.Advance(TimeSpan.FromSeconds(61));
        await browser.SignIn("wang", "wrong password");
        await stand.Restart();
        browser = stand.As();
        stand.Clock.Advance(TimeSpan.FromSeconds(61));
        await browser.SignIn("wang", Password);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        stand.Clock.Advance(TimeSpan.FromSeconds(60));
        browser = stand.As();
        await browser.SignIn("wang", Password);
        Assert.Equal(HttpStatusCode.Found, browser.Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Guesses_at_the_same_moment_are_all_counted(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => stand.As().SignIn("wang", "wrong password")));
        var user = await stand.Find("wang");
        Assert.True(user.IsLocked(stand.Clock.Now));
        Assert.Equal(5, user.FailedCount);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_answer_is_the_same_without_an_account_shut_disabled_or_mistyped(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        await stand.Account("gone", "auditor", Places.District);
        await stand.Do(async db => (await db.Users.SingleAsync(u => u.Login == "gone")).Disable());
        var answers = new List<string>();
        foreach (var (login, password) in new[] { ("nobody", "x"), ("wang", "x"), ("gone", Password) })
            answers.Add(await Answer(stand, login, password));
        for (var i = 0; i < 4; i++)
            await stand.As().SignIn("wang", "x");
        answers.Add(await Answer(stand, "wang", Password));
        Assert.Single(answers.Distinct());
    }

    [Theory]
    [OnEveryDatabase]
    public async Task An_administrator_ends_the_wait_and_it_stands_in_the_record(Database database)
    {
        await using var stand = await WithAccount(database, "guan", RoleCatalogue.SystemAdmin, Places.District);
        var wang = await stand.Account("wang", "auditor", Places.Pingshan);
        for (var i = 0; i < 5; i++)
            await stand.As().SignIn("wang", "x");
        Assert.True((await stand.Find("wang")).IsLocked(stand.Clock.Now));
        var admin = await stand.SignedIn("guan");
        await admin.Open($"/users/{wang.Id}");
        await admin.Post("form:has(input[value=unlock])");
        Assert.Equal(System.Net.HttpStatusCode.Found, admin.Status);
        await stand.SignedIn("wang");
        await admin.Follow();
        Assert.Null(admin.Page.QuerySelector("form:has(input[value=unlock])"));
        await using var db = stand.Read();
        Assert.Contains(await db.Changes.Where(c => c.Subject == "user" && c.Action == "edit" && c.By == "姓名 guan").ToListAsync(),
            c => c.Before!.Contains("LockedUntil", StringComparison.Ordinal));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Every_sign_in_and_every_refusal_is_written_down_and_never_the_password(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        await stand.As().SignIn("wang", "wrong password");
        var browser = await stand.SignedIn("wang");
        await browser.Open("/account");
        await browser.Post("form[action='/sign-out']");
        await using var db = stand.Read();
        var changes = await db.Changes.Where(c => c.Subject == "user").OrderBy(c => c.Key).ToListAsync();
        Assert.Equal(
            ["add", "add", "sign-in", "sign-in-refused", "sign-out"],
            changes.Select(c => c.Action).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(changes, c => $"{c.Before}{c.After}".Contains("Hash", StringComparison.Ordinal));
    }

    private static async Task<string> Answer(Stand stand, string login, string password)
    {
        var browser = stand.As();
        await browser.SignIn(login, password);
        return $"{browser.Status} {browser.Page.QuerySelector("[role=alert]")!.TextContent.Trim()}";
    }
}
