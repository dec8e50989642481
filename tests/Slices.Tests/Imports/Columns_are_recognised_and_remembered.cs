using AngleSharp.Html.Dom;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Imports;
using Gonglian.Foundation.Rules;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Imports;

/// <summary>认列: by title, else by what stands in the column; what somebody corrected holds for the next file of these titles.</summary>
public sealed class Columns_are_recognised_and_remembered
{
    [Theory]
    [OnEveryDatabase("社会统一信用代码")]
    [OnEveryDatabase("证照")]
    public async Task Codes_are_found_by_a_common_slip_of_the_title_or_by_their_form(Database database, string title)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var import = await stand.Import(Stand.System, await Rosters.Workbook(stand, ["企业名称", title, "所在社区", "用工人数"],
            ["甲公司", stand.NewCode(), "平山", "3"], ["乙公司", stand.NewCode(), "平山", "4"], ["丙公司", "待补", "平山", "5"]),
            new RosterSettings { Blank = ["CreditCode:credit-code.length"] });
        await using var db = stand.Read();
        Assert.Equal((3, 2), (import.New, await db.Enterprises.CountAsync(e => e.CreditCode != null)));
        Assert.Equal(3, await db.Enterprises.CountAsync(e => e.Headcount != null));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_file_without_codes_is_warned_about_and_one_with_unnamed_codes_more_so(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var browser = stand.As(Places.Taoyuan);
        await A_newcomer_imports_in_steps.Send(browser, await Rosters.Workbook(stand, ["企业名称", "社区"], ["甲公司", "平山"]), "名册.xlsx");
        await browser.Follow();
        Assert.Contains("没有统一社会信用代码列", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_corrected_mapping_is_remembered_for_whoever_sees_the_import(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var officer = Stand.Person(Places.Taoyuan);
        var browser = stand.As(officer);
        await A_newcomer_imports_in_steps.Send(browser, await Roster(stand, "甲公司"), "一月.xlsx");
        await browser.Follow();
        Assert.Equal("", Chosen(browser, 2));
        await browser.Post("main form[method=post]", ("c2", "Headcount"));
        await A_newcomer_imports_in_steps.Settled(browser);

        await A_newcomer_imports_in_steps.Send(browser, await Roster(stand, "乙公司"), "二月.xlsx");
        await browser.Follow();
        Assert.Equal("Headcount", Chosen(browser, 2));
        Assert.Contains("同样的表头", browser.Text, StringComparison.Ordinal);
        var stranger = stand.As(Places.Nanyuan);
        await A_newcomer_imports_in_steps.Send(stranger, await Roster(stand, "丙公司"), "别处.xlsx");
        await stranger.Follow();
        Assert.Equal("", Chosen(stranger, 2));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_file_of_titles_only_is_refused(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var file = await Rosters.Csv(stand, System.Text.Encoding.UTF8, ["企业名称", "社区", "职工人数"]);
        var refused = await Assert.ThrowsAsync<Refused>(() => stand.Import(Stand.System, file));
        Assert.Contains("只有列名", refused.Message, StringComparison.Ordinal);
        var browser = stand.As(Places.Taoyuan);
        await A_newcomer_imports_in_steps.Send(browser, file, "空.csv");
        await browser.Follow();
        Assert.Contains("文件里只有列名", browser.Text, StringComparison.Ordinal);
    }

    private static Task<string> Roster(Stand stand, string name) =>
        Rosters.Workbook(stand, ["企业名称", "社区", "多少个打工的"], [name, "平山", "12"], [name + "二", "平山", "13"]);

    private static string Chosen(Browser browser, int position) =>
        ((IHtmlSelectElement)browser.Page.QuerySelector($"select[name=c{position}]")!).Value ?? "";
}
