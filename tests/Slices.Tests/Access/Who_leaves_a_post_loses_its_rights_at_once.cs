using System.Net;
using Gonglian.Access;
using Gonglian.Organisations;
using Gonglian.Organisations.Teams;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;
using static Gonglian.Slices.Tests.Access.AccountsOfATest;

namespace Gonglian.Slices.Tests.Access;

/// <summary>离任即失权: a grant that hangs on a post ends with it, and what was delegated from it, with the next request.</summary>
public sealed class Who_leaves_a_post_loses_its_rights_at_once
{
    [Theory]
    [OnEveryDatabase]
    public async Task In_a_session_that_is_open_and_for_the_colleague_too(Database database)
    {
        await using var stand = await WithPost(database);
        await stand.Account("deputy", "worker", Places.Fuguang);
        await using (var db = stand.Read())
        {
            var own = await db.Grants.SingleAsync(g => g.PostKey != null);
            Assert.Null(await stand.Refusal<Delegating>(async d => await d.Give(await stand.CallerNow("zhan"), new WishedDelegation
            {
                Id = Guid.CreateVersion7(),
                Source = own.Id,
                To = "deputy",
                Path = Places.Pingshan,
                Until = stand.Clock.Today.AddDays(5),
            })));
        }
        var (chief, deputy) = (await stand.SignedIn("zhan"), await stand.SignedIn("deputy"));
        await Opens(chief, deputy, HttpStatusCode.OK);
        await Leave(stand, stand.Clock.Today);
        await Opens(chief, deputy, HttpStatusCode.Forbidden);
        await using var after = stand.Read();
        Assert.True(await after.Grants.Where(g => g.PostKey != null || g.SourceKey != null).AllAsync(g => g.Ended));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task On_the_day_where_the_day_is_still_to_come(Database database)
    {
        await using var stand = await WithPost(database);
        await Leave(stand, stand.Clock.Today.AddDays(3));
        Assert.True((await stand.CallerNow("zhan")).Can("enterprises.see", Places.Pingshan));
        stand.Clock.SetDay(stand.Clock.Today.AddDays(3));
        Assert.False((await stand.CallerNow("zhan")).Can("enterprises.see", Places.Pingshan));
    }

    private static async Task Opens(Browser chief, Browser deputy, HttpStatusCode status)
    {
        foreach (var browser in new[] { chief, deputy })
        {
            await browser.Open("/exclusions");
            Assert.Equal(status, browser.Status);
        }
    }

    private static async Task Leave(Stand stand, DateOnly day)
    {
        await using var db = stand.Read();
        var post = await db.Posts.SingleAsync();
        var officer = stand.As(Places.District);
        await officer.Open($"/organisations/440305008011/team/{post.Id}/end");
        await officer.Post("form:has(#to)", ("To", day.ToString("yyyy-MM-dd", null)));
        Assert.Equal(HttpStatusCode.Found, officer.Status);
    }

    private static async Task<Stand> WithPost(Database database)
    {
        var stand = await WithAccount(database, "zhan", "worker", Places.Pingshan);
        var id = Guid.CreateVersion7();
        await stand.Do(async db => db.Add(new Post
        {
            Key = db.NextKey(),
            Id = id,
            Path = Places.Pingshan,
            Kind = PostKind.Chair,
            Person = "姓名 zhan",
            UnitKey = (await db.Units.SingleAsync(u => u.Path == Places.Pingshan)).Key,
            EffectiveFrom = stand.Clock.Today.AddYears(-1),
        }));
        await stand.Give(Stand.Person(Places.City), "zhan", "station-chief", Places.Pingshan, id);
        return stand;
    }
}
