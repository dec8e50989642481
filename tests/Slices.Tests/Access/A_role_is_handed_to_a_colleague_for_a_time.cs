using System.Net;
using Gonglian.Access;
using Gonglian.Foundation.Audit;
using Gonglian.Organisations;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;
using static Gonglian.Slices.Tests.Access.AccountsOfATest;

namespace Gonglian.Slices.Tests.Access;

/// <summary>委托: never more than the colleague holds at each moment, never handed on, over with the period, the role or a word.</summary>
public sealed class A_role_is_handed_to_a_colleague_for_a_time
{
    private const string Right = "enterprises.edit";

    [Theory]
    [OnEveryDatabase]
    public async Task On_the_page_and_it_is_taken_back_at_once(Database database)
    {
        await using var stand = await Two(database);
        await stand.Account("jie", "worker", Places.Fuguang);
        var (chief, deputy) = (await stand.SignedIn("chief"), await stand.SignedIn("jie"));
        await deputy.Open("/exclusions");
        Assert.Equal(HttpStatusCode.Forbidden, deputy.Status);
        await chief.Open("/account/delegations");
        await chief.Post("form:has([name='Form.To'])", ("Form.To", "jie"), ("Form.Until", Day(stand, 61)));
        Assert.Contains("一次委托最长 60 天", chief.Text, StringComparison.Ordinal);
        await chief.Post("form:has([name='Form.To'])", ("Form.To", "姓名 jie"), ("Form.Until", Day(stand, 7)));
        Assert.Equal(HttpStatusCode.Found, chief.Status);
        await deputy.Open("/exclusions");
        Assert.Equal(HttpStatusCode.OK, deputy.Status);
        await deputy.Open("/account/delegations");
        Assert.Contains("姓名 chief", deputy.Text, StringComparison.Ordinal);

        await chief.Open("/account/delegations");
        await chief.Post("form:has(input[value^='end-'])");
        await deputy.Open("/exclusions");
        Assert.Equal(HttpStatusCode.Forbidden, deputy.Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task It_is_over_with_its_period_with_the_role_it_is_of_and_with_the_account(Database database)
    {
        await using var stand = await Two(database);
        await Hand(stand, Places.Pingshan);
        Assert.True((await stand.CallerNow("deputy")).Can(Right, Places.Pingshan));
        stand.Clock.SetDay(stand.Clock.Today.AddDays(7));
        Assert.False((await stand.CallerNow("deputy")).Can(Right, Places.Pingshan));

        await Hand(stand, Places.Pingshan);
        var (chief, system) = (await stand.Find("chief"), Stand.Person(Places.City));
        await stand.Refusal<Administration>(a => a.SetDisabled(system, chief.Id, true));
        Assert.False((await stand.CallerNow("deputy")).Can(Right, Places.Pingshan));
        await stand.Refusal<Administration>(a => a.SetDisabled(system, chief.Id, false));
        Assert.False((await stand.CallerNow("deputy")).Can(Right, Places.Pingshan));

        await Hand(stand, Places.Pingshan);
        await using var db = stand.Read();
        var own = await db.Grants.SingleAsync(g => g.UserKey == chief.Key);
        Assert.Null(await stand.Refusal<Administration>(a => a.End(system, chief.Id, own.Id)));
        Assert.False((await stand.CallerNow("deputy")).Can(Right, Places.Pingshan));
        Assert.True(await db.Grants.AllAsync(g => g.SourceKey == null || g.Ended || g.EffectiveTo <= stand.Clock.Today));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Who_is_shut_out_of_a_part_lends_nothing_that_holds_it(Database database)
    {
        await using var stand = await Two(database);
        await Hand(stand, Places.Pingshan);
        await stand.Do(async db => Accounts.Deny(db, await db.Users.SingleAsync(u => u.Login == "chief"), Places.Park, stand.Clock.Today));
        Assert.False((await stand.CallerNow("deputy")).Can(Right, Places.Pingshan));
        Assert.False((await stand.CallerNow("deputy")).Can(Right, Places.Park));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task It_is_not_handed_on_and_neither_are_administrators_roles_nor_other_peoples(Database database)
    {
        await using var stand = await Two(database);
        await Hand(stand, Places.Pingshan);
        await stand.Account("third", "auditor", Places.Fuguang);
        await stand.Account("far", "auditor", Places.Nanyuan);
        await stand.Account("guan", RoleCatalogue.SystemAdmin, Places.City);
        var (deputy, chief) = (await stand.Find("deputy"), await stand.Find("chief"));
        await using var db = stand.Read();
        var handed = await db.Grants.SingleAsync(g => g.SourceKey != null);
        var guans = await db.Grants.SingleAsync(g => g.RoleCode == RoleCatalogue.SystemAdmin);
        var chiefs = await db.Grants.SingleAsync(g => g.UserKey == chief.Key);
        Assert.Equal("access.no-source", await Wish(stand, "deputy", handed.Id, "third", Places.Pingshan));
        Assert.Equal("access.no-source", await Wish(stand, "guan", guans.Id, "third", Places.City));
        Assert.Equal("access.no-source", await Wish(stand, "deputy", chiefs.Id, "third", Places.Pingshan));
        Assert.Equal("access.no-part", await Wish(stand, "chief", chiefs.Id, "third", Places.Taoyuan));
        Assert.Equal("access.no-colleague", await Wish(stand, "chief", chiefs.Id, "far", Places.Pingshan));
        Assert.Equal("access.no-colleague", await Wish(stand, "chief", chiefs.Id, "chief", Places.Pingshan));
        Assert.Null(await Wish(stand, "chief", chiefs.Id, "third", Places.Park));
        Assert.Equal("access.no-delegation", await stand.Refusal<Delegating>(async d => await d.End(await stand.CallerNow("third"), handed.Id)));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Records_say_on_whose_behalf_where_nothing_else_reaches_the_place(Database database)
    {
        await using var stand = await Two(database);
        await Hand(stand, Places.Pingshan);
        var deputy = await stand.CallerNow("deputy");
        await stand.Writes.Do(deputy, async db =>
        {
            foreach (var path in new[] { Places.Pingshan, Places.Fuguang })
                (await db.Units.SingleAsync(u => u.Path == path)).Name += "一";
        });
        await using var db = stand.Read();
        var by = await db.Changes.Where(c => c.Subject == "unit" && c.Action == "edit").OrderBy(c => c.Path).Select(c => c.By).ToListAsync();
        Assert.Equal(["姓名 deputy(代姓名 chief)", "姓名 deputy"], by);
    }

    private static async Task<Stand> Two(Database database)
    {
        var stand = await WithAccount(database, "chief", "station-chief", Places.Pingshan);
        await stand.Account("deputy", "community-officer", Places.Fuguang);
        return stand;
    }

    private static async Task Hand(Stand stand, string path)
    {
        var chief = await stand.Find("chief");
        await using var db = stand.Read();
        var own = await db.Grants.SingleAsync(g => g.UserKey == chief.Key);
        Assert.Null(await Wish(stand, "chief", own.Id, "deputy", path));
    }

    private static Task<string?> Wish(Stand stand, string who, Guid source, string to, string path) =>
        stand.Refusal<Delegating>(async d => await d.Give(await stand.CallerNow(who), new WishedDelegation
        {
            Id = Guid.CreateVersion7(),
            Source = source,
            To = to,
            Path = path,
            Until = stand.Clock.Today.AddDays(7),
        }));

    private static string Day(Stand stand, int days) => stand.Clock.Today.AddDays(days).ToString("yyyy-MM-dd", null);
}
