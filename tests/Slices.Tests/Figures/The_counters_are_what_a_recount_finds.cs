using System.Diagnostics;
using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Figures;

/// <summary>计数 — kept by the changes and the day roll alone, they equal on every day what the facts say.</summary>
public sealed class The_counters_are_what_a_recount_finds
{
    // As many stories as fit: the machine decides how many, the random seed which.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Facts told at random; <c>GONGLIAN_REPLAY=seed,gamma,size</c> tells a story again that has failed.</summary>
    [Theory]
    [OnEveryDatabase]
    public Task On_every_one_of_four_hundred_days(Database database) => Task.Run(() =>
    {
        var began = Stopwatch.GetTimestamp();
        Prop.ForAll(Story.Any, story => Stopwatch.GetElapsedTime(began) > Patience
            || Told(database, story).GetAwaiter().GetResult()).Check(Replayed(Config.QuickThrowOnFailure.WithMaxTest(20)));
    });

    [Theory]
    [OnEveryDatabase]
    public async Task After_a_long_sleep_too(Database database)
    {
        await using var stand = await Stand.On(database);
        var district = new ToldDistrict(stand, Story.Any.Generator.Sample(1, new Rnd(3, 5), 50).Single());
        await district.Begin();
        for (var day = 0; day < Story.Days; day++)
            await district.Happen(day);
        stand.Clock.Advance(200);
        await stand.Restart();
        var today = await stand.DayRoll.Today();
        await using var db = stand.Read();
        Assert.Equal(await Recount.Of(db, today), await Recount.Kept(db));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task With_many_changes_at_one_moment_none_is_counted_twice_or_lost(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var enterprises = new List<Enterprise>();
        for (var i = 0; i < 5; i++)
            enterprises.Add(await stand.RegisterEnterprise(Places.Pingshan, $"企业{i}", 10));
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => stand.Tell(enterprises[i % 5], (_, ledger, file) =>
            ledger.Tell(file, FactKind.Headcount, 20 + i, FactSource.Visit, stand.Clock.Today.AddDays(-i)))));
        await using var db = stand.Read();
        Assert.Equal(await Recount.Of(db, stand.Clock.Today), await Recount.Kept(db));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_recount_itself_sees_a_counter_that_is_off_by_one(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await stand.RegisterEnterprise(Places.Pingshan, "甲公司", 30);
        await stand.Sql("UPDATE \"counter\" SET \"Value\" = \"Value\" + 1 WHERE \"Measure\" = 'due'");
        await using var db = stand.Read();
        Assert.NotEqual(await Recount.Of(db, stand.Clock.Today), await Recount.Kept(db));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task One_edit_moves_the_figures_by_exactly_one(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", 24);
        await stand.RegisterEnterprise(Places.Fuguang, "乙公司", 40);
        await using var db = stand.Read();
        var before = await db.Sums(Places.District);
        await stand.Tell(enterprise, (_, ledger, file) =>
            ledger.Tell(file, FactKind.Headcount, 25, FactSource.Visit, stand.Clock.Today));
        var after = await db.Sums(Places.District);
        Assert.Equal(before["large"] + 1, after["large"]);
        Assert.Equal(before["due"] + 1, after["due"]);
        Assert.Equal(before["base"], after["base"]);
        Assert.Equal(before["employees"] + 1, after["employees"]);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_place_takes_a_turn_with_every_change_there_even_one_that_moves_no_sum(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", 30);
        await using var db = stand.Read();
        var (here, all) = (await Turn(db, Places.Pingshan), await db.Sum(Counter.Turn));
        await stand.Tell(enterprise, (_, ledger, file) => file.Enterprise.Section = "C");
        Assert.True(await Turn(db, Places.Pingshan) > here);
        Assert.Equal(all + 1, await db.Sum(Counter.Turn));
    }

    private static Task<long> Turn(AppDb db, string path) =>
        db.Counters.Where(c => c.Path == path && c.Measure == Counter.Turn).Select(c => c.Value).SingleAsync();

    private static async Task<bool> Told(Database database, Story story)
    {
        await using var stand = await Stand.On(database);
        var district = new ToldDistrict(stand, story);
        await district.Begin();
        for (var day = 0; day < Story.Days; day++)
        {
            await district.Happen(day);
            var today = await stand.DayRoll.Today();
            await using var db = stand.Read();
            var (counted, kept) = (await Recount.Of(db, today), await Recount.Kept(db));
            Assert.True(counted.SequenceEqual(kept), $"Day {day}: only counted {Without(counted, kept)}; "
                + $"only kept {Without(kept, counted)}");
            var replayed = (await Gonglian.Enterprises.Replay.Count(db, CoverageVersions.Reference, [today]))[0].All
                .Select(c => $"{c.Path} {c.Measure} {c.Value}").Order(StringComparer.Ordinal).ToList();
            Assert.True(replayed.SequenceEqual(kept.Order(StringComparer.Ordinal)),
                $"Day {day}: only replayed {Without(replayed, kept)}; only kept {Without(kept, replayed)}");
            stand.Clock.Advance(1);
        }
        return true;
    }

    private static Config Replayed(Config config) =>
        Environment.GetEnvironmentVariable("GONGLIAN_REPLAY")?.Split(',') is [var seed, var gamma, var size]
            ? config.WithReplay(ulong.Parse(seed, CultureInfo.InvariantCulture),
                ulong.Parse(gamma, CultureInfo.InvariantCulture), int.Parse(size, CultureInfo.InvariantCulture))
            : config;

    private static string Without(List<string> some, List<string> others) => string.Join(", ", some.Except(others));
}
