using AngleSharp.Html.Dom;
using Gonglian.Enterprises;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations;
using Gonglian.Organisations.Unions;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Imports;

/// <summary>预览里的回答: each answer for its own problem, with a way back; whatever button is pressed, what was typed is kept.</summary>
public sealed class The_preview_keeps_what_is_answered
{
    [Theory]
    [OnEveryDatabase]
    public async Task Blank_is_answered_for_one_problem_of_a_column_and_can_be_taken_back(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var wrong = stand.NewCode();
        wrong = wrong[..17] + (wrong[17] == '1' ? '2' : '1');
        var browser = await A_bare_yes_founds_no_union.Previewed(stand, await Rosters.Workbook(stand, ["企业名称", "信用代码", "社区", "职工人数"],
            ["甲公司", "9.14403E+17", "平山", "3"], ["乙公司", wrong, "平山", "3"], ["丙公司", stand.NewCode(), "平山", "-3"]));
        const string became = "CreditCode:credit-code.spreadsheet";
        Assert.DoesNotContain("可能是 3", browser.Text, StringComparison.Ordinal);
        Assert.Contains("“-3”是负数", browser.Text, StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector("[name=repair][value=numbers]"));
        await browser.Post("#preview", ("blank", became), ("Do", "check"));
        await A_newcomer_imports_in_steps.Settled(browser);
        Assert.Contains("开始导入 1 行", browser.Text, StringComparison.Ordinal);
        Assert.True(Box(browser, became).IsChecked);
        Assert.Equal(1, browser.Page.QuerySelectorAll("[name=blank][value^=CreditCode]").Count(b => !b.HasAttribute("checked")));
        await browser.Post("#preview", ("blank", null), ("Do", "check"));
        await A_newcomer_imports_in_steps.Settled(browser);
        Assert.Null(browser.Page.QuerySelector("button[value=start]"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_repair_is_taken_back_too(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var browser = await A_bare_yes_founds_no_union.Previewed(stand, await Rosters.Workbook(stand, ["企业名称", "社区", "职工人数"],
            ["甲公司", "平山", "约30人"], ["乙公司", "平山", "30"]));
        await browser.Post("#preview", ("Do", "repair"));
        await A_newcomer_imports_in_steps.Settled(browser);
        Assert.Contains("开始导入 2 行", browser.Text, StringComparison.Ordinal);
        await browser.Post("#preview", ("Do", "repair"), ("repair", null));
        await A_newcomer_imports_in_steps.Settled(browser);
        Assert.Contains("开始导入 1 行", browser.Text, StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector("[name=repair][checked]"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_joint_union_without_a_name_is_a_problem_of_its_cell_even_where_the_file_has_none(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var known = await stand.RegisterEnterprise(Places.Pingshan, "已有公司", headcount: 40);
        var browser = await A_bare_yes_founds_no_union.Previewed(stand, await Rosters.Workbook(stand,
            ["企业名称", "信用代码", "社区", "建会形式", "签署日期", "职工人数"],
            ["已有公司", known.CreditCode!, "平山", "联合工会", "2021-01-01", "41"],
            ["新公司", stand.NewCode(), "平山", "联合工会", "2021-01-01", "41"]));
        Assert.Null(browser.Page.QuerySelector("button[value=start]"));
        await browser.Post("#preview", ("cell-2-UnionName", "一联合工会"), ("blank", "UnionName:import.union-name"), ("Do", "check"));
        await A_newcomer_imports_in_steps.Settled(browser);
        Assert.Contains("开始导入 2 行", browser.Text, StringComparison.Ordinal);
        await browser.Post("#preview", ("Do", "start"));
        await A_newcomer_imports_in_steps.Settled(browser);
        await using var db = stand.Read();
        Assert.Equal("一联合工会", (await db.Unions.SingleAsync()).Name);
        Assert.Equal(UnionForm.Joint, (await db.Enterprises.SingleAsync(e => e.Key == known.Key)).UnionForm);
        Assert.Equal(2, await db.Enterprises.CountAsync(e => e.Headcount == 41));
    }

    [Fact]
    public void A_union_always_has_a_name()
    {
        var refused = Assert.Throws<Refused>(() => new Union { Key = 1, Id = Guid.CreateVersion7(), Path = "", Name = " ", Form = UnionForm.Joint });
        Assert.Equal("unions.no-name", refused.Code);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Turning_the_page_keeps_what_was_typed_and_starting_checks_it_first(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var browser = await A_bare_yes_founds_no_union.Previewed(stand, await Rosters.Workbook(stand,
            [["企业名称", "社区", "职工人数"], ["好公司", "平山", "7"], .. Enumerable.Range(1, 25).Select(i => new[] { $"第{i}公司", "平山", "不详" })]));
        Assert.Contains("开始导入 1 行", browser.Text, StringComparison.Ordinal);
        var next = browser.Page.QuerySelector("button[name=Go][value^=after]")!.GetAttribute("value");
        await browser.Post("#preview", ("cell-3-Headcount", "31"), ("Go", next));
        await browser.Follow();
        Assert.Contains("第25公司", browser.Text, StringComparison.Ordinal);
        Assert.Contains("还没有重新检查", browser.Text, StringComparison.Ordinal);
        await browser.Post("#preview", ("cell-27-Headcount", "32"), ("Do", "start"));
        await A_newcomer_imports_in_steps.Settled(browser);
        Assert.EndsWith("/preview", browser.Address, StringComparison.Ordinal);
        Assert.Contains("开始导入 3 行", browser.Text, StringComparison.Ordinal);
        await browser.Post("#preview", ("Do", "start"));
        await A_newcomer_imports_in_steps.Settled(browser);
        await using var db = stand.Read();
        Assert.Equal([7, 31, 32], await db.Enterprises.OrderBy(e => e.Headcount).Select(e => e.Headcount!.Value).ToListAsync());
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Only_cells_that_refuse_rows_are_shown_unless_somebody_asks_for_all(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var browser = await A_bare_yes_founds_no_union.Previewed(stand, await Rosters.Workbook(stand, ["企业名称", "社区", "园区", "职工人数"],
            ["甲公司", "平山", "没有的园区", "3"], ["乙公司", "平山", "", "不详"]));
        Assert.NotNull(browser.Page.QuerySelector("[name=cell-3-Headcount]"));
        Assert.Null(browser.Page.QuerySelector("[name=cell-2-Park]"));
        await browser.Post("#preview", ("Go", "show:all"));
        await browser.Follow();
        Assert.NotNull(browser.Page.QuerySelector("[name=cell-2-Park]"));
    }

    private static IHtmlInputElement Box(Browser browser, string value) =>
        browser.Page.QuerySelectorAll("[name=blank]").OfType<IHtmlInputElement>().Single(b => b.Value == value);
}
