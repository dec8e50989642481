using Gonglian.Enterprises;
using Gonglian.Enterprises.Imports;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Figures;
using Gonglian.Organisations;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Imports;

/// <summary>幂等: the same file again changes nothing; a newer one changes what is new; doubles are asked about.</summary>
public sealed class An_import_again_changes_nothing
{
    private static readonly string[] Titles =
        ["企业名称", "信用代码", "社区", "职工人数", "会员人数", "经营状态", "联系人", "电话", "建会形式", "工会名称", "建会日期", "届满日期", "签署日期"];

    [Theory]
    [OnEveryDatabase]
    public async Task The_same_file_on_another_day(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var file = await Rosters.Workbook(stand, Titles,
            ["甲公司", stand.NewCode(), "平山", "30", "20", "在营", "王一", "13800138000", "独立", "", "2020-01-01", "2028-01-01", ""],
            ["乙公司", stand.NewCode(), "平山", "8", "5", "注销", "王二", "0755-26667788", "联合", "一联合工会", "2020-01-01", "", "2021-01-01"],
            ["没有代码的公司", "", "平山", "8", "", "", "", "", "", "", "", "", ""]);
        await stand.Import(Stand.System, file);
        var before = await Everything(stand);
        stand.Clock.Advance(3);
        await stand.DayRoll.Today();
        var again = await stand.Import(Stand.System, file);
        Assert.Equal((3, 0, 0, 3, 0), (again.Rows, again.New, again.Changed, again.Unchanged, again.Left));
        Assert.Equal(before, await Everything(stand));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_newer_roster_tells_what_is_new_and_keeps_what_was_known(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var code = stand.NewCode();
        await stand.Import(Stand.System, await Rosters.Workbook(stand, ["企业名称", "信用代码", "社区", "职工人数", "人数日期"],
            ["甲公司", code, "平山", "30", "2026-01-31"]));
        var changed = await stand.Import(Stand.System, await Rosters.Workbook(stand,
            ["企业名称", "信用代码", "社区", "职工人数", "人数日期", "经营地址", "电话", "建会形式", "工会名称", "建会日期"],
            ["甲公司", code, "福光", "24", "2026-08-31", "福光路1号", "13800138000", "独立", "", "2026-02-01"]));
        Assert.Equal((0, 1), (changed.New, changed.Changed));
        await using var db = stand.Read();
        var enterprise = await db.Enterprises.SingleAsync();
        Assert.Equal((24, "福光路1号", Gonglian.Slices.Tests.Fixture.Places.Fuguang),
            (enterprise.Headcount, enterprise.Address, enterprise.Path));
        Assert.Equal(2, await db.EnterpriseFacts.CountAsync(f => f.Kind == FactKind.Headcount && f.SupersededAt == null));
        var sums = await db.Sums("");
        Assert.Equal((1, 1, 24), (sums["base"], sums["covered"], sums["employees"]));
        Assert.Equal(0, (await db.Sums(Gonglian.Slices.Tests.Fixture.Places.Pingshan)).GetValueOrDefault("base"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Doubles_are_left_out_until_somebody_decides(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var twice = stand.NewCode();
        await stand.RegisterEnterprise(Gonglian.Slices.Tests.Fixture.Places.Pingshan, "已有公司(深圳)", headcount: 5);
        var rows = new[]
        {
            ["企业名称", "信用代码", "社区", "职工人数"],
            ["甲公司", twice, "平山", "30"], ["甲公司分号", twice, "平山", "31"],
            ["已有公司\uFF08深圳\uFF09", "", "平山", "6"],
            ["已有公司(深圳)", stand.NewCode(), "平山", "7"],
            new[] { "无码公司", "", "平山", "1" }, ["无码公司", "", "平山", "2"],
        };
        var first = await stand.Import(Stand.System, await Rosters.Workbook(stand, rows));
        Assert.Equal((6, 2, 4, 4), (first.Rows, first.New, first.Left, first.Doubles));
        Assert.Equal(["import.same-code", "import.same-name", "import.same-name-in-file", "import.same-name-in-file"],
            stand.Left(first).Select(r => r.Reasons[0].Code));

        var second = await stand.Import(Stand.System, await Rosters.Workbook(stand, rows), new RosterSettings
        {
            Doubles = new Dictionary<DoubleKind, DoubleAnswer>
            {
                [DoubleKind.SameCode] = DoubleAnswer.Same,
                [DoubleKind.SameName] = DoubleAnswer.Same,
                [DoubleKind.SameNameInFile] = DoubleAnswer.New,
            },
        });
        Assert.Equal((2, 1, 0), (second.New, second.Changed, second.Left));
        await using var db = stand.Read();
        Assert.Equal("甲公司", (await db.Enterprises.SingleAsync(e => e.CreditCode == twice)).Name);
        Assert.Equal(5, await db.Enterprises.CountAsync());
    }

    private static async Task<string> Everything(Stand stand)
    {
        await using var db = stand.Read();
        return string.Join(' ',
            await db.Enterprises.SumAsync(e => e.Stamp), await db.EnterpriseFacts.CountAsync(), await db.Changes.CountAsync(c => c.Subject != "import"),
            await db.Contacts.CountAsync(), await db.Joinings.CountAsync(), await db.Unions.CountAsync(),
            await db.UnionFacts.CountAsync(), await db.Exclusions.CountAsync());
    }
}
