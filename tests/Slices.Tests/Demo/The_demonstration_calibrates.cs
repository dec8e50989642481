using Gonglian.Enterprises;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;
using Gonglian.Host.Demo;
using Gonglian.Insight;
using Gonglian.Organisations.Unions;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Demo;

/// <summary>示例区 — no figure is a constant: recounted from the rows, the sixteen show what the 2020 report says.</summary>
public sealed class The_demonstration_calibrates
{
    private static readonly DateOnly Anchor = new(2026, 3, 31);

    [Theory]
    [OnEveryDatabase]
    public async Task A_recount_with_SQL_gives_the_rates_and_one_row_moves_them_by_one(Database database)
    {
        await using var district = await District.Make(database, new DemoWish(Anchor));
        var before = await district.Recount();
        Check(before);
        await EveryKindIsThere(district);
        await OneRowIsOne(district, before);
    }

    [Theory]
    [InlineData(2, "2024-02-29")]
    [InlineData(3, "2025-12-31")]
    [InlineData(4, "2026-01-01")]
    [InlineData(5, "2026-02-28")]
    [InlineData(6, "2025-05-30")]
    public async Task Other_seeds_and_days_calibrate_as_well(int seed, string anchor)
    {
        await using var district = await District.Make(
            Database.Sqlite, new DemoWish(DateOnly.Parse(anchor, System.Globalization.CultureInfo.InvariantCulture), seed));
        Check(await district.Recount());
    }

    [Fact]
    public void The_quotas_of_three_hundred_seeds_add_up()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var quotas = Quota.Of(seed);
            Assert.Equal(107, quotas.Count);
            Check([.. quotas.Select(q => new Count(
                q.Community.Code, q.Community.IsCreation, q.Base, q.Covered, q.Large, q.LargeOwn))]);
        }
    }

    private static void Check(IReadOnlyList<Count> counts)
    {
        var creation = counts.Where(c => c.IsCreation).ToList();
        Assert.Equal(16, creation.Count);
        Assert.Equal((427, 500), (creation.Sum(c => c.LargeOwn), creation.Sum(c => c.Large)));
        var rate = (double)creation.Sum(c => c.Covered) / creation.Sum(c => c.Base);
        Assert.InRange(rate, 0.97, 0.98);
        Assert.NotEqual(0.98, rate);
        Assert.Contains(creation, c => c.Covered < 0.97 * c.Base);
        Assert.All(creation, c => Assert.InRange((double)c.Covered / c.Base, 0.93, 0.999));
        Assert.All(counts.Where(c => !c.IsCreation), c => Assert.InRange((double)c.Covered / c.Base, 0.60, 0.92));
        Assert.Equal(107, counts.Count);
    }

    private static async Task EveryKindIsThere(District district)
    {
        foreach (var form in Enum.GetValues<UnionForm>())
            Assert.True(await district.Scalar($"""SELECT count(*) FROM "union" WHERE "Form" = {(int)form}""") > 0, $"{form}");
        await using var db = district.Read();
        var confirmed = await db.Exclusions.Where(x => x.State == ExclusionState.Confirmed).ToListAsync();
        Assert.All(confirmed, x => Assert.NotEqual(x.ProposedBy, x.DecidedBy));
        var codes = confirmed.Select(x => x.Code).Distinct();
        Assert.Equal(
            [ExclusionCode.SoleTrader, ExclusionCode.New], Enum.GetValues<ExclusionCode>().Except(codes));
        Assert.Contains(await db.Exclusions.ToListAsync(), x => x.State == ExclusionState.Proposed);
        Assert.Contains(await db.Exclusions.ToListAsync(), x => x.State == ExclusionState.Declined);
        Assert.True(await district.Scalar("""
            SELECT count(*) FROM enterprise_fact
            WHERE "Kind" = 1 AND "SupersededAt" IS NOT NULL
            """) > 0, "a corrected headcount");
        Assert.True(await district.Scalar("""
            SELECT count(*) FROM exclusion x JOIN joining j ON j."EnterpriseKey" = x."EnterpriseKey"
            WHERE x."Code" = 1 AND x."State" = 2 AND j."Form" = 1 AND j."EffectiveTo" IS NULL
            """) > 0, "a deregistered unit with a living union");
        Assert.True(await district.Scalar("""SELECT count(*) FROM joining WHERE "Form" = 2 AND "SignedOn" IS NULL""") > 0, "unsigned");
        Assert.True(await district.Scalar(
            $"""SELECT count(*) FROM union_fact WHERE "Kind" = 2 AND "EffectiveTo" < '{Anchor:yyyy-MM-dd}'""") > 0, "expired terms");
        Assert.True(await district.Scalar("""SELECT count(*) FROM enterprise WHERE NOT "Sample" """) == 0, "every row is marked");
        var months = await db.CounterHistory.Select(h => h.Day).Distinct().OrderBy(d => d).ToListAsync();
        Assert.Equal(History.MonthEnds(Anchor), months);
    }

    private static async Task OneRowIsOne(District district, IReadOnlyList<Count> before)
    {
        var clock = new DemoClock(China.Instant(Anchor).AddHours(10));
        await district.Get<Gonglian.Foundation.Data.Writes>().Do(District.Tester, async db =>
        {
            var small = await db.Enterprises.FirstAsync(e => e.Path == "4403/05/008/011/" && e.Headcount < 20
                && e.UnionForm == UnionForm.Joint && e.Exclusion == null);
            var ledger = new Ledger(
                db, await district.Get<CoverageParameters>().Of(db), district.Get<Vault>(), Anchor, clock.GetUtcNow().UtcDateTime);
            var file = await ledger.Open(small);
            ledger.Tell(file, FactKind.Headcount, 25, FactSource.SocialInsurance, Anchor);
            await ledger.Close(file);
        });
        var after = (await district.Recount()).ToDictionary(c => c.Code);
        foreach (var was in before)
            Assert.Equal(was.Code == "440305008011" ? was with { Large = was.Large + 1 } : was, after[was.Code]);
    }
}
