using System.Net;
using Gonglian.Access;
using Gonglian.Access.Rules;
using Gonglian.Access.SigningIn;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;
using static Gonglian.Slices.Tests.Access.AccountsOfATest;

namespace Gonglian.Slices.Tests.Access;

/// <summary>猜密码: from one address or from many it is slowed down, and whoever signed in from somewhere before still gets in from there.</summary>
public sealed class Guessing_is_slowed_and_the_owner_still_gets_in
{
    private const string Office = "203.0.113.7";
    private const string Elsewhere = "198.51.100.9";

    [Theory]
    [OnEveryDatabase]
    public async Task Many_accounts_from_one_address(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        await stand.Account("li", "auditor", Places.District);
        Assert.Equal(HttpStatusCode.Found, await Try(stand, "li", Password, Office));
        for (var i = 0; i < Guessing.OneAddress.AtOnce; i++)
            await Try(stand, $"nobody{i}", "wrong password", Office);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Try(stand, "wang", Password, Office));
        Assert.Equal(0, (await stand.Find("wang")).FailedCount);
        Assert.Equal(HttpStatusCode.Found, await Try(stand, "li", Password, Office));
        Assert.Equal(HttpStatusCode.Found, await Try(stand, "wang", Password, Elsewhere));
        stand.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(HttpStatusCode.Found, await Try(stand, "wang", Password, Office));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task One_account_from_many_addresses_also_after_a_restart(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        Assert.Equal(HttpStatusCode.Found, await Try(stand, "wang", Password, Office));
        for (var i = 1; i <= 8; i++)
            await Try(stand, "wang", "wrong password", $"192.0.2.{i}");
        Assert.True((await stand.Find("wang")).IsLocked(stand.Clock.Now));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Try(stand, "wang", Password, Elsewhere));
        await stand.Restart();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Try(stand, "wang", Password, Elsewhere));
        Assert.Equal(HttpStatusCode.Found, await Try(stand, "wang", Password, Office));
        // The owner's coming in does not give whoever guesses five more tries.
        Assert.True((await stand.Find("wang")).IsLocked(stand.Clock.Now));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Guessing_from_an_address_of_the_owner_locks_nobody_out_elsewhere(Database database)
    {
        await using var stand = await WithAccount(database, "guan", RoleCatalogue.SystemAdmin, Places.District);
        var wang = await stand.Account("wang", "auditor", Places.Pingshan);
        await Try(stand, "wang", Password, Office);
        for (var i = 0; i < 5; i++)
            await Try(stand, "wang", "wrong password", Office);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Try(stand, "wang", Password, Office));
        Assert.Equal(HttpStatusCode.Found, await Try(stand, "wang", Password, Elsewhere));
        var admin = await stand.SignedIn("guan");
        await admin.Open($"/users/{wang.Id}");
        await admin.Post("form:has(input[value=unlock])");
        Assert.Equal(HttpStatusCode.Found, await Try(stand, "wang", Password, Office));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Many_accounts_from_many_addresses(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        Assert.Equal(HttpStatusCode.Found, await Try(stand, "wang", Password, Office));
        var guesses = stand.Get<Guesses>();
        for (var i = 0; i < Guessing.AllAddresses.AtOnce; i++)
            guesses.Begin($"192.0.2.{i}");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Try(stand, "wang", Password, Elsewhere));
        Assert.Equal(HttpStatusCode.Found, await Try(stand, "wang", Password, Office));
        stand.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(HttpStatusCode.Found, await Try(stand, "wang", Password, Elsewhere));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Whoever_took_a_session_cannot_guess_the_password_in_the_form_that_changes_it(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        var thief = await stand.SignedIn("wang");
        await thief.Open("/account/password");
        foreach (var guess in new[] { "1", "2", "3", "4", "5", Password })
        {
            await thief.Post("form:has(#old)", ("Form.Old", guess), ("Form.Password", "mine from now on"), ("Form.Again", "mine from now on"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, thief.Status);
        }
        await using var db = stand.Read();
        Assert.Equal(5, await db.Set<Gonglian.Foundation.Audit.Change>().CountAsync(c => c.Action == "password-refused"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Only_the_addresses_last_used_are_remembered(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        var wang = await stand.Find("wang");
        for (var i = 0; i < FamiliarAddress.Most + 5; i++)
        {
            stand.Clock.Advance(TimeSpan.FromMinutes(1));
            await stand.Writes.Do(Stand.System.At($"192.0.2.{i}"), db => Tries.Remember(db, wang, stand.Clock.Now));
        }
        await using var db = stand.Read();
        var known = await db.FamiliarAddresses.Select(a => a.Network).ToListAsync();
        Assert.Equal(FamiliarAddress.Most, known.Count);
        Assert.DoesNotContain("192.0.2.4", known);
        Assert.Contains("192.0.2.5", known);
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData(null, null)]
    public void Of_IPv6_the_network_counts(string? origin, string? network) => Assert.Equal(network, Guesses.NetworkOf(origin));

    [Fact]
    public void What_was_right_is_not_counted()
    {
        var guesses = new Guesses(new FakeClock());
        for (var i = 0; i < 1_000; i++)
        {
            Assert.True(guesses.Begin(Office));
            guesses.Right(Office);
        }
    }

    private static async Task<HttpStatusCode> Try(Stand stand, string login, string password, string address)
    {
        var browser = stand.As();
        browser.Client.DefaultRequestHeaders.Add(People.Address, address);
        await browser.SignIn(login, password);
        return browser.Status;
    }
}
