using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Jobs;
using Gonglian.Insight;
using Gonglian.Insight.Replays;
using Gonglian.Organisations.Unions;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Insight;

/// <summary>复算: any day's figures from the facts, equal to the counters for today.</summary>
public sealed class A_replay_equals_the_counters
{
    private static readonly string[] Where = [Places.Pingshan, Places.Park, Places.Fuguang, Places.Nanyuan];

    [Theory]
    [OnEveryDatabase]
    public async Task Whatever_was_told_and_however_the_days_pass(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await Populate(stand, 60);
        foreach (var days in new[] { 0, 1, 29, 60, 95, 200 })
        {
            stand.Clock.Advance(days);
            await stand.DayRoll.Today();
            await using var db = stand.Read();
            var counts = await Replay.Count(db, CoverageVersions.Reference, [stand.Clock.Today]);
            var counters = await db.Counters.Where(c => c.Value != 0 && c.Measure != Counter.Turn)
                .OrderBy(c => c.Path).ThenBy(c => c.Measure)
                .Select(c => $"{c.Path} {c.Measure} {c.Value}").ToListAsync();
            var replayed = counts[0].All.Select(c => $"{c.Path} {c.Measure} {c.Value}");
            Assert.Equal(counters.Order(StringComparer.Ordinal), replayed.Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_back_dated_union_moves_the_past_as_known_now_and_never_what_was_known_then(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var unit = await stand.RegisterEnterprise(Places.Pingshan, "迟报公司", headcount: 30);
        var then = stand.Clock.Now;
        var day = stand.Clock.Today;
        stand.Clock.Advance(40);
        var (union, life) = await stand.Found(Places.Pingshan, "迟报公司工会", UnionForm.Own, day.AddDays(-10));
        await stand.Tell(unit, (_, ledger, file) => ledger.Join(file, union, [life], day.AddDays(-10), null));
        await using var db = stand.Read();
        Assert.Equal(1, await Covered(db, day, null));
        Assert.Equal(0, await Covered(db, day, then));
        Assert.Equal(0, await Covered(db, day.AddDays(-11), null));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_unit_that_moved_counts_where_it_worked_on_the_day(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var unit = await stand.RegisterEnterprise(Places.Pingshan, "搬家公司", headcount: 30);
        var before = stand.Clock.Today;
        stand.Clock.Advance(20);
        var moved = stand.Clock.Today;
        await stand.Tell(unit, (_, ledger, file) =>
            ledger.Tell(file, FactKind.Workplace, 0, FactSource.Visit, moved, Places.Nanyuan));
        await using var db = stand.Read();
        var counts = await Replay.Count(db, CoverageVersions.Reference, [before, moved]);
        Assert.Equal((1, 0), (Base(counts[0], Places.Pingshan), Base(counts[0], Places.Nanyuan)));
        Assert.Equal((0, 1), (Base(counts[1], Places.Pingshan), Base(counts[1], Places.Nanyuan)));
        Assert.Equal(1, Base(counts[1], Places.District));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task An_exclusion_counts_from_its_decision_on_in_what_is_known(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var unit = await stand.RegisterEnterprise(Places.Pingshan, "空壳公司");
        var day = stand.Clock.Today;
        var proposed = stand.Clock.Now;
        var exclusion = await stand.Do(db =>
        {
            var row = new Exclusion
            {
                Key = db.NextKey(),
                Id = Guid.CreateVersion7(),
                Path = unit.Path,
                EnterpriseKey = unit.Key,
                Code = ExclusionCode.AddressOnly,
                Reason = "集群注册",
                EffectiveFrom = day,
                ProposedBy = "甲",
                ProposedAt = proposed,
            };
            db.Add(row);
            return Task.FromResult(row.Key);
        });
        stand.Clock.Advance(3);
        await stand.Do(async db =>
            (await db.Exclusions.FirstAsync(x => x.Key == exclusion)).Decide(true, null, "乙", stand.Clock.Now));
        await using var db = stand.Read();
        Assert.Equal(0, Base((await Replay.Count(db, CoverageVersions.Reference, [day]))[0], Places.District));
        Assert.Equal(1, Base((await Replay.Count(db, CoverageVersions.Reference, [day], proposed))[0], Places.District));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_corrected_code_or_registration_leaves_what_was_known_of_it(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var day = await stand.DayRoll.Today();
        var unit = await stand.RegisterEnterprise(Places.Pingshan, "登记错的店", 30, established: day.AddYears(-1), code: stand.NewCode("92"));
        var first = stand.Clock.Now;
        stand.Clock.Advance(5);
        await stand.Tell(unit, (_, _, file) => file.Enterprise.CreditCode = stand.NewCode("91"));
        var second = stand.Clock.Now;
        stand.Clock.Advance(5);
        await stand.Tell(unit, (_, _, file) => file.Enterprise.EstablishedOn = day.AddDays(-10));
        await using var db = stand.Read();
        Assert.Equal((0, 1), (await Counted(first), await X6(first)));
        Assert.Equal((1, 0), (await Counted(second), await X6(second)));
        Assert.Equal((0, 0), (await Counted(null), await X6(null)));

        async Task<long> Counted(DateTime? known) => Base((await Replay.Count(db, CoverageVersions.Reference, [day], known))[0], Places.District);
        async Task<long> X6(DateTime? known) =>
            (await Replay.Count(db, CoverageVersions.Reference, [day], known))[0].Under(Places.District).GetValueOrDefault("x6");
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Of_a_large_store_it_is_a_job_and_says_when_it_was_counted(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await Populate(stand, 20);
        var day = stand.Clock.Today;
        stand.Clock.Advance(3);
        await stand.DayRoll.Today();
        await stand.Sql("UPDATE \"counter\" SET \"Value\" = 200000 WHERE \"Measure\" = 'units'");
        await stand.Sql("UPDATE \"counter\" SET \"Value\" = \"Value\" + 1 WHERE \"Measure\" = 'turn'");
        var browser = stand.As(Places.Pingshan);
        var address = $"/replay?place=440305008011&day={day:yyyy-MM-dd}";
        await browser.Open(address);
        Assert.Null(browser.Page.QuerySelector("#list table"));
        var twice = stand.As(Places.Pingshan);
        await twice.Open(address);
        await browser.Post("#list form");
        await twice.Post("#list form");
        await using (var asked = stand.Read())
            Assert.Single(await asked.AskedReplays.ToListAsync());
        await browser.Open(address);
        Assert.NotNull(browser.Page.QuerySelector("#replay-progress"));
        await stand.Get<JobRunner>().Drain(default);
        await browser.Open(address);
        await using var db = stand.Read();
        var sums = (await Replay.Count(db, CoverageVersions.Reference, [day]))[0].Under(Places.Pingshan);
        Assert.Equal([$"{sums["covered"]}", $"{sums["base"]}"], browser.Page.QuerySelector("#list tbody tr")!.QuerySelectorAll("td")
            .Skip(1).Take(2).Select(c => c.TextContent.Trim()));
        Assert.Contains("算于 2026-09-18", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_trend_holds_the_month_ends_as_known_now(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await Populate(stand, 20);
        stand.Clock.Advance(40);
        await stand.Get<History>().Fill();
        await stand.Get<History>().Fill();
        await using var db = stand.Read();
        var ends = History.MonthEnds(stand.Clock.Today);
        Assert.Equal(12, ends.Count);
        Assert.All(ends, d => Assert.Equal(1, d.AddDays(1).Day));
        Assert.Equal(9, ends[^1].Month);
        var replayed = await Replay.Count(db, CoverageVersions.Reference, ends);
        foreach (var count in replayed)
        {
            var stored = await db.CounterHistory.Where(c => c.Day == count.Day && c.Measure == Measures.Base).SumAsync(c => c.Value);
            Assert.Equal(Base(count, Places.District), stored);
        }
    }

    private static long Base(ReplayedCounts counts, string path) => counts.Under(path).GetValueOrDefault(Measures.Base);

    private static async Task<long> Covered(AppDb db, DateOnly day, DateTime? known) =>
        (await Replay.Count(db, CoverageVersions.Reference, [day], known))[0].Under(Places.District).GetValueOrDefault(Measures.Covered);

    /// <summary>Files of every kind: crossings, young units, unsigned joinings, unions that end, future facts.</summary>
    private static async Task Populate(Stand stand, int count)
    {
        var today = await stand.DayRoll.Today();
        var (joint, jointLife) = await stand.Found(Places.Pingshan, "园区联合工会", UnionForm.Joint, today.AddYears(-1), today.AddDays(80));
        var (own, ownLife) = await stand.Found(Places.Pingshan, "一家工会", UnionForm.Own, today.AddDays(-100));
        for (var i = 0; i < count; i++)
        {
            var n = i;
            await stand.RegisterEnterprise(
                Where[n % Where.Length], $"公司{n}", n % 7 == 0 ? null : 5 + n, n % 3 == 0 ? null : n,
                today.AddDays(-20 * n + 100), stand.NewCode(n % 11 == 0 ? "92" : "91"), (_, ledger, file) =>
                {
                    ledger.Tell(file, FactKind.Headcount, 60 - n, FactSource.Visit, today.AddDays(n - 30));
                    if (n % 4 == 1)
                        ledger.Join(file, joint, [jointLife], today.AddDays(-n), n % 8 == 1 ? today.AddDays(n) : null);
                    if (n % 10 == 2)
                        ledger.Join(file, own, [ownLife], today.AddDays(n - 20), null);
                    if (n % 9 == 3)
                        ledger.Tell(file, FactKind.Workplace, 0, FactSource.Visit, today.AddDays(n), Places.Nanyuan);
                });
        }
    }
}
