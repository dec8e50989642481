using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Gonglian.Enterprises;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Jobs;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;
using Gonglian.Slices.Tests.Fixture;
using Gonglian.Slices.Tests.Imports;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Foundation;

/// <summary>审计链: every change record is on it, and whatever is changed, removed, re-ordered or put in beside it is found.</summary>
public sealed class Whoever_touches_the_trail_is_found
{
    private const string Id = "0199a5b0-1111-7222-8333-444455556666";

    [Fact]
    public void Digest_and_link_are_those_of_an_independent_computation()
    {
        // Made by Python's struct and hashlib from the description in the remarks of ChangeDigest.
        var at = new DateTime(2026, 9, 15, 1, 2, 3, DateTimeKind.Utc).AddMicroseconds(456789).AddTicks(7);
        var change = new Change
        {
            Key = 4403,
            At = at,
            UserId = Guid.Parse(Id),
            By = "区干事",
            Origin = "10.1.2.3",
            Subject = "enterprise",
            SubjectKey = 17,
            Path = "4403/05/",
            Action = "edit",
            Row = "Enterprise",
            Before = """{"Name":"甲公司"}""",
            After = """{"Name":"乙公司"}""",
        };
        var entry = new byte[TrailLink.EntryLength];
        (entry[6], entry[7]) = (0x11, 0x33);
        ChangeDigest.Of(change, entry.AsSpan(sizeof(long)));
        Assert.Equal("b709cfb5e0c517ef3512784b1dcadc79dbc274a0b1536ac42d43b74f9549455c", Convert.ToHexStringLower(entry.AsSpan(sizeof(long))));
        Assert.Equal("251a3d525df5c978eee79a2046f4ddf41aff2dd55690766340fba6d5eff746a5", Convert.ToHexStringLower(TrailLink.HashOf(new byte[TrailLink.HashLength], 0, 1, at, entry)));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Every_record_is_on_it_however_it_was_written(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await stand.Import(Stand.System, await Rosters.Workbook(stand,
            [["企业名称", "信用代码", "社区", "职工人数"], .. Enumerable.Range(1, 300).Select(i => new[] { $"第{i}公司", stand.NewCode(), "平山", $"{i % 90}" })]));
        var changes = Enumerable.Range(0, 200).Select(i => stand.Do(async db =>
        {
            (await db.Enterprises.OrderBy(e => e.Key).Skip(i).FirstAsync()).Rename($"改名{i}");
            if (i % 7 == 0)
                throw new Refused("test.no", "不行");
        })).ToList();
        foreach (var change in changes)
            await Record.ExceptionAsync(() => change);
        var found = await Check(stand);
        Assert.Empty(found.Faults);
        await using var db = stand.Read();
        Assert.Equal(await db.Changes.IgnoreQueryFilters().CountAsync(), found.Records);
        Assert.True(found.Records > 471);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Records_and_links_are_only_ever_added(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.RegisterEnterprise(Places.Pingshan, "甲公司");
        foreach (var sql in new[]
                 {
                     "UPDATE \"change\" SET \"By\" = '别人'", "DELETE FROM \"change\"", "UPDATE \"trail_link\" SET \"Seq\" = 9",
                     "DELETE FROM \"trail_link\"",
                 })
            Assert.Contains("only added to", (await Assert.ThrowsAnyAsync<Exception>(() => stand.Sql(sql))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_moved_node_takes_its_records_along_and_the_trail_holds(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.RegisterEnterprise(Places.Pingshan, "甲公司");
        await stand.Do(db => db.MovePaths(Places.Pingshan, "4403/05/008/099/"));
        Assert.Empty((await Check(stand)).Faults);
    }

    [Theory]
    [OnEveryDatabase("UPDATE \"change\" SET \"By\" = '别人' WHERE \"Key\" = {0}", "trail.changed")]
    [OnEveryDatabase("UPDATE \"change\" SET \"Origin\" = '10.0.0.1' WHERE \"Key\" = {0}", "trail.changed")]
    [OnEveryDatabase("UPDATE \"change\" SET \"Reason\" = '' WHERE \"Key\" = {0}", "trail.changed")]
    [OnEveryDatabase("UPDATE \"change\" SET \"Key\" = 1 WHERE \"Key\" = {0}", "trail.removed")]
    [OnEveryDatabase("DELETE FROM \"change\" WHERE \"Key\" = {0}", "trail.removed")]
    [OnEveryDatabase("UPDATE \"trail_link\" SET \"At\" = (SELECT max(\"At\") FROM \"trail_link\") WHERE \"Lane\" = 0 AND \"Seq\" = 3", "trail.link")]
    [OnEveryDatabase("DELETE FROM \"trail_link\" WHERE \"Lane\" = 0 AND \"Seq\" = 3", "trail.gap")]
    [OnEveryDatabase("UPDATE \"trail_link\" SET \"Entries\" = (SELECT \"Entries\" FROM \"trail_link\" WHERE \"Lane\" = 0 AND \"Seq\" = 4) WHERE \"Lane\" = 0 AND \"Seq\" = 3", "trail.link")]
    public async Task What_was_done_past_the_program_is_named_first(Database database, string sql, string code)
    {
        await using var stand = await Stand.On(database);
        for (var i = 0; i < 6; i++)
        {
            await stand.RegisterEnterprise(Places.Pingshan, $"第{i}公司");
            stand.Clock.Advance(TimeSpan.FromHours(1));
        }
        await using var db = stand.Read();
        var third = await db.Changes.OrderBy(c => c.Key).Where(c => c.Action == "add").Skip(2).FirstAsync();
        Assert.Empty((await Check(stand)).Faults);
        await Unguard(stand);
        await stand.Sql(string.Format(CultureInfo.InvariantCulture, sql, third.Key));
        var first = (await Check(stand)).Faults[0];
        Assert.Equal(code, first.What.Code);
        Assert.True(first.At <= third.At.AddHours(1), $"{first.At} after {third.At}");
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_record_put_in_beside_it_is_found(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.RegisterEnterprise(Places.Pingshan, "甲公司");
        await stand.Sql("""
            INSERT INTO "change" ("Key", "At", "By", "Subject", "SubjectKey", "Path", "Action", "Row")
            SELECT 7000000, "At", '区干事', "Subject", "SubjectKey", "Path", 'edit', "Row" FROM "change" ORDER BY "Key" LIMIT 1
            """);
        var fault = Assert.Single((await Check(stand)).Faults);
        Assert.Equal(("trail.beside", (object)7000000L), (fault.What.Code, fault.What.Arguments[0]));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Whoever_has_database_and_keys_and_writes_the_end_anew_meets_the_root_on_paper(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.RegisterEnterprise(Places.Pingshan, "甲公司");
        await stand.RegisterEnterprise(Places.Pingshan, "乙公司");
        stand.Clock.Advance(1);
        await stand.DayRoll.Today();
        await stand.Get<JobRunner>().Drain(default);
        await using var db = stand.Read();
        var root = await db.Set<TrailRoot>().OrderBy(r => r.Day).LastAsync();
        Assert.Equal(stand.Clock.Today, root.Day);
        Assert.True(SigningKey.Holds(root.PublicKey, root.Text, root.Signature));
        var head = Assert.Single(TrailRoot.HeadsOf(root.Text));

        // Everything from the last link of the root on is gone, as if it had never been: links, records, roots, the end itself.
        await Unguard(stand);
        var link = await db.Set<TrailLink>().SingleAsync(l => l.Lane == head.Lane && l.Seq == head.Seq);
        var before = await db.Set<TrailLink>().SingleAsync(l => l.Lane == head.Lane && l.Seq == head.Seq - 1);
        var later = (await db.Set<TrailLink>().Where(l => l.Lane == head.Lane && l.Seq >= head.Seq).ToListAsync())
            .SelectMany(l => Enumerable.Range(0, l.Count).Select(i => l[i].Key));
        var bytes = database == Database.Sqlite ? $"x'{Convert.ToHexString(before.Hash)}'" : $"'\\x{Convert.ToHexString(before.Hash)}'";
        await stand.Sql($"""
            DELETE FROM "change" WHERE "Key" IN ({string.Join(", ", later)});
            DELETE FROM "trail_link" WHERE "Lane" = {head.Lane} AND "Seq" >= {head.Seq};
            UPDATE "trail_head" SET "Seq" = {head.Seq - 1}, "Hash" = {bytes} WHERE "Lane" = {head.Lane};
            DELETE FROM "trail_root"
            """);
        Assert.Empty((await Check(stand)).Faults);
        Assert.Equal("trail.cut", Assert.Single((await Check(stand, root.Text)).Faults).What.Code);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_root_that_was_changed_or_signed_by_another_is_found(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.RegisterEnterprise(Places.Pingshan, "甲公司");
        for (var i = 0; i < 3; i++)
        {
            stand.Clock.Advance(1);
            await stand.DayRoll.Today();
            await stand.Get<JobRunner>().Drain(default);
        }
        await Unguard(stand);
        var days = (stand.Clock.Today.AddDays(-1), stand.Clock.Today);
        await stand.Sql($"""UPDATE "trail_root" SET "Text" = replace("Text", 'lane 0', 'lane 1') WHERE "Day" = '{days.Item1:yyyy-MM-dd}'""");
        Assert.Contains((await Check(stand)).Faults, f => f.What.Code == "trail.root-signature" && Equals(f.What.Arguments[0], days.Item1));
        await stand.Sql($"""DELETE FROM "trail_root" WHERE "Day" = '{days.Item1:yyyy-MM-dd}'""");
        Assert.Contains((await Check(stand)).Faults, f => f.What.Code == "trail.root-order" && Equals(f.What.Arguments[0], days.Item2));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Records_of_an_older_version_are_taken_up(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.RegisterEnterprises(Places.Pingshan, Enumerable.Range(0, 2500).Select(i => $"第{i}公司"));
        await using var db = stand.Read();
        var (records, last) = (await db.Changes.CountAsync(), await db.Changes.MaxAsync(c => c.Key));
        await Unguard(stand);
        var nothing = new string('0', TrailLink.HashLength * 2);
        await stand.Sql($"""
            DELETE FROM "trail_link"; DELETE FROM "trail_root";
            UPDATE "trail_head" SET "Seq" = 0, "Hash" = {(database == Database.Sqlite ? $"x'{nothing}'" : $"'\\x{nothing}'")};
            INSERT INTO "setting" ("Name", "Value") VALUES ('{TrailAdoption.Setting}', '0 {last}')
            """);
        await stand.RegisterEnterprise(Places.Pingshan, "之后的公司");
        var waiting = await Check(stand);
        Assert.Equal((records, 0), (waiting.Waiting, waiting.Faults.Count));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => new TrailAdoption(stand.Store, stand.Writes).Run()));
        var found = await Check(stand);
        Assert.Equal((0, 0), (found.Waiting, found.Faults.Count));
        Assert.Equal(await db.Changes.CountAsync(), found.Records);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Whichever_letter_of_whichever_record_was_changed_it_is_that_record_which_is_named(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.RegisterEnterprises(Places.Pingshan, Enumerable.Range(0, 40).Select(i => $"第{i}公司"));
        await Unguard(stand);
        await using var db = stand.Read();
        var changes = await db.Changes.Where(c => c.After != null).OrderBy(c => c.Key).ToListAsync();
        Prop.ForAll(
            Gen.Choose(0, changes.Count - 1).Zip(Gen.Choose(0, int.MaxValue)).ToArbitrary(),
            asked =>
            {
                var change = changes[asked.Item1];
                var at = asked.Item2 % change.After!.Length;
                var other = change.After[at] == 'x' ? 'y' : 'x';
                Put(change.After[..at] + other + change.After[(at + 1)..]);
                var fault = Assert.Single(Check(stand).GetAwaiter().GetResult().Faults);
                Put(change.After);
                return fault.What.Code == "trail.changed" && Equals(fault.What.Arguments[0], change.Key);

                void Put(string text) => stand.Sql($"""
                    UPDATE "change" SET "After" = '{text.Replace("'", "''", StringComparison.Ordinal)}' WHERE "Key" = {change.Key}
                    """).GetAwaiter().GetResult();
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
        Assert.Empty((await Check(stand)).Faults);
    }

    private static async Task<TrailFound> Check(Stand stand, string? printed = null)
    {
        await using var db = stand.Read();
        return await TrailCheck.Run(db, (await stand.Get<SigningKeys>().Known())?.Public, printed);
    }

    // Somebody at the database's prompt who knows about the guards.
    private static async Task Unguard(Stand stand)
    {
        foreach (var table in new[] { "change", "trail_link", "trail_root" })
            foreach (var guard in new[] { "kept", "never_removed" })
                await stand.Sql($"DROP TRIGGER \"{table}_{guard}\"{(stand.Database == Database.Sqlite ? "" : $" ON \"{table}\"")}");
    }
}
