using System.Text.RegularExpressions;

namespace Gonglian.Journeys.Tests;

/// <summary>From a figure to the rows behind it, and from the duty to the enterprise that has it.</summary>
public sealed class Those_who_decide_reach_the_rows(RunningHouse house)
{
    [Theory]
    [InlineData(true, 1440)]
    [InlineData(true, 390)]
    [InlineData(false, 1440)]
    public async Task A_community_officer_finds_who_must_found_a_union(bool script, int width)
    {
        var page = await house.As("社区专干", width, script: script);
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "看应建未建" }).First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/establishment"));
        var first = page.Locator("#due-list tbody tr").First;
        await Assertions.Expect(first).ToBeVisibleAsync();
        var name = (await first.Locator("a[href^='/enterprises/']").First.InnerTextAsync()).Trim();
        await Looking.Picture(page, $"journey-due-{width}-{(script ? "script" : "plain")}");
        await first.Locator("a[href^='/enterprises/']").First.ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync(name);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("应当单独建");
        await Looking.Picture(page, $"journey-due-file-{width}-{(script ? "script" : "plain")}");
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_district_leader_drills_from_ninety_seven_per_cent_to_a_row(bool script)
    {
        var page = await house.As("区领导", script: script);
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("创建单位") }).First.ClickAsync();
        var figure = page.Locator(".kpis > *", new() { HasText = "组建覆盖率" }).First;
        await Assertions.Expect(figure).ToContainTextAsync(new Regex(@"97\.\d%"));
        await Looking.Picture(page, $"journey-97-{(script ? "script" : "plain")}");
        await figure.Locator("a").First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/figures/N1"));
        await page.Locator("main tbody a[href^='/overview/']").First.ClickAsync();
        await page.Locator(".kpis > *", new() { HasText = "组建覆盖率" }).First
            .GetByRole(AriaRole.Link, new() { Name = "计入", Exact = true }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/enterprises\\?"));
        var row = page.Locator("main tbody tr a[href^='/enterprises/']").First;
        await Assertions.Expect(row).ToBeVisibleAsync();
        await Looking.Picture(page, $"journey-97-rows-{(script ? "script" : "plain")}");
        await row.ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("怎么算的");
        await page.Context.CloseAsync();
    }
}
