using Gonglian.Foundation.Vaults;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Jobs;
using Gonglian.Foundation.Rules;
using Gonglian.Insight;
using Gonglian.Insight.Snapshots;
using Gonglian.Organisations;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Snapshots;

/// <summary>快照: what was known when a month was frozen stands for ever; what came later stands beside it, with its reason.</summary>
public sealed class A_month_is_frozen_once_and_for_ever
{
    private static readonly Caller Leader = Stand.Person(Places.District);

    [Theory]
    [OnEveryDatabase]
    public async Task The_figures_are_those_counted_by_hand(Database database)
    {
        await using var stand = await Stand.On(database);
        await FrozenDistrict.Tell(stand);
        var snapshot = await stand.Freeze(Leader);
        Assert.Equal((FrozenDistrict.August, 1, "", "南山区"), (snapshot.Month, snapshot.Number, snapshot.Reason, snapshot.ScopeName));
        Assert.Equal(stand.Clock.Now, snapshot.KnownOn);
        await using var db = stand.Read();
        var figures = (await SnapshotProof.FiguresOf(db, [snapshot]))[snapshot.Key].ToDictionary(f => f.Indicator);
        Assert.Equal((1L, 7L, "0.97", 1), (figures["N1"].Numerator, figures["N1"].Denominator, figures["N1"].Target, figures["N1"].Version));
        Assert.Equal((1L, 1L), (figures["N2"].Numerator, figures["N2"].Denominator));
        Assert.Equal((0L, (long?)null), (figures["N3"].Numerator, figures["N3"].Denominator));
        Assert.Equal((12L, 30L), (figures["N5"].Numerator, figures["N5"].Denominator));
        Assert.Equal((null, "会员目前只按单位计数,逐人建档之后才能计量"), (figures["N7"].Numerator, figures["N7"].NotYet));
        Assert.Null(await Problem(stand, snapshot));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_is_told_later_moves_the_replay_and_never_the_snapshot(Database database)
    {
        await using var stand = await Stand.On(database);
        await FrozenDistrict.Tell(stand);
        var first = await stand.Freeze(Leader);
        var package = stand.Package(first);
        stand.Clock.Advance(3);
        await stand.RegisterEnterprise(Places.Pingshan, "补报公司", headcount: 40);

        Assert.Equal((1, 8), await Replayed(stand));
        Assert.Equal((1, 7), await N1(stand, first));
        Assert.Null(await Problem(stand, first));
        Assert.Equal(package, stand.Package(first));

        var refused = await Assert.ThrowsAsync<Refused>(() => stand.Freeze(Leader));
        Assert.Equal(("snapshots.no-reason", "Reason"), (refused.Code, refused.Field));
        var second = await stand.Freeze(Leader, reason: "补报一家企业");
        Assert.Equal((2, first.Key, "补报一家企业"), (second.Number, second.Restates, second.Reason));
        Assert.Equal((1, 8), await N1(stand, second));

        stand.Clock.Advance(1);
        await stand.RegisterEnterprise(Places.Fuguang, "又补报公司", headcount: 5);
        var third = await stand.Freeze(Leader, reason: "再补报一家企业");
        Assert.Equal((3, second.Key), (third.Number, third.Restates));
        Assert.Equal((1, 9), await N1(stand, third));
        Assert.Equal(
            PackageManifest.Sha256(second.Manifest), PackageManifest.Read(third.Manifest).Restates!.ManifestSha256);
        Assert.Equal((1, 7), await N1(stand, first));
        Assert.Null(await Problem(stand, first));
        Assert.Null(await Problem(stand, second));
        Assert.Null(await Problem(stand, third));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_double_click_freezes_once(Database database)
    {
        await using var stand = await Stand.On(database);
        await FrozenDistrict.Tell(stand);
        var wish = new FreezeWish(Guid.CreateVersion7(), FrozenDistrict.August);
        await stand.AskToFreeze(Leader, FrozenDistrict.Code, wish);
        await stand.AskToFreeze(Leader, FrozenDistrict.Code, wish);
        await stand.Get<JobRunner>().Drain(CancellationToken.None);
        await stand.AskToFreeze(Leader, FrozenDistrict.Code, wish);
        await stand.Get<JobRunner>().Drain(CancellationToken.None);
        await using var db = stand.Read();
        Assert.Equal((1, 1), (await db.Snapshots.CountAsync(), await db.SnapshotRequests.CountAsync()));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_cannot_be_frozen_is_refused_with_the_reason(Database database)
    {
        await using var stand = await Stand.On(database);
        await FrozenDistrict.Tell(stand);
        async Task<string> Why(Caller caller, string? code = FrozenDistrict.Code, DateOnly? month = null) =>
            (await Assert.ThrowsAsync<Refused>(() => stand.Freeze(caller, code, month))).Code;

        Assert.Equal("snapshots.not-ended", await Why(Leader, month: new(2026, 9, 30)));
        Assert.Equal("snapshots.not-a-month", await Why(Leader, month: new(2026, 8, 30)));
        Assert.Equal("snapshots.not-a-month", await Why(Leader, month: new(1999, 12, 31)));
        Assert.Equal("access.not-allowed", await Why(Stand.Person(Places.District, "insight.see")));
        Assert.Equal("figures.no-scope", await Why(Stand.Person(Places.Pingshan)));
        Assert.Equal("figures.no-scope", await Why(Leader, code: "440305009000"));
        var partly = new Caller(Guid.CreateVersion7(), "半区", [
            new Grant(Places.District, Stand.EveryRight, false), new Grant(Places.Nanyuan, null, true)]);
        Assert.Equal("snapshots.not-whole", await Why(partly));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_clock_set_back_is_seen(Database database)
    {
        await using var stand = await Stand.On(database);
        await FrozenDistrict.Tell(stand);
        stand.Clock.Advance(TimeSpan.FromMinutes(-5));
        Assert.Equal("snapshots.clock", (await Assert.ThrowsAsync<Refused>(() => stand.Freeze(Leader))).Code);
        stand.Clock.Advance(TimeSpan.FromMinutes(5));
        await stand.Freeze(Leader);
        stand.Clock.Advance(TimeSpan.FromSeconds(-1));
        var refused = await Assert.ThrowsAsync<Refused>(() => stand.Freeze(Leader, month: new(2026, 7, 31)));
        Assert.Equal("snapshots.clock", refused.Code);
        Assert.Contains("时钟可能被调回", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_group_of_units_is_frozen_with_the_units_it_had(Database database)
    {
        await using var stand = await Stand.On(database);
        await FrozenDistrict.Tell(stand);
        await stand.RegisterEnterprise(Places.Nanyuan, "别处公司");
        await stand.Do(async db => (await db.Units.FirstAsync(u => u.Path == Places.Pingshan)).CreationYear = 2026);
        var group = await stand.Freeze(Leader, Scope.CreationUnits);
        var whole = await stand.Freeze(Leader);
        Assert.Equal("440305008011", group.Units);
        Assert.Equal(((1L, 7L), (1L, 8L)), (await N1(stand, group), await N1(stand, whole)));
        Assert.Null(await Problem(stand, group));
    }

    [Theory]
    [OnEveryDatabase("UPDATE snapshot_figure SET \"Numerator\" = 7 WHERE \"Indicator\" = 'N1'")]
    [OnEveryDatabase("UPDATE snapshot_figure SET \"Target\" = '0.1' WHERE \"Indicator\" = 'N1'")]
    [OnEveryDatabase("UPDATE snapshot_figure SET \"Definition\" = '另一种口径' WHERE \"Indicator\" = 'N1'")]
    [OnEveryDatabase("DELETE FROM snapshot_figure WHERE \"Indicator\" = 'N2'")]
    [OnEveryDatabase("UPDATE snapshot SET \"FrozenBy\" = '别人'")]
    [OnEveryDatabase("UPDATE snapshot SET \"Month\" = '2026-07-31'")]
    [OnEveryDatabase("UPDATE snapshot SET \"Number\" = 2")]
    [OnEveryDatabase("UPDATE snapshot SET \"Reason\" = '改了'")]
    [OnEveryDatabase("UPDATE snapshot SET \"RowsHash\" = '00'")]
    [OnEveryDatabase("UPDATE snapshot SET \"Definition\" = replace(\"Definition\", '0.97', '0.10')")]
    [OnEveryDatabase("UPDATE snapshot SET \"Manifest\" = replace(\"Manifest\", '南山区', '福田区'), \"ScopeName\" = '福田区'")]
    public async Task A_changed_row_in_the_database_is_found(Database database, string tampering)
    {
        await using var stand = await Stand.On(database);
        await FrozenDistrict.Tell(stand);
        var snapshot = await stand.Freeze(Leader);
        await stand.Sql(tampering);
        await using var db = stand.Read();
        Assert.NotNull(await Problem(stand, await db.Snapshots.SingleAsync()));
        Assert.NotEmpty(snapshot.Signature);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_broken_pass_begins_anew_with_what_was_known_when_it_was_asked_for(Database database)
    {
        await using var stand = await Stand.On(database);
        await FrozenDistrict.Tell(stand);
        var wish = new FreezeWish(Guid.CreateVersion7(), FrozenDistrict.August);
        await File.WriteAllTextAsync(Path.Combine(stand.Folder, "snapshots"), "in the way");
        await stand.AskToFreeze(Leader, FrozenDistrict.Code, wish);
        await stand.Get<JobRunner>().Drain(CancellationToken.None);
        File.Delete(Path.Combine(stand.Folder, "snapshots"));
        Assert.Equal("snapshots.running", (await Assert.ThrowsAsync<Refused>(() => stand.Freeze(Leader))).Code);
        var asked = stand.Clock.Now;
        stand.Clock.Advance(2);
        await stand.RegisterEnterprise(Places.Pingshan, "后来公司");
        await stand.Writes.Do(Leader, db => Freezing.Resume(db, wish.Id, stand.Clock.Now));
        await stand.Get<JobRunner>().Drain(CancellationToken.None);
        await using var db = stand.Read();
        var snapshot = await db.Snapshots.SingleAsync();
        Assert.Equal(asked, snapshot.KnownOn);
        Assert.Equal((1, 7), await N1(stand, snapshot));
    }

    private static async Task<string?> Problem(Stand stand, Snapshot snapshot)
    {
        await using var db = stand.Read();
        var restated = await db.Snapshots.FirstOrDefaultAsync(s => s.Key == snapshot.Restates);
        var figures = (await SnapshotProof.FiguresOf(db, [snapshot]))[snapshot.Key].ToList();
        return SnapshotProof.Of(snapshot, figures, restated, await stand.Get<SigningKeys>().Find()).Problem;
    }

    private static async Task<(long, long)> N1(Stand stand, Snapshot of)
    {
        await using var db = stand.Read();
        var figure = await db.SnapshotFigures.SingleAsync(f => f.SnapshotKey == of.Key && f.Indicator == "N1");
        return (figure.Numerator!.Value, figure.Denominator!.Value);
    }

    private static async Task<(long, long)> Replayed(Stand stand)
    {
        await using var db = stand.Read();
        var answers = await IndicatorCheck.Answer(db, new IndicatorQuestion(FrozenDistrict.August));
        var share = answers.First(a => a.Indicator.Id == "N1").Share;
        return (share.Numerator, share.Denominator);
    }
}
