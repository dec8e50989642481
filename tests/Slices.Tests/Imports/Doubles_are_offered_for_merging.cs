using AngleSharp.Html.Dom;
using Gonglian.Enterprises;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Imports;

/// <summary>疑似重复: merge, new or leave, row by row, and what was chosen is done.</summary>
public sealed class Doubles_are_offered_for_merging
{
    [Theory]
    [OnEveryDatabase]
    public async Task Each_row_by_its_own_answer(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var standing = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", headcount: 5);
        var code = stand.NewCode();
        var browser = stand.As(Stand.Person(Places.Taoyuan));
        var file = await Rosters.Workbook(stand, ["企业名称", "统一社会信用代码", "社区", "职工人数", "经营地址"],
            ["乙公司", code, "平山", "10", ""], ["乙公司(旧名)", code, "平山", "", "平山路 1 号"],
            ["丙公司", "", "福光", "11", ""], ["丙公司", "", "福光", "12", ""], ["丙公司", "", "福光", "13", ""],
            ["甲公司", "", "平山", "14", ""], ["甲公司", stand.NewCode(), "平山", "15", ""]);
        await A_newcomer_imports_in_steps.Send(browser, file, "名册.xlsx");
        await browser.Follow();
        await browser.Post("main form[method=post]");
        await A_newcomer_imports_in_steps.Settled(browser);
        Assert.Contains("开始导入 2 行", browser.Text, StringComparison.Ordinal);
        Assert.Equal(["Skip", "Same"], Offered(3));
        foreach (var row in new[] { 5, 6, 7, 8 })
            Assert.Equal(["Skip", "Same", "New"], Offered(row));
        Assert.NotNull(browser.Page.QuerySelector($"a[href='/enterprises/{standing.Id}']"));

        await browser.Post("form:has([name=answer-3])",
            ("answer-3", "Same"), ("answer-5", "New"), ("answer-6", "Skip"), ("answer-7", "Same"), ("answer-8", "New"));
        await A_newcomer_imports_in_steps.Settled(browser);
        await browser.Post("#preview", ("Do", "start"));
        await A_newcomer_imports_in_steps.Settled(browser);
        await using var db = stand.Read();
        var all = await db.Enterprises.OrderBy(e => e.Key).ToListAsync();
        Assert.Equal([11, 12], all.Where(e => e.Name == "丙公司").Select(e => e.Headcount!.Value).Order());
        Assert.Equal("平山路 1 号", all.Single(e => e.CreditCode == code).Address);
        Assert.Equal([14, 15], all.Where(e => e.Name == "甲公司").Select(e => e.Headcount!.Value).Order());
        Assert.Equal(5, all.Count);

        IEnumerable<string> Offered(int row) =>
            ((IHtmlSelectElement)browser.Page.QuerySelector($"select[name=answer-{row}]")!).Options.Select(o => o.Value);
    }
}
