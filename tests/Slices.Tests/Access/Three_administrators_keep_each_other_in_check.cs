using System.Net;
using Gonglian.Access;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;
using static Gonglian.Slices.Tests.Access.AccountsOfATest;

namespace Gonglian.Slices.Tests.Access;

/// <summary>三员分立: system, security and audit administration lie with three people; the first appoints the others, once.</summary>
public sealed class Three_administrators_keep_each_other_in_check
{
    [Theory]
    [OnEveryDatabase]
    public async Task The_first_appoints_the_other_two_and_then_no_more(Database database)
    {
        await using var stand = await WithAccount(database, "guan", RoleCatalogue.SystemAdmin, Places.City);
        foreach (var login in new[] { "anquan", "shenji", "other" })
            await Plain(stand, login);
        var guan = await stand.CallerNow("guan");
        Assert.Equal("access.beyond", await stand.Refused(guan, "other", "community-officer", Places.City));
        Assert.Equal("access.beyond", await stand.Refused(guan, "anquan", RoleCatalogue.SecurityAdmin, Places.District));
        Assert.Null(await stand.Refused(guan, "anquan", RoleCatalogue.SecurityAdmin, Places.City));
        Assert.Null(await stand.Refused(guan, "shenji", RoleCatalogue.AuditAdmin, Places.City));
        Assert.Equal("access.beyond", await stand.Refused(guan, "other", RoleCatalogue.SecurityAdmin, Places.City));
        Assert.Equal("access.beyond", await stand.Refused(guan, "other", RoleCatalogue.AuditAdmin, Places.City));
        Assert.True((await stand.CallerNow("anquan")).Can("access.grant", Places.City));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Nobody_is_two_of_the_three(Database database)
    {
        await using var stand = await Three(database);
        var security = await stand.CallerNow("anquan");
        Assert.Equal("access.separate", await stand.Refused(security, "guan", RoleCatalogue.AuditAdmin, Places.Pingshan));
        Assert.Equal("access.separate", await stand.Refused(security, "shenji", RoleCatalogue.SystemAdmin, Places.Pingshan));
        Assert.Null(await stand.Refused(security, "shenji", "community-officer", Places.Pingshan));
        // Nor when the second one begins only later.
        await Plain(stand, "later");
        await stand.Do(async db => Accounts.Grant(db, await db.Users.SingleAsync(u => u.Login == "later"),
            RoleCatalogue.SystemAdmin, Places.City, stand.Clock.Today.AddDays(30)));
        Assert.Equal("access.separate", await stand.Refused(security, "later", RoleCatalogue.AuditAdmin, Places.City));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_further_administrator_holds_office_once_somebody_else_confirms(Database database)
    {
        await using var stand = await Three(database);
        await Plain(stand, "second");
        var (security, guan) = (await stand.CallerNow("anquan"), await stand.CallerNow("guan"));
        var proposal = await stand.Give(security, "second", RoleCatalogue.SecurityAdmin, Places.City);
        Assert.False((await stand.CallerNow("second")).Can("access.grant"));
        Assert.Equal("access.own-proposal", await stand.Refusal<Proposals>(p => p.Decide(security, proposal!.Id, true, null)));
        Assert.Equal("access.not-allowed", await stand.Refusal<Proposals>(p => p.Decide(Stand.Person(Places.City, "access.see"), proposal!.Id, true, null)));
        Assert.Equal("access.why-not", await stand.Refusal<Proposals>(p => p.Decide(guan, proposal!.Id, false, " ")));
        Assert.Null(await stand.Refusal<Proposals>(p => p.Decide(guan, proposal!.Id, true, null)));
        Assert.True((await stand.CallerNow("second")).Can("access.grant", Places.City));
        Assert.Equal("access.decided", await stand.Refusal<Proposals>(p => p.Decide(guan, proposal!.Id, true, null)));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_proposal_is_void_after_a_fortnight(Database database)
    {
        await using var stand = await Three(database);
        await Plain(stand, "second");
        var (security, guan) = (await stand.CallerNow("anquan"), await stand.CallerNow("guan"));
        var proposal = await stand.Give(security, "second", RoleCatalogue.SystemAdmin, Places.City);
        stand.Clock.Advance(TimeSpan.FromDays(Proposal.Days));
        Assert.Equal("access.decided", await stand.Refusal<Proposals>(p => p.Decide(guan, proposal!.Id, true, null)));
        Assert.False((await stand.CallerNow("second")).Can("access.manage"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_last_of_a_kind_stays_and_its_password_is_not_anothers_to_set(Database database)
    {
        await using var stand = await Three(database);
        var (guan, anquan) = (await stand.CallerNow("guan"), await stand.Find("anquan"));
        Assert.Equal("access.last-administrator", await stand.Refusal<Administration>(a => a.SetDisabled(guan, anquan.Id, true)));
        Assert.Equal("access.guarded", await stand.Refusal<Administration>(a => a.ResetPassword(guan, anquan.Id)));
        await using var db = stand.Read();
        var shenji = await stand.Find("shenji");
        var held = await db.Grants.SingleAsync(g => g.UserKey == shenji.Key);
        var security = await stand.CallerNow("anquan");
        Assert.Equal("access.last-administrator", await stand.Refusal<Administration>(a => a.End(security, shenji.Id, held.Id)));
        Assert.Equal("access.beyond-area", await stand.Refusal<Administration>(a => a.SetDisabled(security, shenji.Id, true)));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_audit_administrator_sees_records_of_everybody_and_nothing_else(Database database)
    {
        await using var stand = await Three(database);
        var browser = await stand.SignedIn("shenji");
        await browser.Open("/changes?kind=account");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains("姓名 anquan", browser.Text, StringComparison.Ordinal);
        foreach (var closed in new[] { "/users", "/roles", "/enterprises", "/organisations", "/pivot" })
        {
            await browser.Open(closed);
            Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
        }
    }

    private static async Task<Stand> Three(Database database)
    {
        var stand = await WithAccount(database, "guan", RoleCatalogue.SystemAdmin, Places.City);
        await stand.Account("anquan", RoleCatalogue.SecurityAdmin, Places.City);
        await stand.Account("shenji", RoleCatalogue.AuditAdmin, Places.City);
        return stand;
    }

    private static Task Plain(Stand stand, string login) => stand.Do(db =>
        Accounts.Create(db, login, $"姓名 {login}", Places.District, Accounts.Hash(Password), stand.Clock.Now));
}
