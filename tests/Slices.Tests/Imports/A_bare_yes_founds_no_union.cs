using Gonglian.Enterprises;
using Gonglian.Enterprises.Imports;
using Gonglian.Foundation.Figures;
using Gonglian.Organisations;
using Gonglian.Organisations.Unions;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Imports;

/// <summary>是否建会: a bare 是 says that there is a union, not which; nothing is counted until somebody says what it means.</summary>
public sealed class A_bare_yes_founds_no_union
{
    private static readonly string[] Titles = ["企业名称", "信用代码", "社区", "职工人数", "会员人数", "是否建会"];

    [Theory]
    [OnEveryDatabase]
    public async Task Without_an_answer_the_units_come_without_a_union_and_are_listed(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var import = await stand.Import(Stand.Person(Places.Taoyuan), await Roster(stand));
        Assert.Equal((4, 0), (import.New, import.Left));
        Assert.Equal(3, ImportSummary.Read(import.Summary).Bare);
        await using var db = stand.Read();
        Assert.Equal(0, await db.Unions.CountAsync());
        Assert.Equal(0, (await db.Sums("")).GetValueOrDefault("covered"));
        var listed = await db.ImportNotes.Where(n => n.Kind == NoteKind.Unproven).OrderBy(n => n.Row).Select(n => n.Name).ToListAsync();
        Assert.Equal(["甲公司", "乙公司", "丙公司"], listed);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_preview_asks_once_and_says_how_many_units_newly_count(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var browser = await Previewed(stand, await Roster(stand));
        Assert.Contains("有 3 行只写了“是”或“有”", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("新计入覆盖", browser.Text, StringComparison.Ordinal);

        await browser.Post("#preview", ("BareUnion", "Own"), ("Do", "check"));
        await A_newcomer_imports_in_steps.Settled(browser);
        Assert.Contains("导入后新计入覆盖 3 家。", browser.Text, StringComparison.Ordinal);
        Assert.Contains("其中会员为 0 的 1 家。", browser.Text, StringComparison.Ordinal);
        Assert.Contains("其中会员人数不详的 1 家。", browser.Text, StringComparison.Ordinal);
        Assert.Contains("3 家没有建会日期,工会从导入当天起算", browser.Text, StringComparison.Ordinal);
        await browser.Post("#preview", ("Do", "start"));
        await A_newcomer_imports_in_steps.Settled(browser);
        Assert.DoesNotContain("待核实", browser.Text, StringComparison.Ordinal);
        await using var db = stand.Read();
        Assert.Equal(3, (await db.Sums(""))["covered"]);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_joint_union_needs_its_name_and_covers_nobody_unsigned(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var browser = await Previewed(stand, await Roster(stand));
        await browser.Post("#preview", ("BareUnion", "Joint"), ("Do", "check"));
        Assert.Contains("请填写“是”所指的联合工会名称", browser.Text, StringComparison.Ordinal);
        await browser.Post("#preview", ("BareUnion", "Joint"), ("JointName", "平山第一联合工会"), ("Do", "check"));
        await A_newcomer_imports_in_steps.Settled(browser);
        await browser.Post("#preview", ("Do", "start"));
        await A_newcomer_imports_in_steps.Settled(browser);
        await using var db = stand.Read();
        var union = await db.Unions.SingleAsync();
        Assert.Equal((UnionForm.Joint, "平山第一联合工会"), (union.Form, union.Name));
        Assert.Equal(0, (await db.Sums("")).GetValueOrDefault("covered"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_the_preview_says_of_coverage_is_what_comes(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var standing = await stand.RegisterEnterprise(Places.Pingshan, "已有公司", headcount: 40);
        var today = stand.Clock.Today;
        var browser = await Previewed(stand, await Rosters.Workbook(stand,
            ["企业名称", "信用代码", "社区", "成立日期", "建会形式", "工会名称", "建会日期", "签署日期"],
            ["已有公司", standing.CreditCode!, "平山", "", "独立工会", "", "2020-01-01", ""],
            ["新公司", stand.NewCode(), "平山", "", "独立工会", "", "2020-01-01", ""],
            ["刚成立公司", stand.NewCode(), "平山", today.AddDays(-5).ToString("yyyy-MM-dd"), "独立工会", "", today.ToString("yyyy-MM-dd"), ""],
            ["签了的公司", stand.NewCode(), "平山", "", "联合工会", "一联合工会", "2020-01-01", "2021-01-01"],
            ["没签的公司", stand.NewCode(), "平山", "", "联合工会", "一联合工会", "2020-01-01", ""]));
        Assert.Contains("导入后新计入覆盖 3 家。", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("没有建会日期", browser.Text, StringComparison.Ordinal);
        await browser.Post("#preview", ("Do", "start"));
        await A_newcomer_imports_in_steps.Settled(browser);
        await using var db = stand.Read();
        Assert.Equal(3, (await db.Sums(""))["covered"]);
    }

    /// <summary>Sends a file and confirms its columns.</summary>
    internal static async Task<Browser> Previewed(Stand stand, string file)
    {
        var browser = stand.As(Stand.Person(Places.Taoyuan));
        await A_newcomer_imports_in_steps.Send(browser, file, "名册.xlsx");
        await browser.Follow();
        await browser.Post("main form[method=post]");
        await A_newcomer_imports_in_steps.Settled(browser);
        return browser;
    }

    private static Task<string> Roster(Stand stand) => Rosters.Workbook(stand, Titles,
        ["甲公司", stand.NewCode(), "平山", "30", "0", "是"], ["乙公司", stand.NewCode(), "平山", "30", "", "有"],
        ["丙公司", stand.NewCode(), "平山", "30", "20", "已建会"], ["丁公司", stand.NewCode(), "平山", "30", "", "否"]);
}
