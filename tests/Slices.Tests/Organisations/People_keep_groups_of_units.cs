using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Gonglian.Foundation.Bulletins;
using Gonglian.Foundation.Callers;
using Gonglian.Insight;
using Gonglian.Organisations;
using Gonglian.Organisations.Tree;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Organisations;

/// <summary>分组: units kept together under a name are a place like any other, for whoever sees all of them.</summary>
public sealed partial class People_keep_groups_of_units
{
    private const string Pingshan = "440305008011";
    private const string Park = "NS-P01";
    private const string Nanyuan = "440305002001";
    private const string Fuguang = "440305008012";

    [Theory]
    [OnEveryDatabase]
    public async Task A_figure_of_a_group_is_the_rows_of_its_list_and_what_lies_in_another_member_counts_once(Database database)
    {
        await using var stand = await Filled(database);
        var browser = stand.As(Places.District);
        var code = await Made(browser, "两处", Pingshan, Park, Nanyuan);
        await browser.Open($"/overview/{code}");
        Assert.Contains("两处", browser.Page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("3 个成员单位 · 在册 3 家", browser.Text, StringComparison.Ordinal);
        Assert.Equal(2, browser.Page.QuerySelectorAll("#parts tbody tr").Length);
        var links = browser.Page.QuerySelectorAll(".kpi p a").Select(a => a.GetAttribute("href")!)
            .Where(h => h.StartsWith("/enterprises", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(links);
        foreach (var href in links.Append($"/enterprises/export.csv?place={code}").Append($"/api/v1/enterprises?place={code}"))
        {
            await browser.Open(href);
            Assert.Equal(HttpStatusCode.OK, browser.Status);
            Assert.DoesNotContain("福光公司", browser.Body, StringComparison.Ordinal);
        }
        await browser.Open($"/enterprises?place={code}");
        Assert.Contains("共 3 家", browser.Text, StringComparison.Ordinal);
        Assert.Contains("两处", browser.Page.QuerySelector("#list")!.TextContent, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await browser.Client.GetStringAsync(new Uri($"/api/v1/indicators?place={code}", UriKind.Relative)));
        Assert.Equal(3, json.RootElement.GetProperty("items")[0].GetProperty("denominator").GetInt32());
        await using var db = stand.Read();
        var output = new StringWriter();
        await IndicatorCheck.Run(db, new(stand.Clock.Today, code), output);
        Assert.Contains($"N1,1,{code},2026-09-15,0,3,", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase("/figures?place=")]
    [OnEveryDatabase("/figures/N1?place=")]
    [OnEveryDatabase("/figures/N1/changes?place=")]
    [OnEveryDatabase("/replay?place=")]
    [OnEveryDatabase("/establishment?place=")]
    [OnEveryDatabase("/establishment/route?place=")]
    [OnEveryDatabase("/exclusions?place=")]
    [OnEveryDatabase("/unions?unit=")]
    [OnEveryDatabase("/board/")]
    public async Task It_is_named_wherever_a_place_is(Database database, string address)
    {
        await using var stand = await Filled(database);
        var browser = stand.As(Places.District);
        var code = await Made(browser, "两处", Pingshan, Nanyuan);
        await browser.Open(address + code);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.DoesNotContain("福光公司", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("没有代码为", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Its_table_is_taken_out(Database database)
    {
        await using var stand = await Filled(database);
        var browser = stand.As(Places.District);
        var code = await Made(browser, "两处", Pingshan, Nanyuan);
        await browser.Open($"/overview/{code}/parts.csv");
        Assert.Contains("平山社区", browser.Body, StringComparison.Ordinal);
        Assert.Contains("南园社区", browser.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_member_that_moves_stays_in_it_and_one_that_ends_adds_nothing(Database database)
    {
        await using var stand = await Filled(database);
        var browser = stand.As(Places.District);
        var code = await Made(browser, "两处", Park, Fuguang);
        await stand.Do(async db => await new Moving { Above = Fuguang }
            .Enter(db, stand.Get<BulletinBoard>(), await db.Units.SingleAsync(u => u.Code == Park), stand.Clock.Today, stand.Clock.Now));
        await browser.Open($"/overview/{code}");
        Assert.Contains("在册 2 家", browser.Text, StringComparison.Ordinal);
        await browser.Open($"/enterprises?place={code}");
        Assert.Contains("共 2 家", browser.Text, StringComparison.Ordinal);

        var other = await Made(browser, "还有空的", Nanyuan, Pingshan);
        await stand.Do(async db => (await db.Units.SingleAsync(u => u.Code == Nanyuan)).ValidTo = stand.Clock.Today);
        await browser.Open($"/overview/{other}");
        Assert.DoesNotContain("南园社区", browser.Page.QuerySelector("#parts tbody")!.TextContent, StringComparison.Ordinal);
        await browser.Open("/groups");
        Assert.Contains("南园社区(已撤销)", browser.Text, StringComparison.Ordinal);
        await browser.Open($"/groups/{other}/edit");
        Assert.True(browser.Page.QuerySelector<IHtmlInputElement>($"input[value='{Nanyuan}']")!.IsChecked);
        await browser.Post("form.form", ("Form.Name", "改了名"));
        Assert.Equal(HttpStatusCode.Found, browser.Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Whoever_sees_all_its_units_sees_it_and_nobody_else(Database database)
    {
        await using var stand = await Filled(database);
        var code = await Made(stand.As(Places.District), "两处", Pingshan, Nanyuan);
        var leader = stand.As(Places.City);
        await leader.Open($"/overview/{code}");
        Assert.Contains("在册 3 家", leader.Text, StringComparison.Ordinal);
        var part = stand.As(Places.Taoyuan);
        await part.Open($"/overview/{code}");
        Assert.Contains("这个分组不全在您的辖区", part.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("两处", part.Text, StringComparison.Ordinal);
        var none = stand.As(Places.Fuguang);
        await none.Open($"/overview/{code}");
        Assert.Equal(HttpStatusCode.NotFound, none.Status);
        var denied = stand.As(new Caller(Guid.CreateVersion7(), "甲",
            [new("", Stand.EveryRight, false), new(Places.Pingshan, null, true)]));
        foreach (var browser in new[] { part, none, denied })
        {
            foreach (var address in new[] { $"/board/{code}", $"/groups/{code}/edit", $"/board/live?place={code}", $"/figures?place={code}" })
            {
                await browser.Open(address);
                Assert.Equal(HttpStatusCode.NotFound, browser.Status);
            }
            foreach (var address in new[] { "/groups", "/", $"/enterprises?place={code}", $"/establishment?place={code}", $"/unions?unit={code}" })
            {
                await browser.Open(address);
                Assert.DoesNotContain("两处", browser.Text, StringComparison.Ordinal);
                Assert.DoesNotContain("平山公司", browser.Page.QuerySelector("#list, #due-list")?.TextContent ?? "", StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task It_is_changed_and_removed_with_a_record_and_a_stale_form_is_refused(Database database)
    {
        await using var stand = await Filled(database);
        var (browser, second) = (stand.As(Places.District), stand.As(Places.District));
        var code = await Made(browser, "两处", Pingshan, Nanyuan);
        await second.Open($"/groups/{code}/edit");
        await browser.Open($"/groups/{code}/edit");
        await browser.Post("form.form", ("Form.Name", "新名字"), ("Form.Units", Fuguang));
        await browser.Open($"/overview/{code}");
        Assert.Contains("新名字", browser.Text, StringComparison.Ordinal);
        Assert.Contains("在册 1 家", browser.Text, StringComparison.Ordinal);
        await second.Post("form.form", ("Form.Name", "别的"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.Status);
        Assert.Contains("刚刚被别人修改", second.Text, StringComparison.Ordinal);
        await browser.Open("/changes?kind=group");
        Assert.Contains("新名字", browser.Text, StringComparison.Ordinal);
        Assert.Contains("福光社区", browser.Text, StringComparison.Ordinal);
        await browser.Open($"/groups/{code}/edit");
        await browser.Post(".ask form");
        Assert.Equal(HttpStatusCode.Found, browser.Status);
        await browser.Open($"/overview/{code}");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_is_wrong_is_said(Database database)
    {
        await using var stand = await Filled(database);
        var browser = stand.As(Places.Taoyuan);
        await browser.Open("/groups/new");
        await browser.Post("form.form");
        Assert.Contains("请给分组起个名字", browser.Text, StringComparison.Ordinal);
        Assert.Contains("请至少选择一个单位", browser.Text, StringComparison.Ordinal);
        await browser.Post("form.form", ("Form.Name", "别处"), ("Form.Units", Nanyuan));
        Assert.Contains("有的单位不在您的辖区", browser.Text, StringComparison.Ordinal);
        await Made(browser, "一处", Pingshan);
        await browser.Open("/groups/new");
        await browser.Post("form.form", ("Form.Name", "一处"), ("Form.Units", Fuguang));
        Assert.Contains("已有叫“一处”的分组", browser.Text, StringComparison.Ordinal);
        Assert.True(browser.Page.QuerySelector<IHtmlInputElement>($"input[value='{Fuguang}']")!.IsChecked);
    }

    private static async Task<string> Made(Browser browser, string name, params string[] units)
    {
        await browser.Open("/groups/new");
        await browser.Post("form.form", [("Form.Name", name), .. units.Select(u => ("Form.Units", (string?)u))]);
        Assert.Equal(HttpStatusCode.Found, browser.Status);
        return Code().Match(browser.Location!.ToString()).Value;
    }

    private static async Task<Stand> Filled(Database database)
    {
        var stand = await Stand.On(database);
        await stand.PlantTree();
        await stand.RegisterEnterprise(Places.Park, "园区公司", headcount: 40);
        await stand.RegisterEnterprise(Places.Pingshan, "平山公司", headcount: 40);
        await stand.RegisterEnterprise(Places.Nanyuan, "南园公司", headcount: 30);
        await stand.RegisterEnterprise(Places.Fuguang, "福光公司", headcount: 50);
        return stand;
    }

    [GeneratedRegex("g-[0-9]+")]
    private static partial Regex Code();
}
