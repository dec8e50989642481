using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Rules;
using Gonglian.Slices.Tests.Fixture;

namespace Gonglian.Slices.Tests.Foundation;

/// <summary>后台: pieces of long work share a commit; whoever waits for a change is answered at once, and loses nothing by them.</summary>
public sealed class Long_work_leaves_room_for_others
{
    [Theory]
    [OnEveryDatabase]
    public async Task What_long_work_wrote_is_durable_with_the_next_change(Database database)
    {
        await using var stand = await Stand.On(database);
        for (var i = 0; i < 5; i++)
            await stand.Writes.DoInBackground(Stand.System, Piece(i));
        await stand.Do(db => db.Set("test.after", "kept"));
        await using var db = stand.Read();
        Assert.Equal("5", await db.Get("test.place"));
        Assert.Equal(5, (await db.Sums("4403/"))["test"]);
        Assert.Equal("kept", await db.Get("test.after"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_change_in_between_is_answered_while_the_work_goes_on(Database database)
    {
        await using var stand = await Stand.On(database);
        using var stop = new CancellationTokenSource();
        var done = 0;
        var work = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await stand.Writes.DoInBackground(Stand.System, Piece(i));
                Volatile.Write(ref done, i + 1);
            }
        });
        for (var i = 0; i < 30; i++)
        {
            var (before, between) = (Volatile.Read(ref done), 0);
            await stand.Do(db =>
            {
                between = Volatile.Read(ref done) - before;
                return db.Set("test.mine", $"{i}");
            });
            await using var db = stand.Read();
            Assert.Equal($"{i}", await db.Get("test.mine"));
            // The piece that runs, and one that was queued before; the rest of the work comes after.
            if (database == Database.Sqlite)
                Assert.InRange(between, 0, 2);
        }
        await stop.CancelAsync();
        await work;
    }

    [Fact]
    public async Task A_commit_of_long_work_that_fails_takes_nobodys_change_with_it()
    {
        await using var stand = await Stand.On(Database.Sqlite);
        await stand.Do(Poison.Prepare);
        await stand.Writes.DoInBackground(Stand.System, Piece(0));
        await stand.Writes.DoInBackground(Stand.System, Poison.Put);
        await stand.Do(db => db.Set("test.mine", "kept"));
        await using (var db = stand.Read())
            Assert.Equal((null, "kept"), (await db.Get("test.place"), await db.Get("test.mine")));
        await stand.Writes.DoInBackground(Stand.System, Piece(0));
        await stand.Do(db => db.Set("test.mine", "after"));
        await using var after = stand.Read();
        Assert.Equal(("1", "after"), (await after.Get("test.place"), await after.Get("test.mine")));
        Assert.Equal(1, (await after.Sums("4403/"))["test"]);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Nobody_has_to_ask_for_the_commit(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.Writes.DoInBackground(Stand.System, Piece(0));
        var place = "";
        for (var i = 0; i < 1_200 && place != "1"; i++)
        {
            await Task.Delay(50);
            await using var db = stand.Read();
            place = await db.Get("test.place") ?? "";
        }
        Assert.Equal("1", place);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Stopping_the_program_loses_nothing(Database database)
    {
        await using var stand = await Stand.On(database);
        for (var i = 0; i < 3; i++)
            await stand.Writes.DoInBackground(Stand.System, Piece(i));
        await stand.Restart();
        await using var db = stand.Read();
        Assert.Equal("3", await db.Get("test.place"));
    }

    [Fact]
    public async Task The_log_is_cut_when_there_is_nothing_more_to_do()
    {
        await using var stand = await Stand.On(Database.Sqlite);
        var log = new FileInfo(Path.Combine(stand.Folder, "gonglian.db-wal"));
        var page = new string('x', 4_000);
        for (var i = 0; i < 10; i++)
            await stand.Writes.DoInBackground(Stand.System, async db =>
            {
                for (var n = 0; n < 1_000; n++)
                    await db.Set($"test.{i}.{n}", page);
            });
        var longest = 0L;
        for (var i = 0; i < 1_200 && (longest == 0 || log.Length > 0); i++)
        {
            await Task.Delay(50);
            log.Refresh();
            longest = Math.Max(longest, log.Length);
        }
        Assert.True(longest > 20_000_000, $"{longest}");
        Assert.Equal(0, log.Length);
        await using var db = stand.Read();
        Assert.Equal(page, await db.Get("test.9.999"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_refused_piece_takes_nobodys_change_with_it_and_the_work_goes_on_from_its_place(Database database)
    {
        await using var stand = await Stand.On(database);
        var refusals = 0;
        for (var tries = 0; tries < 20; tries++)
        {
            await using var db = stand.Read();
            var place = int.Parse(await db.Get("test.place") ?? "0", System.Globalization.CultureInfo.InvariantCulture);
            if (place == 9)
                break;
            try
            {
                await Work(stand, place, refuses: refusals == 0 ? 6 : -1);
            }
            catch (Refused)
            {
                refusals++;
            }
        }
        await using var after = stand.Read();
        Assert.Equal(1, refusals);
        Assert.Equal("9", await after.Get("test.place"));
        Assert.Equal(9, (await after.Sums("4403/"))["test"]);
        Assert.Equal("kept", await after.Get("test.mine"));
    }

    // Nine pieces; between the third and the fourth somebody else makes a change.
    private static async Task Work(Stand stand, int from, int refuses)
    {
        for (var i = from; i < 9; i++)
        {
            if (i == 3)
                await stand.Do(db => db.Set("test.mine", "kept"));
            var piece = Piece(i);
            await stand.Writes.DoInBackground(Stand.System, i != refuses ? piece : async db =>
            {
                await piece(db);
                await db.SaveChangesAsync();
                throw new Refused("test.no", "不行");
            });
        }
        await stand.Do(db => db.Set("test.done", "1"));
    }

    // A piece that moves the place which the work has reached, and counts once.
    private static Func<AppDb, Task> Piece(int from) => async db =>
    {
        Assert.Equal($"{from}", await db.Get("test.place") ?? "0");
        await db.Set("test.place", $"{from + 1}");
        db.Count("4403/", "test", 1);
    };
}
