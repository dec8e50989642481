namespace Gonglian.Journeys.Tests;

/// <summary>Every page of the navigation: sound for axe-core at desktop and phone width, in light and dark.</summary>
public sealed class Every_page_of_the_navigation_is_sound(RunningHouse house)
{
    [Theory]
    [InlineData("区领导", 1440, false)]
    [InlineData("区领导", 390, true)]
    [InlineData("社区专干", 1440, true)]
    [InlineData("社区专干", 390, false)]
    [InlineData("系统管理员", 1440, false)]
    [InlineData("系统管理员", 390, true)]
    [InlineData("审计", 1440, false)]
    [InlineData("审计", 390, true)]
    public async Task For_a_role(string role, int width, bool dark)
    {
        var page = await house.As(role, width, dark);
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add($"{page.Url}: {error}");
        page.Response += (_, answer) =>
        {
            if (answer.Status >= 400)
                errors.Add($"{answer.Status} {answer.Url}");
        };
        var addresses = await page.Locator("nav a[href^='/']").EvaluateAllAsync<string[]>(
            "links => [...new Set(links.map(a => new URL(a.href).pathname))]");
        Assert.NotEmpty(addresses);
        foreach (var address in addresses.Append("/account").Where(a => a is not ("/language" or "/type")).Distinct())
        {
            await page.GotoAsync(address);
            foreach (var fault in await Looking.Faults(page))
                errors.Add($"{address}: {fault}");
            await Looking.Picture(page, $"{width}-{(dark ? "dark" : "light")}-{role}{address.Replace('/', '-')}");
        }
        await page.Context.CloseAsync();
        Assert.True(errors.Count == 0, string.Join('\n', errors.Distinct()));
    }

    [Theory]
    [InlineData("审计", "/changes", 1440, true)]
    [InlineData("审计", "/changes", 390, false)]
    [InlineData("审计", "/changes/trail", 1440, false)]
    [InlineData("审计", "/changes/trail", 390, true)]
    [InlineData("区干事", "/organisations/440305008011/move", 1440, true)]
    [InlineData("区干事", "/organisations/440305008011/move", 390, false)]
    [InlineData("区领导", "/figures/versions", 1440, true)]
    [InlineData("区领导", "/figures/versions", 390, false)]
    [InlineData("区领导", "/figures/versions/new", 1440, false)]
    [InlineData("区领导", "/figures/versions/new", 390, true)]
    [InlineData("区领导", "/recounts", 1440, false)]
    [InlineData("区领导", "/recounts", 390, true)]
    [InlineData("区领导", "/replay", 1440, true)]
    [InlineData("区领导", "/replay", 390, false)]
    [InlineData("区领导", "/figures/N1/changes", 1440, false)]
    [InlineData("区领导", "/figures/N1/changes", 390, true)]
    public async Task In_both_languages(string role, string address, int width, bool dark)
    {
        var page = await house.As(role, width, dark);
        var faults = new List<string>();
        foreach (var language in new[] { "zh", "en" })
        {
            await page.GotoAsync($"/language?to={language}&back={address}");
            await Assertions.Expect(page).ToHaveURLAsync(house.Address + address);
            faults.AddRange((await Looking.Faults(page)).Select(f => $"{language} {address}: {f}"));
            await Looking.Picture(page, $"{width}-{(dark ? "dark" : "light")}-{language}{address.Replace('/', '-')}");
        }
        await page.Context.CloseAsync();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory]
    [InlineData("/enterprises", "/counted", 1440, true)]
    [InlineData("/enterprises", "/counted", 390, false)]
    [InlineData("/unions", "/tell", 1440, false)]
    [InlineData("/unions", "/tell", 390, true)]
    public async Task Of_one_row(string list, string side, int width, bool dark)
    {
        var page = await house.As("区干事", width, dark);
        await page.GotoAsync(list);
        var row = await page.Locator($"table a[href^='{list}/']").First.GetAttributeAsync("href");
        await page.GotoAsync(row + side);
        var faults = await Looking.Faults(page);
        await Looking.Picture(page, $"{width}-{(dark ? "dark" : "light")}{list.Replace('/', '-')}{side.Replace('/', '-')}");
        await page.Context.CloseAsync();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory]
    [InlineData(1440, false)]
    [InlineData(390, true)]
    public async Task The_way_in(int width, bool dark)
    {
        var page = await house.Open(width, dark);
        await page.GotoAsync("/sign-in");
        var faults = await Looking.Faults(page);
        await Looking.Picture(page, $"{width}-{(dark ? "dark" : "light")}-sign-in");
        await page.Context.CloseAsync();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }
}
