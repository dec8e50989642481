using Gonglian.Enterprises;
using Gonglian.Enterprises.Imports;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Imports;

/// <summary>大名册: beyond some thousand rows an import asks the store only for rows that may be met, and misses none of them.</summary>
public sealed class A_large_import_meets_what_stands
{
    private const int Rows = 9_000;

    [Theory]
    [OnEveryDatabase]
    public async Task What_was_registered_before_it_and_while_it_runs(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var before = await stand.RegisterEnterprise(Places.Pingshan, "早已建档公司", headcount: 5);
        var file = await Rosters.Workbook(stand,
        [
            ["企业名称", "信用代码", "社区", "职工人数"],
            .. Enumerable.Range(1, Rows).Select(i => new[] { $"第{i}公司", stand.NewCode(), "平山", $"{i % 90}" }),
            ["早已建档公司", "", "平山", "7"],
            ["期间建档公司", "", "平山", "8"],
            ["早已建档电子公司", before.CreditCode!, "平山", "9"],
        ]);
        Task<Enterprise>? meanwhile = null;
        var import = await stand.Get<Importer>().Run(Stand.System, file, null, Register);
        await meanwhile!;

        Assert.Equal((Rows, 1, 2), (import.New, import.Changed, import.Doubles));
        Assert.Equal(["早已建档公司", "期间建档公司"], stand.Left(import).Select(r => r.Cells[0]));
        await using var db = stand.Read();
        Assert.Equal(9, (await db.Enterprises.SingleAsync(e => e.Key == before.Key)).Headcount);
        Assert.Equal(Rows + 2, await db.Enterprises.CountAsync());

        // When the names of the store have been read and many rows are still to come.
        void Register(ImportProgress progress)
        {
            if (progress.Rows > 5_500)
                meanwhile ??= stand.RegisterEnterprise(Places.Pingshan, "期间建档公司", headcount: 5);
        }
    }
}
