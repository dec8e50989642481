using System.Net;
using Gonglian.Enterprises;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Bulletins;
using Gonglian.Organisations;
using Gonglian.Organisations.Tree;
using Gonglian.Slices.Tests.Figures;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Enterprises;

/// <summary>登记途中单位调整了隶属: what was made ready for the old place is not written there.</summary>
public sealed class A_place_moves_while_somebody_registers
{
    private const string Park = "NS-P01";
    private const string Moved = "4403/05/008/012/p01/";

    [Theory]
    [OnEveryDatabase]
    public async Task The_enterprise_is_registered_where_the_place_lies_now(Database database)
    {
        await using var stand = await Planted(database);
        var client = stand.As(Places.Taoyuan).Client;
        Assert.Equal(HttpStatusCode.Created, await Register(stand, client, "甲公司"));
        await Move(stand);
        Assert.Equal(HttpStatusCode.Created, await Register(stand, client, "乙公司"));

        await using var db = stand.Read();
        Assert.Equal(Moved, (await db.Enterprises.SingleAsync(e => e.Name == "乙公司")).Path);
        Assert.Equal([Moved, Moved], await db.EnterpriseFacts.Where(f => f.Kind == FactKind.Workplace).Select(f => f.Text).ToListAsync());
        Assert.Equal(await Recount.Of(db, stand.Clock.Today), await Recount.Kept(db));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Who_had_the_old_place_only_is_refused_and_nothing_is_written(Database database)
    {
        await using var stand = await Planted(database);
        var client = stand.As(Places.Pingshan).Client;
        Assert.Equal(HttpStatusCode.Created, await Register(stand, client, "甲公司"));
        await Move(stand);
        Assert.Equal(HttpStatusCode.Conflict, await Register(stand, client, "乙公司"));
        await using var db = stand.Read();
        Assert.Equal("甲公司", (await db.Enterprises.SingleAsync()).Name);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_was_prepared_is_left_alone_when_its_place_moved_or_is_gone(Database database)
    {
        await using var stand = await Planted(database);
        var today = await stand.DayRoll.Today();
        await using var reading = stand.Read();
        var place = await reading.Units.SingleAsync(u => u.Code == Park);
        var sent = new Registration { Id = Guid.CreateVersion7(), Unit = Park, Name = "甲公司", CreditCode = stand.NewCode(), Headcount = 30 };
        var file = sent.Prepare(reading, await Books(stand, reading, today), place, today, stand.Clock.Now);
        await Move(stand);
        Assert.False(await stand.Do(async db => await file.Write(db, await Books(stand, db, today))));
        await using (var db = stand.Read())
        {
            Assert.Equal(0, await db.Enterprises.CountAsync());
            Assert.Equal(0, await db.EnterpriseFacts.CountAsync());
            Assert.Equal(0, await db.Changes.CountAsync(c => c.Subject == "enterprise"));
        }
        await Move(stand, back: true);
        Assert.True(await stand.Do(async db => await file.Write(db, await Books(stand, db, today))));
        await using var after = stand.Read();
        Assert.Equal(Places.Park, (await after.Enterprises.SingleAsync()).Path);
        Assert.Equal(await Recount.Of(after, today), await Recount.Kept(after));
    }

    private static async Task<HttpStatusCode> Register(Stand stand, HttpClient client, string name)
    {
        using var answer = await client.PostAsJsonAsync(
            "/api/v1/enterprises", new { unit = Park, name, creditCode = stand.NewCode(), headcount = 30 });
        return answer.StatusCode;
    }

    private static Task Move(Stand stand, bool back = false) => stand.Writes.Do(Stand.System, async db =>
        await new Moving { Above = back ? "440305008011" : "440305008012" }.Enter(
            db, stand.Get<BulletinBoard>(), await db.Units.SingleAsync(u => u.Code == Park), stand.Clock.Today, stand.Clock.Now));

    private static async Task<Ledger> Books(Stand stand, Gonglian.Foundation.Data.AppDb db, DateOnly today) =>
        new(db, await stand.Get<CoverageParameters>().Of(db), stand.Vault, today, stand.Clock.Now);

    private static async Task<Stand> Planted(Database database)
    {
        var stand = await Stand.On(database);
        await stand.PlantTree();
        return stand;
    }
}
