using System.Net;
using System.Text.Json;
using Gonglian.Access;
using Gonglian.Access.Programs;
using Gonglian.Access.Rules;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Vaults;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Access;

/// <summary>程序密钥 — allowed by one, fetched by another, never more than its owner, and dead at once when it is taken back.</summary>
public sealed class A_program_enters_by_its_key
{
    private const string List = "/api/v1/enterprises";

    [Theory]
    [OnEveryDatabase]
    public async Task From_the_form_to_the_first_answer(Database database)
    {
        await using var stand = await House(database);
        var admin = await stand.SignedIn("guan");
        await admin.Open("/programs");
        await admin.Post("form:has([name='Form.Owner'])", ("Form.Name", "平台同步"), ("Form.Owner", "wang"), ("Form.Path", Places.Pingshan),
            ("Form.Rights[0]", "enterprises.see"), ("Form.Until", "2027-01-01"));
        Assert.Equal(HttpStatusCode.Found, admin.Status);
        await admin.Open("/programs");
        Assert.Contains("待领取", admin.Text, StringComparison.Ordinal);

        var owner = await stand.SignedIn("wang");
        await owner.Open("/account/programs");
        await owner.Post("form:has(button.primary)");
        var key = owner.Page.QuerySelector("strong.code")!.TextContent;
        Assert.Matches("^gonglian_[a-z2-7]{12}_[A-Za-z0-9_-]{49}$", key);
        await owner.Open("/account/programs");
        Assert.DoesNotContain(key, owner.Body, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await Ask(stand, key, List)).Status);
        await admin.Open("/programs");
        Assert.Contains("203.0.113.0/24", admin.Text, StringComparison.Ordinal);
        await using var db = stand.Read();
        Assert.DoesNotContain(key[^49..], JsonSerializer.Serialize(await db.ProgramKeys.ToListAsync()), StringComparison.Ordinal);
        Assert.DoesNotContain(await db.Changes.Select(c => c.After).ToListAsync(), a => a?.Contains(key[^49..], StringComparison.Ordinal) == true);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task It_sees_its_part_and_does_what_it_may_in_its_owners_place(Database database)
    {
        await using var stand = await House(database);
        await stand.RegisterEnterprise(Places.Pingshan, "坪山公司", 30);
        await stand.RegisterEnterprise(Places.Nanyuan, "南园公司", 30);
        var seeing = await Key(stand, "enterprises.see");
        var listed = (await Ask(stand, seeing, List)).Body;
        Assert.Contains("坪山公司", listed, StringComparison.Ordinal);
        Assert.DoesNotContain("南园公司", listed, StringComparison.Ordinal);
        var body = new { unit = "440305008011", name = "程序登记的公司" };
        Assert.Equal((HttpStatusCode.Forbidden, "access.not-allowed"), await Send(stand, seeing, body));
        Assert.Equal(HttpStatusCode.Created, (await Send(stand, await Key(stand, "enterprises.edit"), body)).Status);
        await using var db = stand.Read();
        var record = await db.Changes.FirstAsync(c => c.Row == "Enterprise" && c.After!.Contains("程序登记的公司"));
        Assert.Equal("同步(代姓名 wang)", record.By);
        Assert.Equal("203.0.113.7", record.Origin);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_is_taken_from_its_owner_is_taken_from_it_at_once(Database database)
    {
        await using var stand = await House(database);
        var key = await Key(stand, "enterprises.see");
        Assert.Equal(HttpStatusCode.OK, (await Ask(stand, key, List)).Status);
        await stand.Change(async db => (await db.Grants.SingleAsync(g => g.RoleCode == "station-chief")).End(stand.Clock.Today));
        Assert.Equal(HttpStatusCode.Forbidden, (await Ask(stand, key, List)).Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Taken_back_expired_or_its_owner_disabled_it_opens_nothing_and_says_so(Database database)
    {
        await using var stand = await House(database);
        var (revoked, other) = (await Key(stand, "enterprises.see"), await Key(stand, "enterprises.see"));
        await using (var db = stand.Read())
        {
            var id = (await db.ProgramKeys.SingleAsync(k => k.Code == revoked.Substring(9, 12))).Id;
            await stand.In<ProgramKeeping>(k => k.Revoke(Stand.Person(Places.District), id));
        }
        Assert.Equal((HttpStatusCode.Unauthorized, "access.key-revoked"), Told(await Ask(stand, revoked, List)));
        await stand.Change(async db => (await db.Users.SingleAsync(u => u.NormalisedLogin == "wang")).Disable());
        Assert.Equal((HttpStatusCode.Unauthorized, "access.key-owner"), Told(await Ask(stand, other, List)));
        await stand.Change(async db => (await db.Users.SingleAsync(u => u.NormalisedLogin == "wang")).Enable());
        stand.Clock.Advance(100);
        Assert.Equal((HttpStatusCode.Unauthorized, "access.key-expired"), Told(await Ask(stand, other, List)));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Another_node_knows_after_two_seconds(Database database)
    {
        if (database == Database.Sqlite)
            return;
        await using var stand = await House(database);
        await using var other = await stand.Beside();
        var key = await Key(stand, "enterprises.see");
        Assert.Equal(HttpStatusCode.OK, (await Ask(other, key, List)).Status);
        await using (var db = stand.Read())
        {
            var id = (await db.ProgramKeys.SingleAsync()).Id;
            await stand.In<ProgramKeeping>(k => k.Revoke(Stand.Person(Places.District), id));
        }
        stand.Clock.Advance(TimeSpan.FromSeconds(2.1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Ask(other, key, List)).Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Rotating_the_envelopes_leaves_the_keys_of_programs_valid(Database database)
    {
        await using var stand = await House(database);
        var key = await Key(stand, "enterprises.see");
        await stand.Get<Rotation>().Run(Algorithm.Sm);
        await stand.Restart();
        Assert.Equal(HttpStatusCode.OK, (await Ask(stand, key, List)).Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_wrong_key_is_refused_whatever_cookie_comes_along_and_stands_in_the_records_once_a_minute(Database database)
    {
        await using var stand = await House(database);
        var key = await Key(stand, "enterprises.see");
        var browser = await stand.SignedIn("wang");
        foreach (var wrong in new[] { key[..^1] + (key[^1] == 'A' ? 'B' : 'A'), KeyText.New(key.Substring(9, 12)), KeyText.New(KeyText.NewCode()), "x", "" })
        {
            Assert.Equal((HttpStatusCode.Unauthorized, "access.key-unknown"), Told(await Ask(stand, wrong, List)));
            Assert.Equal(HttpStatusCode.Unauthorized, (await Ask(stand, wrong, List, browser.Client)).Status);
        }
        await using var db = stand.Read();
        Assert.Equal(1, await db.Changes.CountAsync(c => c.Action == "key-refused" && c.Origin == "203.0.113.7"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_key_opens_no_page(Database database)
    {
        await using var stand = await House(database);
        var key = await Key(stand, "enterprises.see");
        Assert.Equal(HttpStatusCode.Found, (await Ask(stand, key, "/enterprises")).Status);
        Assert.Equal(HttpStatusCode.Found, (await Ask(stand, key, "/account/programs")).Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Nobody_allows_more_than_the_owner_has_or_keeps_what_is_an_administrators(Database database)
    {
        await using var stand = await House(database);
        var admin = Stand.Person(Places.District, AccessRights.Programs);
        Assert.Equal("programs.owner-cannot", await Refusal(new() { Path = Places.Nanyuan, Rights = ["enterprises.see"] }));
        Assert.Equal("programs.rights", await Refusal(new() { Path = Places.Pingshan, Rights = [AccessRights.Manage] }));
        Assert.Equal("programs.until", await Refusal(new() { Path = Places.Pingshan, Rights = ["enterprises.see"], Until = stand.Clock.Today.AddDays(367) }));
        Assert.Equal("programs.no-owner", await Refusal(new() { Path = Places.Pingshan, Rights = ["enterprises.see"], Owner = "nobody" }));
        admin = Stand.Person(Places.Nanyuan, AccessRights.Programs);
        Assert.Equal("access.no-unit", await Refusal(new() { Path = Places.Pingshan, Rights = ["enterprises.see"] }));
        admin = Stand.Person(Places.District, "enterprises.see");
        Assert.Equal("access.not-allowed", await Refusal(new() { Path = Places.Pingshan, Rights = ["enterprises.see"] }));

        async Task<string> Refusal(WishedKey wish)
        {
            (wish.Id, wish.Name, wish.Owner, wish.Until) = (Guid.CreateVersion7(), "同步", wish.Owner ?? "wang", wish.Until ?? stand.Clock.Today.AddDays(9));
            return (await Assert.ThrowsAsync<Gonglian.Foundation.Rules.Refused>(() => stand.In<ProgramKeeping>(k => k.Give(admin, wish)))).Code;
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Only_its_owner_fetches_a_key_and_only_once(Database database)
    {
        await using var stand = await House(database);
        await Key(stand, "enterprises.see");
        await using var db = stand.Read();
        var (id, me) = ((await db.ProgramKeys.SingleAsync()).Id, await stand.Find("wang"));
        foreach (var caller in new[] { new Gonglian.Foundation.Callers.Caller(me.Id, me.Name, []), Stand.Person(Places.District) })
            Assert.Equal("programs.not-waiting", (await Assert.ThrowsAsync<Gonglian.Foundation.Rules.Refused>(
                () => stand.In<ProgramKeeping>(k => k.Collect(caller, id)))).Code);
    }

    private static async Task<Stand> House(Database database)
    {
        var stand = await AccountsOfATest.WithAccount(database, "wang", "station-chief", Places.Pingshan);
        await stand.Account("guan", RoleCatalogue.SystemAdmin, Places.District);
        return stand;
    }

    private static Task<string> Key(Stand stand, params IReadOnlyList<string> rights) => ProgramsOfATest.Key(stand, "wang", Places.Pingshan, rights);

    private static async Task<(HttpStatusCode Status, string Body)> Ask(Stand stand, string key, string address, HttpClient? client = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return await ProgramsOfATest.Send(stand, key, request, client);
    }

    private static async Task<(HttpStatusCode Status, string? Code)> Send(Stand stand, string key, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, List) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", $"{Guid.CreateVersion7()}");
        return Told(await ProgramsOfATest.Send(stand, key, request));
    }

    private static (HttpStatusCode, string?) Told((HttpStatusCode Status, string Body) answer) =>
        (answer.Status, (int)answer.Status < 400 ? null : JsonDocument.Parse(answer.Body).RootElement.GetProperty("code").GetString());
}
