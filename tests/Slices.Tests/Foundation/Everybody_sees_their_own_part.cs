using Gonglian.Enterprises;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Rules;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Foundation;

/// <summary>范围: a query brings rows of the caller's parts of the tree, and never a row of another.</summary>
public sealed class Everybody_sees_their_own_part
{
    private static readonly string[] Where =
    [
        Places.Pingshan, Places.Park, Places.Fuguang, Places.Nanyuan, "4403/05/003/001/", "4403/05/004/001/",
        "4403/05/0080/001/", "4403/06/001/001/",
    ];

    [Theory]
    [OnEveryDatabase("4403/05/008/011/", "", "4403/05/008/011/ 4403/05/008/011/p01/")]
    [OnEveryDatabase("4403/05/008/", "", "4403/05/008/011/ 4403/05/008/011/p01/ 4403/05/008/012/")]
    [OnEveryDatabase("4403/05/008/011/ 4403/05/002/001/", "", "4403/05/002/001/ 4403/05/008/011/ 4403/05/008/011/p01/")]
    [OnEveryDatabase("4403/05/008/012/ 4403/05/002/ 4403/05/003/001/", "", "4403/05/002/001/ 4403/05/003/001/ 4403/05/008/012/")]
    [OnEveryDatabase(
        "4403/05/008/012/ 4403/05/002/ 4403/05/003/ 4403/06/", "",
        "4403/05/002/001/ 4403/05/003/001/ 4403/05/008/012/ 4403/06/001/001/")]
    [OnEveryDatabase("4403/05/008/", "4403/05/008/011/", "4403/05/008/012/")]
    [OnEveryDatabase(
        "4403/", "4403/05/008/ 4403/06/ 4403/05/003/ 4403/05/004/001/", "4403/05/002/001/ 4403/05/0080/001/")]
    [OnEveryDatabase("4403/05/008/011/p01/", "4403/05/008/", "")]
    [OnEveryDatabase("", "", "")]
    public async Task The_parts_allowed_less_the_parts_denied(Database database, string allowed, string denied, string seen)
    {
        await using var stand = await Stand.On(database);
        foreach (var path in Where)
            await stand.RegisterEnterprise(path, $"公司 {path}");
        var grants = Split(allowed).Select(p => new Grant(p, Stand.EveryRight, false))
            .Concat(Split(denied).Select(p => new Grant(p, null, true)));
        var caller = new Caller(Guid.CreateVersion7(), "测试员", grants);
        await using var db = stand.Read(caller);
        Assert.Equal(Split(seen), await db.Enterprises.OrderBy(e => e.Path).Select(e => e.Path).ToListAsync());
        Assert.Equal(Split(seen), await db.Set<Gonglian.Foundation.Figures.Counter>()
            .Where(c => c.Measure == "units").OrderBy(c => c.Path).Select(c => c.Path).ToListAsync());
        Assert.All(Where, p => Assert.Equal(Split(seen).Contains(p), caller.Covers(p)));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Nobody_sees_nothing_and_the_program_sees_everything(Database database)
    {
        await using var stand = await Stand.On(database);
        foreach (var path in Where)
            await stand.RegisterEnterprise(path, $"公司 {path}");
        await using var nobody = stand.Read(Caller.Nobody);
        await using var system = stand.Read();
        Assert.Equal(0, await nobody.Enterprises.CountAsync());
        Assert.Equal(Where.Length, await system.Enterprises.CountAsync());
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_change_finds_only_rows_of_the_callers_part(Database database)
    {
        await using var stand = await Stand.On(database);
        var theirs = await stand.RegisterEnterprise(Places.Nanyuan, "别处公司");
        var found = await stand.Writes.Do(
            Stand.Person(Places.Taoyuan), db => db.Enterprises.AnyAsync(e => e.Key == theirs.Key));
        Assert.False(found);
    }

    [Fact]
    public void More_parts_than_a_query_can_hold_are_refused_with_a_sentence() =>
        Assert.Equal("access.too-many-parts", Assert.Throws<Refused>(() => new Caller(
            null, "", Enumerable.Range(1, 5).Select(i => new Grant($"4403/0{i}/", null, false)))).Code);

    private static string[] Split(string paths) => paths.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
