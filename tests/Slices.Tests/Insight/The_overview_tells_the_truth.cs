using System.Net;
using System.Text.Json;
using Gonglian.Foundation.Figures;
using Gonglian.Insight;
using Gonglian.Organisations;
using Gonglian.Organisations.Unions;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Insight;

/// <summary>总览: the figures of a unit with their counts, what is left out beside them, and what to do next.</summary>
public sealed class The_overview_tells_the_truth
{
    [Theory]
    [OnEveryDatabase]
    public async Task A_rate_that_rounds_up_to_the_target_still_misses_it(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await Count(stand, Places.Pingshan, ("units", 2500), ("base", 2500), ("covered", 2424));
        var browser = stand.As(Places.District);
        await browser.Open("/");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        var card = browser.Page.QuerySelector(".kpi")!.TextContent;
        Assert.Contains("97.0%", card);
        Assert.Contains("2,424 / 2,500", card);
        Assert.Contains("差 1 家", card);
        Assert.NotNull(browser.Page.QuerySelector(".kpi a[href^='/figures/N1/changes?place=']"));
        Assert.Contains("其中未知 0", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(browser.Page.QuerySelectorAll(".kpi a"), a => a.TextContent.Contains("其中未知 0", StringComparison.Ordinal));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_total_is_of_all_units_and_not_the_mean_of_the_rates(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await Count(stand, Places.Pingshan, ("units", 100), ("base", 100), ("covered", 90));
        await Count(stand, Places.Nanyuan, ("units", 900), ("base", 900), ("covered", 450));
        var browser = stand.As(Places.District);
        await browser.Open("/");
        Assert.Contains("54.0% 540/1000", Squeezed(browser.Page.QuerySelector("#parts tfoot")!.TextContent));
        Assert.Contains("90.0% 90/100", Squeezed(browser.Page.QuerySelector("#parts tbody")!.TextContent));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Below_ten_units_a_comparison_shows_counts_and_nothing_to_count_shows_a_dash(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await Count(stand, Places.Pingshan, ("units", 9), ("base", 9), ("covered", 8));
        var browser = stand.As(Places.Taoyuan);
        await browser.Open("/");
        var rows = browser.Page.QuerySelectorAll("#parts tbody tr").Select(r => Squeezed(r.TextContent)).ToList();
        Assert.Contains("8/9", rows[0]);
        Assert.DoesNotContain("88.9%", rows[0]);
        Assert.Contains("—", rows[1]);
        Assert.DoesNotContain("0.0%", rows[1]);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_is_left_out_and_what_is_unverified_stands_beside_the_rate(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await Count(stand, Places.Pingshan, ("units", 25), ("base", 20), ("covered", 19), ("x2", 5), ("unverified", 7));
        var browser = stand.As(Places.District);
        await browser.Open("/figures/N1");
        Assert.Contains("X2 仅注册地址 5 家", Squeezed(browser.Text));
        Assert.Contains("未核实 7 家", Squeezed(browser.Text));
        Assert.NotNull(browser.Page.QuerySelector("a[href='/enterprises?exclusion=x2&place=440305000000']"));
        Assert.NotNull(browser.Page.QuerySelector("a[href='/enterprises?counted=N1&part=rest&place=440305000000']"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task An_officer_sees_the_own_community_and_nothing_else(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await Count(stand, Places.Pingshan, ("units", 40), ("base", 40), ("covered", 30));
        await Count(stand, Places.Nanyuan, ("units", 4711), ("base", 4711), ("covered", 4000));
        var browser = stand.As(Places.Pingshan);
        await browser.Open("/");
        Assert.Equal("平山社区", browser.Page.QuerySelector("h1")!.TextContent.Trim());
        Assert.Contains("30 / 40", browser.Text);
        Assert.DoesNotContain("4711", browser.Text);
        foreach (var address in new[] { "/overview/440305002001", "/overview/440305000000", "/figures/N1?place=440305002001" })
        {
            await browser.Open(address);
            Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        }
        var answer = await browser.Client.GetAsync(At("/api/v1/indicators?place=440305002001"));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_saved_group_counts_the_chosen_units_only(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await Count(stand, Places.Pingshan, ("units", 500), ("base", 500), ("large", 500), ("large-own", 427));
        await Count(stand, Places.Park, ("units", 2), ("base", 2));
        await Count(stand, Places.Nanyuan, ("units", 900), ("base", 900), ("large", 900));
        await stand.Do(async db => (await db.Units.FirstAsync(u => u.Path == Places.Pingshan)).CreationYear = 2026);
        var browser = stand.As(Places.District);
        await browser.Open("/overview/creation-units?indicator=N2");
        Assert.Contains("427 / 500", browser.Text);
        Assert.Contains("刚好", browser.Text);
        using var json = JsonDocument.Parse(await browser.Client.GetStringAsync(At("/api/v1/indicators?place=creation-units")));
        var n2 = json.RootElement.GetProperty("items").EnumerateArray().Single(f => f.GetProperty("id").GetString() == "N2");
        Assert.Equal(0.854, n2.GetProperty("value").GetDouble());
        Assert.True(n2.GetProperty("met").GetBoolean());
        Assert.Equal(1, n2.GetProperty("version").GetInt32());
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_next_acts_come_in_the_order_of_their_steps_with_the_place_where_they_cluster(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await Count(stand, Places.Pingshan, ("units", 100), ("base", 100), ("covered", 93), ("due", 2));
        await Count(stand, Places.Park, ("units", 20), ("base", 20), ("covered", 15), ("due", 6));
        await Count(stand, Places.Nanyuan, ("units", 100), ("base", 100), ("covered", 50), ("unverified", 70));
        var browser = stand.As(Places.District);
        await browser.Open("/");
        var acts = browser.Page.QuerySelectorAll(".todo li").Select(a => Squeezed(a.TextContent)).ToList();
        Assert.Equal(3, acts.Count);
        Assert.Contains("8 家应建未建", acts[0]);
        Assert.Contains("其中 8 家在平山社区", acts[0]); // its park included
        Assert.Contains("桃源街道的组建覆盖率还差 9 家到 97%", acts[1]);
        Assert.Contains("70 家超过 180 天没有核实", acts[2]);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_trend_has_twelve_months_and_today(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var (union, life) = await stand.Found(Places.Pingshan, "甲公司工会", UnionForm.Own);
        for (var i = 0; i < 12; i++)
            await stand.RegisterEnterprise(Places.Pingshan, $"公司{i}", 30, more: (_, ledger, file) =>
                ledger.Join(file, union, [life], stand.Clock.Today.AddDays(-40 * file.Enterprise.Name.Length), null));
        await stand.Get<History>().Fill();
        var browser = stand.As(Places.District);
        await browser.Open("/");
        Assert.Equal(13, browser.Page.QuerySelectorAll("figure details tbody tr").Length);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task An_empty_store_says_what_comes_next(Database database)
    {
        await using var stand = await Stand.On(database);
        var browser = stand.As("");
        await browser.Open("/");
        Assert.Contains("还没有组织树", browser.Text);
        await stand.PlantTree();
        await browser.Open("/");
        Assert.Contains("先导入企业名册", browser.Text);
    }

    private static Task Count(Stand stand, string path, params (string Measure, long Value)[] counts) => stand.Do(db =>
    {
        foreach (var (measure, value) in counts)
            db.Count(path, measure, value);
        return Task.CompletedTask;
    });

    private static string Squeezed(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static Uri At(string address) => new(address, UriKind.Relative);
}
