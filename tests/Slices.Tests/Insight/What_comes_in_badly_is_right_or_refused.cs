using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Organisations.Unions;
using Gonglian.Slices.Tests.Fixture;
using Recount = Gonglian.Slices.Tests.Figures.Recount;

namespace Gonglian.Slices.Tests.Insight;

/// <summary>What people enter in the wrong order, twice or against another source: the figures are right, and say what was known when.</summary>
public sealed class What_comes_in_badly_is_right_or_refused
{
    [Theory]
    [OnEveryDatabase]
    public async Task A_unit_moved_twice_on_one_day_counts_where_it_was_said_to_be_last(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var unit = await stand.RegisterEnterprise(Places.Pingshan, "搬两次公司", 30);
        stand.Clock.Advance(3);
        var day = stand.Clock.Today;
        await Move(Places.Fuguang);
        var between = stand.Clock.Now;
        stand.Clock.Advance(TimeSpan.FromHours(1));
        await Move(Places.Nanyuan);
        await using var db = stand.Read();
        Assert.Equal(await Recount.Of(db, day), await Recount.Kept(db));
        Assert.Equal((0, 0, 1), await Base(db, null));
        Assert.Equal((0, 1, 0), await Base(db, between));
        Assert.Equal(1, (await db.Sums(Places.District))["base"]);

        Task Move(string to) => stand.Tell(unit, (_, ledger, file) => ledger.Tell(file, FactKind.Workplace, 0, FactSource.Visit, day, to));

        async Task<(long, long, long)> Base(AppDb reading, DateTime? known)
        {
            var counts = (await Replay.Count(reading, CoverageVersions.Reference, [day], known))[0];
            return (At(Places.Pingshan), At(Places.Fuguang), At(Places.Nanyuan));

            long At(string path) => counts.Under(path).GetValueOrDefault("base");
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Members_of_a_joint_union_that_cross_25_stay_covered_and_owe_their_own(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var today = await stand.DayRoll.Today();
        var (joint, life) = await stand.Found(Places.Pingshan, "园区联合工会", UnionForm.Joint);
        var units = new List<Enterprise>();
        for (var i = 0; i < 3; i++)
            units.Add(await stand.RegisterEnterprise(Places.Pingshan, $"公司{i}", 24, more: (_, ledger, file) =>
                ledger.Join(file, joint, [life], today.AddDays(-20), today.AddDays(-20))));
        Assert.Equal((3, 3, 0, 0, 0), await Figures(stand));
        await stand.Tell(units[0], (_, ledger, file) => ledger.Tell(file, FactKind.Headcount, 25, FactSource.AnnualReport, today));
        Assert.Equal((3, 3, 1, 0, 1), await Figures(stand));
        await stand.Tell(units[0], (_, ledger, file) => ledger.Tell(file, FactKind.Headcount, 24, FactSource.SocialInsurance, today));
        Assert.Equal((3, 3, 0, 0, 0), await Figures(stand));
        await using var db = stand.Read();
        Assert.Equal(await Recount.Of(db, today), await Recount.Kept(db));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_deregistered_unit_counts_until_two_people_said_so_and_its_union_until_it_is_dissolved(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var today = await stand.DayRoll.Today();
        var (union, life) = await stand.Found(Places.Pingshan, "注销公司工会", UnionForm.Own);
        var unit = await stand.RegisterEnterprise(Places.Pingshan, "注销公司", 30, more: (_, ledger, file) =>
        {
            ledger.Join(file, union, [life], today.AddDays(-20), null);
            ledger.Tell(file, FactKind.Status, (int)OperatingStatus.Deregistered, FactSource.AnnualReport, today);
        });
        Assert.Equal((1, 1, 1, 1, 0), await Figures(stand));
        await stand.Tell(unit, (db, _, file) =>
        {
            var exclusion = new Exclusion
            {
                Key = db.NextKey(),
                Id = Guid.CreateVersion7(),
                Path = unit.Path,
                EnterpriseKey = unit.Key,
                Code = ExclusionCode.Deregistered,
                Reason = "已注销",
                EffectiveFrom = today,
                ProposedBy = "甲",
                ProposedAt = stand.Clock.Now,
            };
            exclusion.Decide(true, Guid.CreateVersion7(), "乙", stand.Clock.Now);
            db.Add(exclusion);
            file.Exclusions.Add(exclusion);
        });
        Assert.Equal((0, 0, 0, 0, 0), await Figures(stand));
        await using var reading = stand.Read();
        Assert.Equal((1, 1), (Of(await reading.Sums(Places.District), "x1"), Of(await reading.Sums(Places.District), "unions")));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_headcount_from_two_sources_that_disagree_counts_by_the_trusted_one_and_keeps_both(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var today = await stand.DayRoll.Today();
        var unit = await stand.RegisterEnterprise(Places.Pingshan, "两个数公司");
        foreach (var (people, source) in new[] { (40, FactSource.SelfReport), (20, FactSource.SocialInsurance), (33, FactSource.Visit) })
            await stand.Tell(unit, (_, ledger, file) => ledger.Tell(file, FactKind.Headcount, people, source, today));
        Assert.Equal((1, 0, 0, 0, 0), await Figures(stand));
        await using var db = stand.Read();
        Assert.Equal(3, db.EnterpriseFacts.Count(f => f.EnterpriseKey == unit.Key && f.Kind == FactKind.Headcount && f.SupersededAt == null));
    }

    private static async Task<(long Base, long Covered, long Large, long Own, long Due)> Figures(Stand stand)
    {
        await using var db = stand.Read();
        var sums = await db.Sums(Places.District);
        return (Of(sums, "base"), Of(sums, "covered"), Of(sums, "large"), Of(sums, "large-own"), Of(sums, "due"));
    }

    private static long Of(IReadOnlyDictionary<string, long> sums, string measure) => sums.GetValueOrDefault(measure);
}
