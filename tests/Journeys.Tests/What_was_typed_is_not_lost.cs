using System.Text.RegularExpressions;

namespace Gonglian.Journeys.Tests;

/// <summary>A form that was refused can be gone back to; one whose sign-in had expired is offered back.</summary>
public sealed class What_was_typed_is_not_lost(RunningHouse house)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Going_back_to_a_refused_form(bool script)
    {
        var page = await house.As("社区专干", script: script);
        await page.GotoAsync("/enterprises/new");
        await page.Locator("[name='Form.Address']").FillAsync("平山一路 1 号");
        await page.GetByRole(AriaRole.Button, new() { Name = "登记" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("还没有保存");
        await page.GetByRole(AriaRole.Link, new() { Name = "取消" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/enterprises$"));
        await page.GoBackAsync();
        await Assertions.Expect(page.Locator("[name='Form.Address']")).ToHaveValueAsync("平山一路 1 号");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_form_whose_sign_in_had_expired()
    {
        var page = await house.As("社区专干");
        await page.GotoAsync("/enterprises/new");
        await page.Locator("[name='Form.Name']").FillAsync("没有保存的公司");
        await page.Locator("[name='Form.Phone']").FillAsync("13800138000");
        await page.Context.ClearCookiesAsync(new() { Name = "gonglian" });
        await page.GetByRole(AriaRole.Button, new() { Name = "登记" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/sign-in"));
        await page.GetByRole(AriaRole.Button, new() { Name = "以“社区专干”进入" }).First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/enterprises/new$"));
        Assert.Empty(await Looking.Faults(page));
        await page.GetByRole(AriaRole.Button, new() { Name = "填回去" }).ClickAsync();
        await Assertions.Expect(page.Locator("[name='Form.Name']")).ToHaveValueAsync("没有保存的公司");
        await Assertions.Expect(page.Locator("[name='Form.Phone']")).ToHaveValueAsync("");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_long_list_says_what_it_prints_and_keeps_its_buttons_in_sight()
    {
        var page = await house.As("区领导");
        await page.GotoAsync("/enterprises");
        await page.GetByRole(AriaRole.Link, new() { Name = "下一页" }).ClickAsync();
        await Assertions.Expect(page.Locator("#list [role=status]")).ToContainTextAsync("第 51–100 家");
        await page.GetByText("选列", new() { Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("form.sheet > .btn")).ToBeInViewportAsync(new() { Ratio = 1 });
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Assertions.Expect(page.GetByText("这里只印这一页")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#list [role=status]")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_phone_shows_the_filters_when_asked(bool script)
    {
        var page = await house.As("社区专干", 390, script: script);
        await page.GotoAsync("/enterprises");
        await Assertions.Expect(page.Locator(".filters #q")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".filters #union")).ToBeHiddenAsync();
        await page.GetByLabel("显示筛选条件").CheckAsync();
        await page.Locator(".filters #union").SelectOptionAsync("own");
        if (!script)
            await page.GetByRole(AriaRole.Button, new() { Name = "筛选", Exact = true }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("union=own"));
        await page.Context.CloseAsync();
    }
}
