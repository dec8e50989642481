using System.Net;
using Gonglian.Access;
using Gonglian.Access.SigningIn;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Rules;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;
using static Gonglian.Slices.Tests.Access.AccountsOfATest;

namespace Gonglian.Slices.Tests.Access;

/// <summary>审计: refused attempts stand in the records, with who, from where and what was missing; the same one once a minute.</summary>
public sealed class Whoever_tries_what_is_not_allowed_stands_in_the_records
{
    [Theory]
    [OnEveryDatabase]
    public async Task A_closed_page_and_a_closed_address_of_the_api(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "community-officer", Places.Pingshan);
        await stand.Account("shen", "auditor", Places.District);
        var browser = await stand.SignedIn("wang");
        browser.Client.DefaultRequestHeaders.Add(People.Address, "::ffff:10.1.2.3");
        await browser.Open("/users");
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
        await browser.Open("/users");
        await browser.Open("/api/v1/changes");
        var told = await Told(stand);
        Assert.Equal(["""{"What":"GET /users","Why":"access.see"}""", """{"What":"GET /api/v1/changes","Why":"records.see"}"""], told.Select(c => c.After));
        Assert.All(told, c => Assert.Equal(("姓名 wang", "10.1.2.3", Places.Pingshan), (c.By, c.Origin, c.Path)));

        stand.Clock.Advance(TimeSpan.FromSeconds(61));
        await browser.Open("/users");
        Assert.Equal(3, (await Told(stand)).Count);
        var auditor = await stand.SignedIn("shen");
        await auditor.Open("/changes?kind=refused");
        Assert.Contains("GET /users", auditor.Text, StringComparison.Ordinal);
        Assert.Contains("查看账号、授权及其变更记录", auditor.Text, StringComparison.Ordinal);
        Assert.Contains("10.1.2.3", auditor.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_change_that_the_rules_of_access_refuse(Database database)
    {
        await using var stand = await WithAccount(database, "admin", RoleCatalogue.SystemAdmin, Places.City);
        var admin = await stand.Find("admin");
        Caller caller;
        await using (var db = stand.Read())
            caller = await db.CallerOf(admin, stand.Clock.Today);
        var http = new DefaultHttpContext();
        (http.Request.Method, http.Request.Path) = ("POST", "/users/1");
        stand.Get<IHttpContextAccessor>().HttpContext = http;
        await using var scope = stand.Services.CreateAsyncScope();
        var administration = scope.ServiceProvider.GetRequiredService<Administration>();
        var refused = await Assert.ThrowsAsync<Refused>(() => administration.SetDisabled(caller, admin.Id, disabled: true));
        Assert.Equal($$"""{"What":"POST /users/1","Why":"{{refused.Code}}"}""", Assert.Single(await Told(stand)).After);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_sign_in_with_a_name_that_nobody_has_and_the_name_is_not_kept(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.City);
        var browser = stand.As();
        browser.Client.DefaultRequestHeaders.Add(People.Address, "10.9.9.9");
        await browser.SignIn("my secret", "x");
        await browser.SignIn("another", "x");
        await using var db = stand.Read();
        var change = await db.Changes.SingleAsync(c => c.Action == "sign-in-refused");
        Assert.Equal(("10.9.9.9", null), (change.Origin, change.After));
        var auditor = await stand.SignedIn("wang");
        await auditor.Open("/changes?kind=refused");
        Assert.Contains("10.9.9.9", auditor.Text, StringComparison.Ordinal);
    }

    private static async Task<List<Change>> Told(Stand stand)
    {
        await using var db = stand.Read();
        return await db.Changes.Where(c => c.Action == Attempts.Action).OrderBy(c => c.Key).ToListAsync();
    }
}
