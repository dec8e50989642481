using FsCheck;
using FsCheck.Fluent;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Imports;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Bulletins;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Insight;
using Gonglian.Insight.Cubes;
using Gonglian.Organisations;
using Gonglian.Organisations.Tree;
using Gonglian.Slices.Tests.Figures;
using Gonglian.Slices.Tests.Fixture;
using Gonglian.Slices.Tests.Imports;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Insight;

/// <summary>透视表 — whatever was told, every cell is what a plain GROUP BY over the rows says, and opens exactly its rows.</summary>
public sealed class A_pivot_equals_a_group_by
{
    private static readonly Caller Everyone = Stand.Person(Places.City);

    private static readonly (Caller Caller, string[] Sees)[] Callers =
    [
        (Everyone, [Places.City]),
        (Stand.Person(Places.Taoyuan), [Places.Taoyuan]),
        (Stand.Person(Places.Fuguang), [Places.Fuguang]),
        (new Caller(Guid.CreateVersion7(), "一处除外", [new(Places.City, Stand.EveryRight, false), new(Places.Pingshan, null, true)]),
            [Places.Fuguang, Places.Nanshan]),
        (new Caller(Guid.CreateVersion7(), "两处", [new(Places.Fuguang, Stand.EveryRight, false), new(Places.Nanyuan, Stand.EveryRight, false)]),
            [Places.Fuguang, Places.Nanyuan]),
    ];

