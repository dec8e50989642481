using FsCheck;
using FsCheck.Fluent;
using Gonglian.Enterprises;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Vaults;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Enterprises;

/// <content>Ways: whichever index or list of keys leads to the rows, they are those that reading every row would bring.</content>
public sealed partial class The_list_finds_what_is_asked
{
    private static Caller[] Callers =>
    [
        Everyone, Stand.Person(Places.Taoyuan), Stand.Person(Places.Fuguang), Caller.Nobody,
        new Caller(Guid.CreateVersion7(), "两处", [new(Places.Pingshan, Stand.EveryRight, false), new(Places.Nanyuan, Stand.EveryRight, false)]),
        new Caller(Guid.CreateVersion7(), "一处除外", [new(Places.City, Stand.EveryRight, false), new(Places.Park, null, true)]),
    ];

    [Theory]
    [OnEveryDatabase]
    public async Task Every_way_brings_what_reading_every_row_would(Database database)
    {
        await using var stand = await Populated(database);
        await using var everything = stand.Read();
        var all = await everything.Enterprises.ToListAsync();
        var some = Gen.Choose(0, Filters.Length - 1).Select(i => Filters[i]);
        var asks = from one in some
                   from two in some
                   from caller in Gen.Elements(Callers)
                   from sort in Gen.Elements(EnterpriseSort.All.ToArray())
                   from turned in Gen.Elements(true, false)
                   from size in Gen.Choose(1, 30)
                   from way in Gen.Choose(0, 100)
                   select (one, two, caller, sort, turned, size, way);
        Prop.ForAll(asks.ToArbitrary(), a =>
        {
            var list = new EnterpriseList(stand.Get<EnterpriseSample>(), stand.Get<UnitTree>(), stand.Get<Vault>())
            {
                Choose = ways => ways[a.way % ways.Count],
            };
            var together = !Words(a.one.Filter).Intersect(Words(a.two.Filter)).Any();
            var filter = Filter(together ? $"{a.one.Filter}&{a.two.Filter}" : a.one.Filter);
            var fitting = all.Where(e => a.caller.Covers(e.Path) && a.one.Fits(e) && (!together || a.two.Fits(e)));
            var expected = InOrder(fitting, a.sort, a.turned).Select(e => e.Key).ToList();
            using var db = stand.Read(a.caller);
            var ask = new EnterpriseAsk(filter, a.sort, a.turned, Size: a.size);
            var (page, count) = list.PageAndCount(db, ask, exact: false).GetAwaiter().GetResult();
            return expected.Take(a.size).SequenceEqual(page.Rows.Select(r => r.Key))
                && count == new EnterpriseCount(expected.Count, true)
                && expected.SequenceEqual(Walk(list, db, ask).GetAwaiter().GetResult().Select(r => r.Key))
                && expected.SequenceEqual(WalkBack(list, db, ask).GetAwaiter().GetResult().Select(r => r.Key))
                && list.Count(db, filter, exact: true).GetAwaiter().GetResult().Number == expected.Count;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Beyond_a_thousand_there_are_more_unless_somebody_wants_to_know(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var rows = Enumerable.Range(0, 1_001).Select(i => $"{(i < 1_000 ? "甲" : "乙")}商行{i:0000}").ToList();
        await stand.RegisterEnterprises(Places.Pingshan, rows);
        var list = new EnterpriseList(stand.Get<EnterpriseSample>(), stand.Get<UnitTree>(), stand.Get<Vault>());
        await using var db = stand.Read(Everyone);
        foreach (var (query, number) in new[] { ("q=甲商", 1_000), ("q=商行", 1_001), ("union=none", 1_001), ("union=none&q=甲商", 1_000), ("q=乙商", 1) })
        {
            var (page, count) = await list.PageAndCount(db, new(Filter(query), EnterpriseSort.Name), exact: false);
            Assert.Equal(new EnterpriseCount(Math.Min(number, 1_000), number <= 1_000), count);
            Assert.Equal(Math.Min(number, 50), page.Rows.Count);
            Assert.Equal(count, await list.Count(db, Filter(query), exact: false));
            Assert.Equal(new EnterpriseCount(number, true), await list.Count(db, Filter(query), exact: true));
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_query_without_its_scope_is_not_asked(Database database)
    {
        await using var stand = await Stand.On(database);
        await using var db = stand.Read(Caller.Nobody);
        var query = db.Scoped<Enterprise>();
        await Assert.ThrowsAsync<InvalidOperationException>(() => query.Read("SELECT e.\"Key\" FROM enterprise AS e", r => r.Number(0)));
        Assert.Empty(await query.Read($"SELECT e.\"Key\" FROM enterprise AS e WHERE {query.Where}", r => r.Number(0)));
    }

    private static IEnumerable<string> Words(string filter) =>
        filter.Split('&').Select(w => w.Split('=')[0].Replace("unit", "place", StringComparison.Ordinal));

    private static IEnumerable<Enterprise> InOrder(IEnumerable<Enterprise> rows, EnterpriseSort sort, bool descending)
    {
        var blank = rows.Where(e => ValueOf(e, sort) is null).OrderBy(e => e.Key);
        var filled = rows.Where(e => ValueOf(e, sort) is not null)
            .Order(Comparer<Enterprise>.Create((a, b) => ByValue(a, b, sort) is not 0 and var order ? order : a.Key.CompareTo(b.Key)));
        return (descending ? filled.Reverse() : filled).Concat(blank);
    }

    private static int ByValue(Enterprise a, Enterprise b, EnterpriseSort sort) => (ValueOf(a, sort), ValueOf(b, sort)) switch
    {
        (string one, string other) => string.CompareOrdinal(one, other),
        (IComparable one, var other) => one.CompareTo(other),
        _ => 0,
    };

    private static IComparable? ValueOf(Enterprise e, EnterpriseSort sort) => sort.Id switch
    {
        "name" => e.SortKey,
        "headcount" => e.Headcount,
        "members" => e.Members,
        "established" => e.EstablishedOn,
        "verified" => e.VerifiedOn,
        _ => e.Key,
    };

    [Theory]
    [InlineData("440305008011", "平山社区")]
    [InlineData("440305008000", "桃源街道(只列您辖区内的)")]
    [InlineData("440305002001", "不在您辖区的单位")]
    public async Task A_place_outside_is_a_sentence_and_never_a_code(string place, string words)
    {
        await using var stand = await Stand.On(Database.Sqlite);
        await stand.PlantTree();
        var browser = stand.As(Places.Pingshan);
        await browser.Open($"/enterprises?place={place}");
        Assert.StartsWith(words, browser.Page.QuerySelector("a.chip")!.TextContent.Trim(), StringComparison.Ordinal);
        Assert.DoesNotContain("南园", browser.Text, StringComparison.Ordinal);
    }
}
