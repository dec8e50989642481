using System.Text.RegularExpressions;
using Gonglian.Foundation.Rules;

namespace Gonglian.Journeys.Tests;

/// <summary>A newcomer imports a messy workbook, reads what is wrong with it, mends it and finds the result.</summary>
public sealed class A_newcomer_imports_a_messy_workbook(RunningHouse house)
{
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task With_and_without_script(bool script, int run)
    {
        var file = Path.Combine(Path.GetTempPath(), $"平山名册-{run}.xlsx");
        Workbook.Write(file,
            ["平山社区企业名册(2026年9月)"],
            ["序号", "单位全称", "社会信用代码", "员工总数", "所属社区", "备注"],
            ["1", $"新来甲{run}科技有限公司", CreditCode.Make("91440305MA9", run), "38人", "平山社区", ""],
            ["2", $"新来乙{run}餐饮有限公司", "9.14403E+17", "12", "平山社区", ""],
            ["3", $"新来丙{run}物流有限公司", CreditCode.Make("91440305MA9", 100 + run), "26", "平山村", ""],
            ["4", "", "", "", "", "合计"]);
        var page = await house.As("社区专干", script: script);
        await page.GotoAsync("/enterprises/import");
        await page.Locator("#roster").SetInputFilesAsync(file);
        await page.GetByRole(AriaRole.Button, new() { Name = "上传" }).ClickAsync();

        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/imports/.+/columns"));
        await Assertions.Expect(page.GetByLabel("“单位全称”是什么")).Not.ToHaveValueAsync("");
        await Assertions.Expect(page.GetByLabel("“社会信用代码”是什么")).Not.ToHaveValueAsync("");
        await Look(page, script, $"import-columns-{run}");
        await page.GetByRole(AriaRole.Button, new() { Name = "检查整个文件" }).ClickAsync();

        await Finished(page, script, "/preview");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("9.14403E+17");
        await Look(page, script, $"import-preview-{run}");
        await page.GetByLabel(new Regex("“平山村”")).SelectOptionAsync(new SelectOptionValue { Label = "桃源街道 平山社区" });
        await page.GetByRole(AriaRole.Button, new() { Name = "一键修正并重新检查" }).ClickAsync();

        await Finished(page, script, "/preview");
        await Assertions.Expect(page.GetByLabel("“平山村”已选定为")).Not.ToHaveValueAsync("");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("开始导入") }).ClickAsync();

        await Finished(page, script, "");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("未导入的行");
        await Look(page, script, $"import-result-{run}");
        var left = await page.RunAndWaitForDownloadAsync(
            () => page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("下载全部") }).First.ClickAsync());
        Assert.EndsWith(".xlsx", left.SuggestedFilename);
        await page.Context.CloseAsync();
    }

    private static async Task Look(IPage page, bool script, string name)
    {
        await Looking.Picture(page, $"journey-{name}");
        if (!script)
            return;
        var faults = await Looking.Faults(page);
        Assert.True(faults.Count == 0, $"{page.Url}: {string.Join('\n', faults)}");
    }

    // The work goes on by itself; without script the page asks again when it is opened again.
    private static async Task Finished(IPage page, bool script, string step)
    {
        var done = new Regex($"/imports/[0-9a-f-]+{step}$");
        for (var i = 0; i < 600; i++)
        {
            var busy = await page.Locator("#progress").CountAsync() > 0;
            if (!busy && done.IsMatch(new Uri(page.Url).AbsolutePath))
                return;
            await Task.Delay(200);
            if (!script || i % 10 == 9)
                await page.ReloadAsync();
        }
        Assert.Fail($"Still at {page.Url}: {await page.Locator("main").InnerTextAsync()}");
    }
}
