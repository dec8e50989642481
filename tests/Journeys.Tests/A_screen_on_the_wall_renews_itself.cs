using System.Text.RegularExpressions;

namespace Gonglian.Journeys.Tests;

/// <summary>The analyst opens the big screen; an officer edits elsewhere; the screen shows it and nobody loads it again.</summary>
public sealed class A_screen_on_the_wall_renews_itself(RunningHouse house)
{
    private const string Community = "440305008011";

    [Fact]
    public async Task While_an_officer_edits_in_another_window()
    {
        var screen = await house.As("区领导", 1920);
        await screen.GotoAsync("/");
        await screen.GetByRole(AriaRole.Link, new() { Name = "大屏" }).ClickAsync();
        await Assertions.Expect(screen).ToHaveURLAsync(new Regex("/board/"));
        await screen.GotoAsync($"/board/{Community}?indicator=N1&hold=true");
        var overview = await house.As("区干事");
        await overview.GotoAsync($"/overview/{Community}");
        await overview.GetByText("看表格").ClickAsync();
        await overview.Locator(".kpi a").First.FocusAsync();
        await overview.EvaluateAsync("() => { window.here = true; }");
        await screen.EvaluateAsync("() => { window.here = true; }");
        var beside = screen.Locator(".beside");
        var units = int.Parse(Regex.Match(await beside.InnerTextAsync(), @"在册 ([\d,]+)").Groups[1].Value.Replace(",", ""), null);

        var officer = await house.As("社区专干");
        await officer.GotoAsync("/enterprises/new");
        await officer.Locator("[name='Form.Name']").FillAsync("深圳示例看板有限公司");
        await officer.Locator("main form button.primary").ClickAsync();
        await Assertions.Expect(officer).ToHaveURLAsync(new Regex("/enterprises/[0-9a-f-]{36}"));

        await Assertions.Expect(beside).ToContainTextAsync($"在册 {units + 1:#,##0} 家");
        await Assertions.Expect(screen.Locator(".lead")).ToContainTextAsync("最后变动");
        await Assertions.Expect(screen.Locator(".renewed")).ToContainTextAsync("已更新");
        await Assertions.Expect(overview.Locator(".lead").First).ToContainTextAsync($"在册 {units + 1:#,##0} 家");
        await Assertions.Expect(overview.Locator("details.fold").First).ToHaveAttributeAsync("open", "");
        await Assertions.Expect(overview.Locator(".kpi a").First).ToBeFocusedAsync();
        Assert.True(await screen.EvaluateAsync<bool>("() => window.here === true"), "The screen was loaded again");
        Assert.True(await overview.EvaluateAsync<bool>("() => window.here === true"), "The overview was loaded again");
        await Looking.Picture(screen, "journey-screen");

        await screen.Keyboard.PressAsync("Escape");
        await Assertions.Expect(screen).ToHaveURLAsync(new Regex($"/overview/{Community}"));
        foreach (var page in new[] { screen, overview, officer })
            await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(1920, false)]
    [InlineData(1440, true)]
    [InlineData(390, false)]
    public async Task It_is_sound(int width, bool dark)
    {
        var page = await house.As("区领导", width, dark);
        var faults = new List<string>();
        foreach (var address in new[] { "/board", "/board/440305008000?indicator=N3", $"/board/{Community}?hold=true", "/groups", "/groups/new" })
        {
            await page.GotoAsync(address);
            faults.AddRange((await Looking.Faults(page)).Select(f => $"{address}: {f}"));
            await Looking.Picture(page, $"{width}-{(dark ? "dark" : "light")}-screen{address.Replace('/', '-').Replace('?', '-')}");
        }
        await page.Context.CloseAsync();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task Without_script_it_opens_anew()
    {
        var page = await house.As("区领导", 1920, script: false);
        await page.GotoAsync("/board");
        await Assertions.Expect(page.Locator("meta[http-equiv=refresh]")).ToHaveCountAsync(1);
        await page.Context.CloseAsync();
    }
}
