using Gonglian.Enterprises;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Insight;
using Gonglian.Organisations;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Figures;

/// <summary>在手计数 — figures come from memory, and nothing that was committed before is ever missing in them.</summary>
public sealed class The_counters_at_hand_are_the_counters
{
    private static readonly string[] Everywhere = [Places.District, Places.Taoyuan, Places.Pingshan, Places.Fuguang, Places.Nanyuan];

    [Theory]
    [OnEveryDatabase]
    public async Task While_many_edit_and_many_ask(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var enterprises = new List<Enterprise>();
        for (var i = 0; i < 6; i++)
            enterprises.Add(await stand.RegisterEnterprise(Story.Paths[i % 4], $"企业{i}", 10));
        var edits = Enumerable.Range(0, 40).Select(async i =>
        {
            await stand.Tell(enterprises[i % 6], (_, ledger, file) =>
                ledger.Tell(file, FactKind.Headcount, 20 + i, FactSource.Visit, stand.Clock.Today.AddDays(-i)));
            await SameAsTheTable(stand, exactly: false);
        });
        await Task.WhenAll(edits);
        await SameAsTheTable(stand, exactly: true);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Through_days_of_random_facts(Database database)
    {
        await using var stand = await Stand.On(database);
        var district = new ToldDistrict(stand, FsCheck.Fluent.Gen.Sample(Story.Any.Generator, 1, 40).Single());
        await district.Begin();
        for (var day = 0; day < 60; day++)
        {
            await district.Happen(day);
            await stand.DayRoll.Today();
            await SameAsTheTable(stand, exactly: true);
            stand.Clock.Advance(1);
        }
    }

    [Fact]
    public async Task An_edit_in_one_node_is_seen_in_the_other_by_the_next_question()
    {
        Assert.SkipUnless(Databases.All.Contains(Database.Postgres), "Needs PostgreSQL");
        await using var stand = await Stand.On(Database.Postgres);
        await stand.PlantTree();
        await using var other = await stand.Beside();
        for (var i = 1; i <= 20; i++)
        {
            await (i % 2 == 0 ? stand : other).RegisterEnterprise(Places.Pingshan, $"企业{i}", 10, code: stand.NewCode());
            foreach (var node in new[] { stand, other })
            {
                await using var db = node.Read();
                Assert.Equal(i, (await db.Sums(Places.District))["units"]);
            }
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Only_what_the_caller_covers_is_summed_and_a_denial_beats_every_permission(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        foreach (var path in Story.Paths)
            await stand.RegisterEnterprise(path, $"在{path}", 10);
        HashSet<string> see = ["insight.see"];
        Assert.Equal(2, await Units(Places.District, new Grant(Places.Pingshan, see, false)));
        Assert.Equal(2, await Units(Places.District, new Grant(Places.District, see, false), new Grant(Places.Pingshan, null, true)));
        Assert.Equal(1, await Units(Places.Pingshan, new Grant("", see, false), new Grant(Places.Park, null, true)));
        Assert.Equal(0, await Units(Places.District));
        await using var part = stand.Read().Within(Places.Taoyuan);
        Assert.Equal(3, (await part.Sums("")).GetValueOrDefault("units"));

        async Task<long> Units(string path, params Grant[] grants)
        {
            await using var db = stand.Read(new Caller(null, "甲", grants));
            return (await db.Sums(path)).GetValueOrDefault("units");
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_unit_renamed_or_moved_is_so_with_the_next_question(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await stand.RegisterEnterprise(Places.Park, "甲公司", 10);
        Assert.Equal("平山社区", (await Find()).Unit.Name);
        await stand.Do(async db => (await db.Units.SingleAsync(u => u.Path == Places.Pingshan)).Name = "新名社区");
        Assert.Equal("新名社区", (await Find()).Unit.Name);
        await stand.Do(async db =>
        {
            var unit = await db.Units.SingleAsync(u => u.Path == Places.Pingshan);
            unit.Path = "4403/05/002/011/";
            await db.SaveChangesAsync();
            await db.MovePaths(Places.Pingshan, unit.Path);
        });
        Assert.Equal("4403/05/002/011/", (await Find()).Unit.Path);
        await using var read = stand.Read();
        Assert.Equal(1, (await read.Sums(Places.Nanshan))["units"]);
        Assert.Empty(await read.Sums(Places.Taoyuan));

        async Task<Scope> Find()
        {
            await using var db = stand.Read();
            return await Scope.Get(db, "440305008011");
        }
    }

    // Between the two readings somebody may have changed something; then the later one is right as well.
    private static async Task SameAsTheTable(Stand stand, bool exactly)
    {
        await using var db = stand.Read();
        foreach (var path in Everywhere)
        {
            var (before, hand, after) = (await Table(db, path), await db.Sums(path), await Table(db, path));
            if (exactly || before == after)
                Assert.Equal(before, Text(hand));
        }
    }

    private static async Task<string> Table(AppDb db, string path)
    {
        var range = PathRange.Of(path);
        return Text(await db.Counters
            .Where(c => string.Compare(c.Path, range.From) >= 0 && string.Compare(c.Path, range.To) < 0 && c.Measure != Counter.Turn)
            .GroupBy(c => c.Measure).Select(g => new { g.Key, Sum = g.Sum(c => c.Value) }).Where(g => g.Sum != 0)
            .ToDictionaryAsync(g => g.Key, g => g.Sum));
    }

    private static string Text(IEnumerable<KeyValuePair<string, long>> sums) =>
        string.Join('\n', sums.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key} {s.Value}"));
}
