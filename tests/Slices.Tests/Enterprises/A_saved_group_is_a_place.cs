using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;
using Gonglian.Organisations;

namespace Gonglian.Slices.Tests.Enterprises;

/// <summary>创建单位: the saved group opens to its rows wherever a place does.</summary>
public sealed class A_saved_group_is_a_place
{
    [Theory]
    [OnEveryDatabase]
    public async Task Its_figures_open_to_the_rows_counted_and_not_counted(Database database)
    {
        await using var stand = await Chosen(database);
        var browser = stand.As(Places.District);
        await browser.Open("/overview/creation-units");
        foreach (var href in browser.Page.QuerySelectorAll(".kpi p a").Select(a => a.GetAttribute("href")!).ToList())
        {
            Assert.Contains("place=creation-units", href, StringComparison.Ordinal);
            await browser.Open(href);
            Assert.Equal(System.Net.HttpStatusCode.OK, browser.Status);
            Assert.DoesNotContain("福光公司", browser.Text, StringComparison.Ordinal);
        }
        await browser.Open("/enterprises?counted=N2&part=rest&place=creation-units");
        Assert.Contains("平山公司", browser.Text, StringComparison.Ordinal);
        Assert.Contains("共 2 家", browser.Text, StringComparison.Ordinal);
        Assert.Contains("创建单位", browser.Page.QuerySelector("#list")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase("/api/v1/enterprises?place=creation-units")]
    [OnEveryDatabase("/enterprises/export.csv?place=creation-units")]
    [OnEveryDatabase("/enterprises?place=creation-units&q=公司")]
    [OnEveryDatabase("/establishment?place=creation-units")]
    [OnEveryDatabase("/api/v1/establishment?place=creation-units")]
    [OnEveryDatabase("/establishment/route?place=creation-units")]
    public async Task Page_program_and_sheet_agree(Database database, string address)
    {
        await using var stand = await Chosen(database);
        var browser = stand.As(Places.District);
        await browser.Open(address);
        Assert.Contains("平山公司", browser.Body, StringComparison.Ordinal);
        Assert.Contains("南园公司", browser.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("福光公司", browser.Body, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Whoever_sees_none_of_its_units_sees_no_row(Database database)
    {
        await using var stand = await Chosen(database);
        var browser = stand.As(Places.Fuguang);
        await browser.Open("/enterprises?place=creation-units");
        Assert.DoesNotContain("公司", browser.Page.QuerySelector("#list")!.TextContent, StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector("option[value=creation-units]"));
        var part = stand.As(Places.Taoyuan);
        await part.Open("/enterprises?place=creation-units");
        Assert.Contains("共 1 家", part.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_place_that_is_none_is_named_and_not_taken_for_a_place_without_duty(Database database)
    {
        await using var stand = await Chosen(database);
        var browser = stand.As(Places.District);
        await browser.Open("/establishment?place=creation");
        Assert.Contains("没有代码为“creation”的单位", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("没有应建未建的单位", browser.Text, StringComparison.Ordinal);
    }

    private static async Task<Stand> Chosen(Database database)
    {
        var stand = await Stand.On(database);
        await stand.PlantTree();
        await stand.RegisterEnterprise(Places.Park, "平山公司", headcount: 40);
        await stand.RegisterEnterprise(Places.Nanyuan, "南园公司", headcount: 30);
        await stand.RegisterEnterprise(Places.Fuguang, "福光公司", headcount: 50);
        await stand.Do(async db =>
        {
            foreach (var unit in await db.Units.Where(u => u.Path == Places.Pingshan || u.Path == Places.Nanyuan).ToListAsync())
                unit.CreationYear = 2026;
        });
        return stand;
    }
}
