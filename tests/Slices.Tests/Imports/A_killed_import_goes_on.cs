using Gonglian.Enterprises;
using Gonglian.Enterprises.Imports;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Jobs;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Imports;

/// <summary>断点: a process killed in the middle leaves whole pieces; the next start goes on without doubling anything.</summary>
public sealed class A_killed_import_goes_on
{
    private const int Rows = 1_000;

    [Theory]
    [OnEveryDatabase]
    public async Task Every_row_stands_once(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var file = await Roster(stand);
        using var kill = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            stand.Get<Importer>().Run(Stand.System, file, null, _ => kill.Cancel(), kill.Token));
        await using (var half = stand.Read())
            Assert.InRange(await half.Enterprises.CountAsync(), 1, Rows - 200);

        stand.Clock.Advance(TimeSpan.FromMinutes(10));
        await stand.Restart();
        await stand.Get<JobRunner>().Drain(default);
        await using var db = stand.Read();
        var import = await db.Imports.SingleAsync();
        Assert.Equal((Rows, Rows * 9 / 10, Rows / 10), (import.Rows, import.New, import.Left));
        Assert.Equal(Rows * 9 / 10, await db.Enterprises.CountAsync());
        Assert.Equal(Rows * 9 / 10, await db.Contacts.CountAsync());
        Assert.Equal(Rows * 9 / 10, (await db.Sums(""))["units"]);
        Assert.Equal(Rows / 10, stand.Left(import).Count);
        Assert.Equal(ImportState.Done, import.State);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Who_lost_it_to_another_neither_goes_on_nor_takes_back_what_the_other_wrote(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var file = await Roster(stand);
        await Assert.ThrowsAsync<JobLost>(() => stand.Get<Importer>().Run(Stand.System, file, null, _ =>
        {
            // Taken over and finished, its file gone, while the first one stood still.
            stand.Clock.Advance(TimeSpan.FromMinutes(10));
            stand.Get<JobRunner>().Drain(default).GetAwaiter().GetResult();
        }));
        await using var db = stand.Read();
        var import = await db.Imports.SingleAsync();
        Assert.Equal((Rows, Rows * 9 / 10, ImportState.Done), (import.Rows, import.New, import.State));
        Assert.Equal(Rows * 9 / 10, await db.Enterprises.CountAsync());
        Assert.Equal(Rows / 10, stand.Left(import).Count);
    }

    [Fact]
    public async Task Pieces_that_were_lost_with_their_commit_are_written_again()
    {
        await using var stand = await Stand.On(Database.Sqlite);
        await stand.PlantTree();
        await stand.Do(Poison.Prepare);
        var pieces = 0;
        var poisoned = Task.CompletedTask;
        var import = await stand.Get<Importer>().Run(Stand.System, await Roster(stand), null, _ =>
        {
            if (++pieces == 2)
                poisoned = stand.Writes.DoInBackground(Stand.System, Poison.Put);
        });
        await poisoned;
        Assert.Equal((Rows, Rows * 9 / 10, ImportState.Done), (import.Rows, import.New, import.State));
        await using var db = stand.Read();
        Assert.Equal(Rows * 9 / 10, await db.Enterprises.CountAsync());
        Assert.Equal(Rows * 9 / 10, (await db.Sums(""))["units"]);
        Assert.Equal(Rows / 10, stand.Left(import).Count);
        Assert.True(pieces > 4, $"{pieces}");
    }

    private static Task<string> Roster(Stand stand) => Rosters.Workbook(stand,
    [
        ["企业名称", "信用代码", "社区", "职工人数", "联系人", "电话"],
        .. Enumerable.Range(1, Rows).Select(i =>
            new[] { $"第{i}公司", stand.NewCode(), i % 10 == 0 ? "没有的社区" : "平山", $"{i}", "王一", "13800138000" }),
    ]);
}
