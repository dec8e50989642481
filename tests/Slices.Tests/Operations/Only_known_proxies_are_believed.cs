using System.Net;
using Gonglian.Access;
using Gonglian.Host.Operations;
using Gonglian.Slices.Tests.Access;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Operations;

/// <summary>反向代理 — whoever stands in between says who asks, if it is known; anybody else says nothing.</summary>
public sealed class Only_known_proxies_are_believed
{
    private const string Known = "10.0.0.0/8";

    [Theory]
    [InlineData("10.1.2.3", "203.0.113.9", "203.0.113.9", true)]
    [InlineData("10.1.2.3", "198.51.100.1, 203.0.113.9", "203.0.113.9", true)]
    [InlineData("10.1.2.3", "203.0.113.9, 10.9.9.9", "203.0.113.9", true)]
    [InlineData("192.0.2.1", "203.0.113.9", "192.0.2.1", false)]
    [InlineData("127.0.0.1", "203.0.113.9", "127.0.0.1", false)]
    public Task The_address_that_stands_in_the_records(string from, string says, string kept, bool isSecure) =>
        Asks(Known, from, says, kept, isSecure);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    public Task Where_none_is_named_nobody_is_believed(string from) => Asks("", from, "203.0.113.9", from, isSecure: false);

    [Fact]
    public async Task What_is_no_network_is_refused_before_anything_starts()
    {
        await Line.No("--behind-proxy 写得不对", "serve", "--behind-proxy", "10.0.0.0/99", "--data", "/nowhere/at/all");
        Assert.Equal(["10.0.0.0/8", "192.0.2.7/32", "fd00::/8"], Proxies.Read("10.0.0.0/8, 192.0.2.7,fd00::/8").Select(n => $"{n}"));
    }

    private static async Task Asks(string known, string from, string says, string kept, bool isSecure)
    {
        await using var stand = await Stand.On(Database.Sqlite, builder =>
        {
            if (known.Length > 0)
                Proxies.Believe(builder.Services, Proxies.Read(known));
        });
        await stand.PlantTree();
        await stand.Account("wang", "auditor", Places.Pingshan);
        var browser = stand.As();
        foreach (var (name, value) in new[]
                 {
                     ("X-Test-Address", from), ("X-Forwarded-For", says), ("X-Forwarded-Proto", "https"),
                 })
            browser.Client.DefaultRequestHeaders.Add(name, value);
        await browser.SignIn("wang", AccountsOfATest.Password);
        Assert.Equal(HttpStatusCode.Found, browser.Status);
        await using (var db = stand.Read())
            Assert.Equal(kept, (await db.Sessions.SingleAsync()).Origin);
        using var answer = await browser.Client.GetAsync(new Uri("/language?to=en", UriKind.Relative));
        Assert.Equal(isSecure, answer.Headers.GetValues("Set-Cookie").Single().Contains("secure", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(isSecure, answer.Headers.Contains("Strict-Transport-Security"));
    }
}
