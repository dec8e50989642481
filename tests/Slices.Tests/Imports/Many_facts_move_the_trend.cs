using Gonglian.Enterprises.Imports;
using Gonglian.Foundation.Jobs;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Imports;

/// <summary>A large roster tells of past days too: the trend is asked for anew.</summary>
public sealed class Many_facts_move_the_trend
{
    [Theory]
    [OnEveryDatabase]
    public async Task A_large_import_asks_for_the_trend_and_a_small_one_does_not(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await stand.DayRoll.Today();
        await stand.Get<JobRunner>().Drain(default);
        Assert.Equal(0, await Asked(stand, 30));
        Assert.Equal(1, await Asked(stand, 1_000));
    }

    private static async Task<int> Asked(Stand stand, int rows)
    {
        var file = await Rosters.Workbook(stand,
        [
            ["企业名称", "信用代码", "社区", "职工人数"],
            .. Enumerable.Range(1, rows).Select(i => new[] { $"{rows}之{i}公司", stand.NewCode(), "平山", $"{i}" }),
        ]);
        var import = await stand.Get<Importer>().Run(Stand.System, file);
        Assert.Equal(rows, import.New);
        await using var db = stand.Read();
        return await db.Jobs.CountAsync(j => j.Kind == "figures.history" && j.Key > import.Key);
    }
}
