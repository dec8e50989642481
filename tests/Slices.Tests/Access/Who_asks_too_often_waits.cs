using System.Net;
using System.Net.Http.Headers;
using Gonglian.Access;
using Gonglian.Access.Programs;
using Gonglian.Slices.Tests.Fixture;

namespace Gonglian.Slices.Tests.Access;

/// <summary>限速 — a minute's worth at once and no more, by key and by address; each is told how long to wait.</summary>
public sealed class Who_asks_too_often_waits
{
    private const string Office = "203.0.113.7";
    private const string Elsewhere = "198.51.100.9";

    [Theory]
    [OnEveryDatabase]
    public async Task A_key_wherever_it_asks_from_and_no_other_key(Database database)
    {
        await using var stand = await House(database, new(10, 100));
        var (one, other) = (await ProgramsOfATest.Key(stand, "wang", Places.Pingshan, ["enterprises.see"]),
            await ProgramsOfATest.Key(stand, "wang", Places.Pingshan, ["enterprises.see"]));
        for (var i = 0; i < 10; i++)
            Assert.Equal((HttpStatusCode.OK, null), await Ask(stand, i % 2 == 0 ? Office : Elsewhere, one));
        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(6)), await Ask(stand, Office, one));
        Assert.Equal((HttpStatusCode.OK, null), await Ask(stand, Office, other));
        stand.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal((HttpStatusCode.OK, null), await Ask(stand, Elsewhere, one));
        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(6)), await Ask(stand, Elsewhere, one));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task An_address_whoever_asks_from_it_and_whether_they_come_in_or_not(Database database)
    {
        await using var stand = await House(database, new(100, 10));
        for (var i = 0; i < 10; i++)
            Assert.NotEqual(HttpStatusCode.TooManyRequests, (await Ask(stand, Office, i % 2 == 0 ? "gonglian_x" : null)).Status);
        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(6)), await Ask(stand, Office, null));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Ask(stand, Elsewhere, null)).Status);
        var page = stand.As();
        page.Client.DefaultRequestHeaders.Add("X-Test-Address", Office);
        await page.Open("/sign-in");
        Assert.Equal(HttpStatusCode.TooManyRequests, page.Status);
        Assert.Contains("请求太频繁", page.Text, StringComparison.Ordinal);
        await page.Open("/health/live");
        Assert.Equal(HttpStatusCode.OK, page.Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_machine_itself_has_no_limit(Database database)
    {
        await using var stand = await House(database, new(10, 10));
        for (var i = 0; i < 15; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await Ask(stand, i % 2 == 0 ? "127.0.0.1" : "::1", null)).Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_limits_are_decided_on_the_page(Database database)
    {
        await using var stand = await House(database, LimitRules.Usual);
        var admin = await stand.SignedIn("guan");
        await admin.Open("/programs");
        await admin.Post("form:has([name='Bounds.PerKey'])", ("Bounds.PerKey", "9"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, admin.Status);
        await admin.Open("/programs");
        await admin.Post("form:has([name='Bounds.PerKey'])", ("Bounds.PerAddress", "11"));
        Assert.Equal(HttpStatusCode.Found, admin.Status);
        for (var i = 0; i < 11; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await Ask(stand, Office, null)).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Ask(stand, Office, null)).Status);
    }

    private static async Task<Stand> House(Database database, LimitRules rules)
    {
        var stand = await AccountsOfATest.WithAccount(database, "wang", "station-chief", Places.Pingshan);
        await stand.Account("guan", RoleCatalogue.SystemAdmin, Places.City);
        await stand.Do(db => LimitRules.Decide(db, Stand.System, rules, stand.Clock.Now));
        return stand;
    }

    private static async Task<(HttpStatusCode Status, TimeSpan? Wait)> Ask(Stand stand, string from, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/enterprises");
        request.Headers.Add("X-Test-Address", from);
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await stand.As().Client.SendAsync(request);
        return (answer.StatusCode, answer.Headers.RetryAfter?.Delta);
    }
}
