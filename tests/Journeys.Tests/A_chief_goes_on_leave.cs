using System.Globalization;
using System.Text.RegularExpressions;

namespace Gonglian.Journeys.Tests;

/// <summary>委托: a station chief hands the role to the community's officer, sees it on the file, and takes it back.</summary>
public sealed class A_chief_goes_on_leave(RunningHouse house)
{
    [Theory]
    [InlineData(1440, false, true)]
    [InlineData(390, true, true)]
    [InlineData(390, false, false)]
    public async Task And_a_colleague_stands_in(int width, bool dark, bool script)
    {
        var chief = await house.As("站长", width, dark, script);
        await chief.GotoAsync("/account");
        await chief.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "委托", Exact = true }).ClickAsync();
        await Assertions.Expect(chief).ToHaveURLAsync(new Regex("/account/delegations$"));
        await Sound(chief, script, $"{width}-delegations");
        await chief.Locator("#to").FillAsync("pingshan");
        await chief.Locator("#until").FillAsync(DateTime.Parse(await chief.Locator("#from").InputValueAsync(), CultureInfo.InvariantCulture)
            .AddDays(7).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await Press(chief, "委托");
        await Assertions.Expect(chief.Locator("main")).ToContainTextAsync("示例社区专干");
        await Sound(chief, script, $"{width}-delegated");

        var officer = await house.As("社区专干", width, dark, script);
        await officer.GotoAsync("/account/delegations");
        await Assertions.Expect(officer.Locator("main")).ToContainTextAsync("示例站长");
        await officer.Context.CloseAsync();
        await chief.GotoAsync("/organisations/440305008011/access");
        await Assertions.Expect(chief.Locator("main")).ToContainTextAsync("受 示例站长 委托");
        await Sound(chief, script, $"{width}-seen");

        await chief.GotoAsync("/account/delegations");
        await chief.Locator("summary").Filter(new() { HasText = "收回" }).First.ClickAsync();
        await chief.GetByRole(AriaRole.Button, new() { Name = "确认收回" }).First.ClickAsync();
        await Assertions.Expect(chief.Locator("main")).ToContainTextAsync("已结束");
        await chief.Context.CloseAsync();
    }

    private static async Task Sound(IPage page, bool script, string picture)
    {
        if (!script)
            return;
        Assert.Empty(await Looking.Faults(page));
        await Looking.Picture(page, picture);
    }

    private static Task Press(IPage page, string name) =>
        page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();
}
