using System.Net;
using Gonglian.Foundation.Bulletins;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations;
using Gonglian.Organisations.Tree;
using Gonglian.Slices.Tests.Access;
using Gonglian.Slices.Tests.Figures;
using Gonglian.Slices.Tests.Fixture;
using Gonglian.Slices.Tests.Matrix;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Organisations;

/// <summary>隶属调整: a community goes below another subdistrict, and whatever lies in it goes along in the same change.</summary>
public sealed class A_unit_moves_with_everything_in_it
{
    private const string NewCode = "440305002009";
    private const string NewPath = "4403/05/002/009/";

    [Theory]
    [OnEveryDatabase]
    public async Task No_row_stays_behind_and_the_figures_agree(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await Canary.Set(stand, Places.Pingshan, "QNEARQ", "jinque");
        await stand.RegisterEnterprise(Places.Park, "园区公司", 30, 12);
        await stand.Account("wo", "community-officer", Places.Pingshan);
        var before = await Rows(stand, Places.Pingshan);
        Assert.True(before.Count > 12, string.Join(", ", before.Keys));

        await Move(stand, Stand.System, new Moving { Above = "440305002000", Code = NewCode });
        Assert.Equal(await Rows(stand, Places.Pingshan), []);
        var after = await Rows(stand, NewPath);
        after["change"] -= 2; // the move's own record and that of the new code
        Assert.Equal(before, after);
        Assert.Empty(await Mentions(stand, Places.Pingshan));
        await using var db = stand.Read();
        Assert.Equal(await Recount.Of(db, stand.Clock.Today), await Recount.Kept(db));
        Assert.Equal(NewPath + "p01/", (await db.Units.SingleAsync(u => u.Name == "平山示例园")).Path);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task People_follow_their_community_and_the_old_subdistrict_sees_it_no_more(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var canary = await Canary.Set(stand, Places.Pingshan, "QNEARQ", "jinque");
        await stand.Account("wo", "community-officer", Places.Pingshan);
        var me = await stand.SignedIn("wo");
        var (old, now) = (stand.As(Places.Taoyuan), stand.As(Places.Nanshan));
        var file = $"/enterprises/{canary.Ids["enterprise"]}";
        await Expect(file, (me, HttpStatusCode.OK), (old, HttpStatusCode.OK), (now, HttpStatusCode.NotFound));

        var leader = stand.As(Places.District);
        await leader.Open("/organisations/440305008011/move");
        Assert.Matches("随它移动的企业 [1-9] 家。“桃源街道”和新上级的各项比率", leader.Text);
        await leader.Post("main form[method=post]", ("Form.Above", "440305002000"), ("Form.Code", NewCode));
        Assert.Contains("请写明为什么调整", leader.Page.QuerySelector("#reason-problem")!.TextContent);
        await leader.Post("main form[method=post]", ("Reason", "区划调整批复"));
        Assert.EndsWith($"/organisations/{NewCode}", leader.Location?.ToString());
        stand.Clock.Advance(TimeSpan.FromSeconds(6));
        await Expect(file, (me, HttpStatusCode.OK), (old, HttpStatusCode.NotFound), (now, HttpStatusCode.OK));
        Assert.Contains("QNEARQ有限公司", await now.Client.GetStringAsync("/api/v1/enterprises?q=8000"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Who_may_move_it_finds_the_way_and_nobody_else(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        foreach (var (home, finds) in new[] { (Places.District, true), (Places.Taoyuan, false), (Places.Pingshan, false) })
        {
            var browser = stand.As(home);
            await browser.Open("/organisations/440305008011");
            Assert.Equal(finds, browser.Page.QuerySelector("a[href='/organisations/440305008011/move']") is not null);
        }
    }

    [Theory]
    [OnEveryDatabase("440305002000", "440305008011", "organisations.code-parent")]
    [OnEveryDatabase("440305002000", "440305002001", "organisations.code-taken")]
    [OnEveryDatabase("440305008000", "440305008019", "organisations.move-same")]
    [OnEveryDatabase("440305008012", "440305008019", "organisations.move-where")]
    [OnEveryDatabase("999", "440305008019", "organisations.move-where")]
    public async Task What_cannot_be_is_refused(Database database, string above, string code, string refusal)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var refused = await Assert.ThrowsAsync<Refused>(() => Move(stand, Stand.System, new Moving { Above = above, Code = code }));
        Assert.Equal(refusal, refused.Code);
    }

    [Theory]
    [OnEveryDatabase(Places.Taoyuan, "organisations.move-where")]
    [OnEveryDatabase(Places.Pingshan, "organisations.move-where")]
    public async Task It_takes_the_right_at_both_places(Database database, string own, string refusal)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var moving = new Moving { Above = "440305002000", Code = NewCode };
        var refused = await Assert.ThrowsAsync<Refused>(() => Move(stand, Stand.Person(own), moving));
        Assert.Equal(refusal, refused.Code);
        var half = new Caller(Guid.CreateVersion7(), "半", [
            new Grant(Places.Pingshan, Stand.EveryRight, false), new Grant(Places.Nanshan, Stand.EveryRight, false)]);
        Assert.Equal("access.not-allowed", (await Assert.ThrowsAsync<Refused>(() => Move(stand, half, moving))).Code);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Who_cannot_follow_stops_the_whole_move(Database database)
    {
        await using var stand = await Stand.On(database, also => also.Services.AddSingleton<IHear<UnitMoved>, Stuck>());
        await stand.PlantTree();
        await stand.RegisterEnterprise(Places.Pingshan, "甲公司", 30);
        var before = await Rows(stand, Places.Pingshan);
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Move(stand, Stand.System, new Moving { Above = "440305002000", Code = NewCode }));
        Assert.Equal(before, await Rows(stand, Places.Pingshan));
    }

    private static Task Move(Stand stand, Caller caller, Moving moving) => stand.Writes.Do(caller, async db =>
        await moving.Enter(db, stand.Get<BulletinBoard>(), await db.Units.SingleAsync(u => u.Path == Places.Pingshan), stand.Clock.Today, stand.Clock.Now));

    private static async Task Expect(string address, params (Browser Who, HttpStatusCode Hears)[] all)
    {
        foreach (var (who, hears) in all)
        {
            await who.Open(address);
            Assert.Equal(hears, who.Status);
        }
    }

    // How many rows of each table lie at a path or below it.
    private static async Task<SortedDictionary<string, long>> Rows(Stand stand, string path)
    {
        await using var db = stand.Read();
        var rows = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in Tables(db).Where(t => t.Columns.Contains("Path")).Select(t => t.Name))
        {
            var sql = $"SELECT count(*) AS \"Value\" FROM \"{table}\" WHERE \"Path\" LIKE '{path}%'";
            if (await db.Database.SqlQueryRaw<long>(sql).SingleAsync() is > 0 and var count)
                rows[table] = count;
        }
        return rows;
    }

    // Every text of the store that still names a path, names of people apart; what change records tell of earlier days stands as it was told.
    private static async Task<List<string>> Mentions(Stand stand, string path)
    {
        await using var db = stand.Read();
        var found = new List<string>();
        foreach (var (table, columns) in Tables(db).Where(t => t.Name != "change"))
            foreach (var column in columns)
            {
                var sql = $"SELECT count(*) AS \"Value\" FROM \"{table}\" WHERE CAST(\"{column}\" AS TEXT) LIKE '%{path}%'";
                if (await db.Database.SqlQueryRaw<long>(sql).SingleAsync() > 0)
                    found.Add($"{table}.{column}");
            }
        return found;
    }

    private static List<(string Name, List<string> Columns)> Tables(AppDb db) =>
        [.. db.Model.GetEntityTypes().Select(e => (e.GetTableName()!,
            e.GetProperties().Where(p => p.ClrType == typeof(string) && p.Name != "By").Select(p => p.GetColumnName()).ToList()))];

    private sealed class Stuck : IHear<UnitMoved>
    {
        public Task Hear(AppDb db, UnitMoved bulletin) => throw new InvalidOperationException("stuck");
    }
}
