using System.Net;
using Gonglian.Access;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Callers;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;
using static Gonglian.Slices.Tests.Access.AccountsOfATest;

namespace Gonglian.Slices.Tests.Access;

/// <summary>四眼: what a role contains is proposed by one and confirmed by another, who sees before and after.</summary>
public sealed class Roles_change_only_with_four_eyes
{
    private const string Officer = "community-officer";

    [Theory]
    [OnEveryDatabase]
    public async Task Proposed_on_one_page_confirmed_on_another_and_it_holds_with_the_next_request(Database database)
    {
        await using var stand = await House(database);
        var (security, guan, wang) = (await stand.SignedIn("anquan"), await stand.SignedIn("guan"), await stand.SignedIn("wang"));
        await security.Open($"/roles/{Officer}/edit");
        await security.Post("form:has(#why)", ("Form.Rights", "enterprises.see"), ("Form.Why", "只需查看"));
        Assert.Equal(HttpStatusCode.Found, security.Status);
        await security.Follow();
        Assert.Null(security.Page.QuerySelector("button[name='Form.Yes']"));
        await wang.Open("/organisations");
        Assert.Equal(HttpStatusCode.OK, wang.Status);

        await guan.Open(security.Address);
        Assert.Contains("查看组织与工会", guan.Page.QuerySelector("del")?.ParentElement?.ParentElement?.TextContent, StringComparison.Ordinal);
        await guan.Post("form:has(#answer)", ("Form.Yes", "true"));
        Assert.Equal(HttpStatusCode.Found, guan.Status);
        await wang.Open("/organisations");
        Assert.Equal(HttpStatusCode.Forbidden, wang.Status);
        await wang.Open("/enterprises");
        Assert.Equal(HttpStatusCode.OK, wang.Status);
        await using var db = stand.Read();
        var told = await db.Changes.Where(c => c.Subject == "role").OrderBy(c => c.Key).ToListAsync();
        Assert.Contains(told, c => c is { Row: "Role", Path: Places.City, By: "姓名 guan" } && c.After!.Contains("enterprises.see", StringComparison.Ordinal));
        Assert.Contains(told, c => c is { Row: "Proposal", By: "姓名 anquan" });
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_new_role_is_there_once_it_is_confirmed_and_not_when_declined(Database database)
    {
        await using var stand = await House(database);
        var (security, guan) = (await stand.CallerNow("anquan"), await stand.CallerNow("guan"));
        foreach (var yes in new[] { false, true })
        {
            var wish = new WishedRole { Id = Guid.CreateVersion7(), Name = "统计员", Rights = ["insight.see"], Why = "新设" };
            Assert.Null(await stand.Refusal<Proposals>(p => p.Propose(security, null, wish)));
            Assert.Null(await stand.Refusal<Proposals>(p => p.Decide(guan, wish.Id, yes, "不需要")));
            await using var db = stand.Read();
            Assert.Equal(yes, await db.Roles.AnyAsync(r => r.Name == "统计员" && r.Rights == "insight.see"));
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_the_three_administrators_may_do_is_never_changed_nor_put_elsewhere(Database database)
    {
        await using var stand = await House(database);
        var security = await stand.CallerNow("anquan");
        Task<string?> Propose(string code, params string[] rights) => stand.Refusal<Proposals>(p => p.Propose(security, code,
            new WishedRole { Id = Guid.CreateVersion7(), Name = "角色", Rights = rights, Why = "试" }));
        Assert.Equal("access.fixed-role", await Propose(RoleCatalogue.SecurityAdmin, "access.see"));
        Assert.Equal("access.duty-rights", await Propose(Officer, "enterprises.see", "access.grant"));
        Assert.Equal("access.duty-rights", await Propose(Officer, "access.audit"));
        Assert.Null(await Propose(Officer, "enterprises.see"));
        Assert.Equal("access.waiting", await Propose(Officer, "enterprises.see", "enterprises.edit"));
        var below = new Caller(Guid.CreateVersion7(), "区里", [new(Places.District, Stand.EveryRight, false)]);
        Assert.Equal("access.not-allowed", await stand.Refusal<Proposals>(p => p.Propose(below, Officer,
            new WishedRole { Id = Guid.CreateVersion7(), Name = "角色", Rights = [], Why = "试" })));
    }

    private static async Task<Stand> House(Database database)
    {
        var stand = await WithAccount(database, "guan", RoleCatalogue.SystemAdmin, Places.City);
        await stand.Account("anquan", RoleCatalogue.SecurityAdmin, Places.City);
        await stand.Account("wang", Officer, Places.Pingshan);
        return stand;
    }
}