    /// <summary>Facts of every kind, day by day: tellings, moves between places, sections, states, and the days themselves.</summary>
    [Theory]
    [OnEveryDatabase(1)]
    [OnEveryDatabase(2)]
    public async Task On_the_days_of_a_story(Database database, int seed)
    {
        await using var stand = await Stand.On(database);
        var random = new Random(seed);
        var district = new ToldDistrict(stand, Story.Any.Generator.Sample(1, new Rnd((ulong)seed, 5), 60).Single());
        await district.Begin();
        for (var day = 0; day < Story.Days; day++)
        {
            await district.Happen(day);
            if (day % 8 == 0)
            {
                await TellMore(stand, random);
                await Agree(stand, random, asks: 12);
            }
            stand.Clock.Advance(1);
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task After_an_import_its_undoing_and_the_move_of_a_community(Database database)
    {
        await using var stand = await Stand.On(database);
        var random = new Random(7);
        await stand.PlantTree();
        await stand.RegisterEnterprise(Places.Pingshan, "已有公司", 40, 12);
        await Agree(stand, random, asks: 5);
        stand.Clock.Advance(TimeSpan.FromMinutes(1));
        string[][] roster =
        [
            ["企业名称", "信用代码", "社区", "行业门类", "职工人数", "会员人数"],
            .. Enumerable.Range(0, 30).Select(i => (string[])
                [$"名册公司{i}", stand.NewCode(), i % 2 == 0 ? "平山" : "南园", $"{"CFI"[i % 3]}", $"{i * 7}", $"{i}"]),
        ];
        await stand.Do(async db =>
        {
            foreach (var unit in await db.Units.Where(u => u.Path == Places.Pingshan || u.Path == Places.Nanshan).ToListAsync())
                unit.CreationYear = 2026;
        });
        stand.Clock.Advance(TimeSpan.FromSeconds(6));
        var import = await stand.Import(Stand.System, await Rosters.Workbook(stand, roster));
        Assert.Equal(30, import.New);
        await Agree(stand, random, asks: 30);
        stand.Clock.Advance(TimeSpan.FromMinutes(1));
        await Undone(stand, import.Id);
        await Agree(stand, random, asks: 10);
        await stand.Do(async db => await new Moving { Above = "440305002000", Code = "440305002009" }.Enter(
            db, stand.Get<BulletinBoard>(), await db.Units.SingleAsync(u => u.Path == Places.Pingshan), stand.Clock.Today, stand.Clock.Now));
        stand.Clock.Advance(TimeSpan.FromSeconds(6));
        await Agree(stand, random, asks: 10);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Whoever_asks_while_others_change_sees_every_unit_once(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var units = new List<Enterprise>();
        for (var i = 0; i < 6; i++)
            units.Add(await stand.RegisterEnterprise(Places.Pingshan, $"企业{i}", 10));
        var (cube, tree) = (stand.Get<Cube>(), await stand.Get<UnitTree>().Now());
        await using var db = stand.Read(Everyone);
        var scope = await Scope.Get(db, null);
        var moves = Enumerable.Range(0, 40).Select(i => stand.Tell(units[i % 6], (_, ledger, file) => ledger.Tell(
            file, FactKind.Workplace, 0, FactSource.Visit, stand.Clock.Today.AddDays(-9 + (i / 6)), Story.Paths[(i + (i / 6)) % 4])));
        var asks = Enumerable.Range(0, 40).Select(async _ =>
        {
            var ask = new PivotAsk(Dimension.Community, Dimension.Size, Measure(db, "base"));
            return Pivot.Of((await cube.Now()).Values, Everyone, scope, ask, tree).Total;
        });
        var totals = Task.WhenAll(asks);
        await Task.WhenAll(moves);
        Assert.All(await totals, t => Assert.Equal((6, 6), (t.Units, t.Counted)));
        await Agree(stand, new Random(1), asks: 10);
    }

    [Fact]
    public void A_measure_weighs_what_the_counters_weigh()
    {
        var counted = Enumerable.Range(0, 4096).Select(f => (Counted)f)
            .Where(f => !f.HasFlag(Counted.Due) || f.HasFlag(Counted.Base));
        foreach (var flags in counted)
        {
            var sums = Measures.Of(flags, null, 31, 7).ToDictionary(m => m.Measure, m => m.Value);
            foreach (var (id, (mask, weight)) in PivotMeasure.Counts)
                Assert.Equal(
                    sums.GetValueOrDefault(id),
                    !flags.HasFlag(mask) ? 0 : weight switch { CubeWeight.One => 1, CubeWeight.Employees => 31, _ => 7 });
        }
    }

    // Some questions of somebody: the cells, the totals by the counters, and the rows behind some cells.
    private static async Task Agree(Stand stand, Random random, int asks)
    {
        await stand.DayRoll.Today();
        var (cube, tree, list) = (stand.Get<Cube>(), await stand.Get<UnitTree>().Now(), stand.Get<EnterpriseList>());
        var places = await cube.Now();
        await using var all = stand.Read();
        for (var i = 0; i < asks; i++)
        {
            var (caller, sees) = Callers[random.Next(Callers.Length)];
            await using var db = stand.Read(caller);
            var codes = await db.Units.OrderBy(u => u.Path).Select(u => u.Code).ToListAsync();
            if (codes.Count == 0)
                continue;
            if (await db.Units.AnyAsync(u => u.CreationYear != null))
                codes.AddRange(Enumerable.Repeat(UnitGroup.CreationUnits, codes.Count));
            var scope = await Scope.Get(db, codes[random.Next(codes.Count)]);
            var ids = Dimension.All.Select(d => d.Id).ToArray();
            random.Shuffle(ids);
            var ask = new PivotAsk(
                Dimension.Find(ids[0])!, Dimension.Find(ids[1]), Measure(db, GroupBy.Measures.ElementAt(random.Next(11))));
            var pivot = Pivot.Of(places.Values, caller, scope, ask, tree);
            var seen = sees.SelectMany(s => scope.Paths.SelectMany(p => Common(s, p))).ToList();
            var expected = seen.Count == 0 ? [] : await GroupBy.Of(all, ids[0], ids[1], ask.Measure.Id, seen);
            Assert.Equal(expected, GroupBy.Cells(pivot));
            var sums = await scope.Sums(db);
            Assert.Equal(sums.GetValueOrDefault(ask.Measure.Counted), pivot.Total.Counted);
            if (ask.Measure.Of is { } of)
                Assert.Equal(sums.GetValueOrDefault(of), pivot.Total.Of);
            if (pivot.Rows.Count > 0)
                await OpensItsRows(list, db, pivot, random);
        }
    }

    private static async Task OpensItsRows(EnterpriseList list, AppDb db, Pivot pivot, Random random)
    {
        for (var i = 0; i < 4; i++)
        {
            var (row, column) = (random.Next(pivot.Rows.Count + 1), random.Next(pivot.Columns.Count + 1));
            var cell = pivot[row, column];
            if (cell.Units == 0)
                continue;
            var address = pivot.RowsAddress(row, column);
            Assert.True(cell.CountedUnits == await Rows(list, db, pivot.Behind(row, column)!), $"{address} is not {cell}");
            if (pivot.Ask.Measure.IsRate)
                Assert.True(cell.OfUnits == await Rows(list, db, pivot.Behind(row, column, below: true)!), $"{address} is not {cell}");
        }
    }

    private static async Task<long> Rows(EnterpriseList list, AppDb db, EnterpriseFilter filter)
    {
        var read = EnterpriseFilter.Read(new QueryCollection(
            filter.Words().ToDictionary(w => w.Key, w => new Microsoft.Extensions.Primitives.StringValues(w.Value))));
        Assert.Equal(filter, read);
        var count = await list.Count(db, read, exact: true);
        Assert.Equal(count.Number, await list.All(db, new(read, EnterpriseSort.Name)).CountAsync());
        return count.Number;
    }

    private static async Task TellMore(Stand stand, Random random)
    {
        await using var db = stand.Read();
        foreach (var enterprise in (await db.Enterprises.ToListAsync()).Where(_ => random.Next(4) == 0))
            await stand.Tell(enterprise, (_, ledger, file) =>
            {
                file.Enterprise.Section = random.Next(5) == 0 ? "" : Sections.All[random.Next(20)].Letter;
                if (random.Next(3) == 0)
                    ledger.Tell(file, FactKind.Status, 1 + random.Next(5), FactSource.Visit, stand.Clock.Today);
            });
    }

    private static async Task Undone(Stand stand, Guid id)
    {
        await using var db = stand.Read();
        var import = await db.Imports.SingleAsync(i => i.Id == id);
        await stand.Get<Undo>().Run(await stand.Get<Importer>().Begin(Stand.System, id, import.Stamp, Importer.UndoJob, takesUp: true), default);
    }

    private static PivotMeasure Measure(AppDb db, string id) => PivotMeasure.All(db.Indicators).Single(m => m.Id == id);

    private static IEnumerable<string> Common(string one, string other) =>
        PathRange.Of(one).Covers(other) ? [other] : PathRange.Of(other).Covers(one) ? [one] : [];
}
