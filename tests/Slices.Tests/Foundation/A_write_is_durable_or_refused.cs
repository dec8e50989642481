using Gonglian.Enterprises;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Rules;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Foundation;

/// <summary>Changes go through one door: all of a change is kept, or nothing of it.</summary>
public sealed class A_write_is_durable_or_refused
{
    [Theory]
    [OnEveryDatabase]
    public async Task A_refusal_takes_back_its_own_change_and_nobody_elses(Database database)
    {
        await using var stand = await Stand.On(database);
        var changes = Enumerable.Range(0, 200).Select(i => stand.Do(async db =>
        {
            await db.Set($"test.{i}", "kept");
            db.Count("4403/", "test", 1);
            if (i % 3 == 0)
                throw new Refused("test.no", "第 {0} 项不行", i);
        })).ToList();
        var refused = 0;
        foreach (var change in changes)
            if (await Record.ExceptionAsync(() => change) is { } failure)
                refused += Assert.IsType<Refused>(failure).Code == "test.no" ? 1 : 0;

        await using var db = stand.Read();
        Assert.Equal(67, refused);
        Assert.Equal(133, await db.Set<Setting>().CountAsync(s => s.Name.StartsWith("test.")));
        Assert.Null(await db.Get("test.0"));
        Assert.Equal("kept", await db.Get("test.199"));
        Assert.Equal(133, (await db.Sums("4403/"))["test"]);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_is_written_and_then_refused_takes_nobody_along(Database database)
    {
        await using var stand = await Stand.On(database);
        var changes = Enumerable.Range(0, 200).Select(i => stand.Do(db =>
        {
            db.Insert([new Setting { Name = $"test.{i}", Value = "kept" }]);
            db.Count("4403/", "test", 1);
            if (i % 20 == 10)
                throw new Refused("test.no", "第 {0} 项不行", i);
            if (i % 20 == 15)
                db.Insert([new Setting { Name = $"test.{i}", Value = "twice" }]);
            return Task.CompletedTask;
        })).ToList();
        var refused = new List<string>();
        foreach (var change in changes)
            if (await Record.ExceptionAsync(() => change) is { } failure)
                refused.Add(Assert.IsType<Refused>(failure).Code);

        await using var db = stand.Read();
        Assert.Equal(10, refused.Count(r => r == "test.no"));
        Assert.Equal(10, refused.Count(r => r == Writes.AlreadyThere));
        var kept = await db.Set<Setting>().Where(s => s.Name.StartsWith("test.")).ToListAsync();
        Assert.Equal(180, kept.Count);
        Assert.DoesNotContain(kept, s => s.Value != "kept" || s.Name is "test.10" or "test.15");
        Assert.Equal(180, (await db.Sums("4403/"))["test"]);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_breaks_inside_a_change_breaks_only_that_change(Database database)
    {
        await using var stand = await Stand.On(database);
        var broken = stand.Do(_ => throw new InvalidOperationException("a bug"));
        var sound = stand.Do(db => db.Set("test.sound", "kept"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => broken);
        await sound;
        await using var db = stand.Read();
        Assert.Equal("kept", await db.Get("test.sound"));
    }

    [Fact]
    public async Task Where_the_database_cannot_be_opened_everybody_is_told_and_served_once_it_can()
    {
        await using var stand = await Stand.On(Database.Sqlite);
        var folder = Directory.CreateDirectory(Path.Combine(stand.Folder, "elsewhere")).FullName;
        var inTheWay = Directory.CreateDirectory(Path.Combine(folder, "gonglian.db"));
        using var store = new Store(stand.Store.Modules, folder, null, stand.Clock);
        await using var writes = new Writes(store);
        var changes = Enumerable.Range(0, 20).Select(i => writes.Do(Stand.System, db => db.Set($"test.{i}", "lost"))).ToList();
        foreach (var change in changes)
            await Assert.ThrowsAsync<SqliteException>(() => change.WaitAsync(TimeSpan.FromSeconds(20)));

        inTheWay.Delete();
        await store.Migrate();
        await writes.Do(Stand.System, db => db.Set("test.later", "kept"));
        await using var db = store.Read(Stand.System);
        Assert.Equal("kept", await db.Get("test.later"));
    }

    [Fact]
    public async Task What_the_disk_refuses_is_told_to_whoever_waited_and_its_log_is_not_trusted_any_more()
    {
        await using var stand = await Stand.On(Database.Sqlite);
        var folder = Directory.CreateDirectory(Path.Combine(stand.Folder, "elsewhere")).FullName;
        var (file, log) = (Path.Combine(folder, "gonglian.db"), Path.Combine(folder, "gonglian.db-wal"));
        using var store = new Store(stand.Store.Modules, folder, null, stand.Clock);
        await store.Migrate();
        await using var writes = new Writes(store);

        // The library has the log open; whoever brings it to the disk does not find it.
        var refused = writes.Do(Stand.System, async db =>
        {
            await db.Set("test.refused", "told");
            File.Move(log, log + ".away");
        });
        await Assert.ThrowsAsync<FileNotFoundException>(() => refused.WaitAsync(TimeSpan.FromSeconds(20)));
        File.Move(log + ".away", log);
        await writes.Do(Stand.System, db => db.Set("test.later", "kept"));

        await using (var db = store.Read(Stand.System))
            Assert.Equal("kept", await db.Get("test.later"));
        var alone = Directory.CreateDirectory(Path.Combine(stand.Folder, "alone")).FullName;
        File.Copy(file, Path.Combine(alone, "gonglian.db"));
        using var withoutLog = new Store(stand.Store.Modules, alone, null, stand.Clock);
        await using (var db = withoutLog.Read(Stand.System))
            Assert.Equal("told", await db.Get("test.refused"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task When_the_answer_comes_everybody_sees_the_change(Database database)
    {
        await using var stand = await Stand.On(database);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
        {
            await stand.Do(db => db.Set($"test.{i}", $"{i}"));
            await using var db = stand.Read();
            Assert.Equal($"{i}", await db.Get($"test.{i}"));
        }));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_row_that_a_change_hands_out_is_the_row_that_was_written(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司");
        Enterprise? changed = null;
        await stand.Do(async db =>
        {
            changed = await db.Enterprises.SingleAsync(e => e.Key == enterprise.Key);
            changed.Address = "新址";
        });
        await using var db = stand.Read();
        var written = await db.Enterprises.SingleAsync(e => e.Key == enterprise.Key);
        Assert.Equal(("新址", enterprise.Stamp + 1), (changed!.Address, changed.Stamp));
        Assert.Equal((changed.Address, changed.Stamp), (written.Address, written.Stamp));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Of_two_changes_of_one_row_none_is_lost(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => stand.Do(async db =>
        {
            var row = await db.Enterprises.SingleAsync(e => e.Key == enterprise.Key);
            row.Address += "加";
        })));
        await using var db = stand.Read();
        var after = await db.Enterprises.SingleAsync(e => e.Key == enterprise.Key);
        Assert.Equal(20, after.Address.Length);
        Assert.Equal(enterprise.Stamp + 20, after.Stamp);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_same_code_at_the_same_moment_is_registered_once(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var code = stand.NewCode();
        await stand.DayRoll.Today();
        var tries = Enumerable.Range(0, 8)
            .Select(i => Record.ExceptionAsync(() => stand.RegisterEnterprise(Places.Pingshan, $"公司{i}", code: code)).AsTask())
            .ToList();
        var failures = await Task.WhenAll(tries);
        Assert.Single(failures, f => f is null);
        Assert.All(failures.OfType<Exception>(), f => Assert.Equal("writes.already-there", Assert.IsType<Refused>(f).Code));
        await using var db = stand.Read();
        Assert.Equal(1, await db.Enterprises.CountAsync());
        Assert.Equal(1, (await db.Sums("4403/"))["units"]);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_context_of_a_page_throws_when_it_shall_save(Database database)
    {
        await using var stand = await Stand.On(database);
        await using var db = stand.Read();
        db.Add(new Setting { Name = "test", Value = "never" });
        await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync());
        Assert.Throws<InvalidOperationException>(() => db.SaveChanges());
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Keys_stay_unique_when_the_program_starts_again(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var keys = new List<long> { (await stand.RegisterEnterprise(Places.Pingshan, "甲公司")).Key };
        await stand.Restart();
        keys.Add((await stand.RegisterEnterprise(Places.Pingshan, "乙公司")).Key);
        await stand.Restart();
        keys.Add((await stand.RegisterEnterprise(Places.Pingshan, "丙公司")).Key);
        Assert.Equal(3, keys.Distinct().Count());
        Assert.Equal(keys.Order(), keys);
    }
}
