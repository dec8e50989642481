using Gonglian.Enterprises;
using Gonglian.Enterprises.Imports;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Imports;

/// <summary>撤销: for seven days, what still is as the import left it goes back; the rest is listed and stays.</summary>
public sealed class An_import_can_be_taken_back
{
    private static readonly string[] Titles =
        ["企业名称", "信用代码", "社区", "经营地址", "职工人数", "经营状态", "联系人", "电话", "建会形式", "工会名称", "建会日期", "签署日期"];

    [Theory]
    [OnEveryDatabase]
    public async Task New_files_go_changed_cells_go_back_and_later_work_stays(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var known = await stand.RegisterEnterprise(Places.Pingshan, "已有公司", headcount: 40);
        var moved = await stand.RegisterEnterprise(Places.Pingshan, "改过的公司", headcount: 12);
        var before = await Sums(stand);
        stand.Clock.Advance(TimeSpan.FromMinutes(1));
        var touchedCode = stand.NewCode();
        var import = await stand.Import(Stand.System, await Rosters.Workbook(stand, Titles,
            ["新公司", stand.NewCode(), "平山", "一路", "30", "注销", "王一", "13800138000", "独立", "", "2020-01-01", ""],
            ["新联合", stand.NewCode(), "平山", "一路", "3", "", "", "", "联合", "一联合工会", "2020-01-01", "2021-01-01"],
            ["新公司甲", touchedCode, "平山", "一路", "3", "", "", "", "", "", "", ""],
            ["已有公司", known.CreditCode!, "福光", "二路", "29", "", "李二", "13900139000", "独立", "", "2021-01-01", ""],
            ["改过的公司", moved.CreditCode!, "平山", "三路", "13", "", "", "", "", "", "", ""]));
        Assert.Equal((3, 2), (import.New, import.Changed));
        stand.Clock.Advance(TimeSpan.FromMinutes(1));
        await stand.Do(async db =>
        {
            (await db.Enterprises.SingleAsync(e => e.Key == moved.Key)).Address = "四路";
            (await db.Enterprises.SingleAsync(e => e.CreditCode == touchedCode)).Address = "五路";
        });
        await stand.Tell(moved, (_, ledger, file) => ledger.Tell(file, FactKind.Headcount, 77, FactSource.Visit, stand.Clock.Today));

        await Undo(stand, import.Id);
        var undone = await stand.Get<Importer>().Find(import.Key);
        Assert.Equal((ImportState.Undone, 4), (undone.State, undone.Undone));
        await using var db = stand.Read();
        var records = await db.Changes.Where(c => c.Subject == "import").OrderBy(c => c.Key).ToListAsync();
        Assert.Equal(["import", "undo"], records.Select(r => r.Action));
        Assert.Contains("\"Undone\":4,\"Rest\":2", records[1].After, StringComparison.Ordinal);
        Assert.Equal(["改过的公司", "新公司甲", "已有公司"], (await db.Enterprises.OrderBy(e => e.SortKey).Select(e => e.Name).ToListAsync()));
        var back = await db.Enterprises.SingleAsync(e => e.Key == known.Key);
        Assert.Equal((40, "", Places.Pingshan, null), (back.Headcount, back.Address, back.Path, back.UnionForm));
        var kept = await db.Enterprises.SingleAsync(e => e.Key == moved.Key);
        Assert.Equal((77, "四路"), (kept.Headcount, kept.Address));
        Assert.Empty(await db.Contacts.ToListAsync());
        Assert.Empty(await db.Exclusions.ToListAsync());
        Assert.Empty(await db.Unions.ToListAsync());
        Assert.Equal(2, undone.Rest);
        var rest = await db.ImportNotes.Where(r => r.ImportKey == import.Key && r.Kind == NoteKind.Rest).ToListAsync();
        Assert.Equal(["改过的公司", "新公司甲"], rest.Select(r => r.Name).Order(StringComparer.Ordinal));
        var after = await Sums(stand);
        Assert.Equal(before["base"] + 1, after["base"]);
        Assert.Equal(before.GetValueOrDefault("covered"), after.GetValueOrDefault("covered"));
        Assert.Equal(40 + 77 + 3, after["employees"]);

        var again = await stand.Import(Stand.System, await Rosters.Workbook(stand, ["企业名称", "信用代码", "社区"],
            ["新公司", stand.NewCode(), "平山"]));
        Assert.Equal(1, again.New);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task After_seven_days_it_stands(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var import = await stand.Import(Stand.System, await Rosters.Workbook(stand, ["企业名称", "社区"], ["甲公司", "平山"]));
        stand.Clock.Advance(7);
        var refused = await Assert.ThrowsAsync<Refused>(() => Undo(stand, import.Id));
        Assert.Equal("import.too-late", refused.Code);
    }

    private static async Task Undo(Stand stand, Guid id)
    {
        var importer = stand.Get<Importer>();
        await using var db = stand.Read();
        var import = await db.Imports.SingleAsync(i => i.Id == id);
        var job = await importer.Begin(Stand.System, id, import.Stamp, Importer.UndoJob, takesUp: true);
        await stand.Get<Undo>().Run(job, default);
    }

    private static async Task<IReadOnlyDictionary<string, long>> Sums(Stand stand)
    {
        await using var db = stand.Read();
        return await db.Sums("");
    }
}
