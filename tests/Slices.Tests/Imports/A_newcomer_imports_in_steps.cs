using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Html.Dom;
using Gonglian.Enterprises;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Imports;

/// <summary>分步导入: upload, columns, preview with repairs, job, result, refused rows, undo — by the pages, without script.</summary>
public sealed class A_newcomer_imports_in_steps
{
    [Theory]
    [OnEveryDatabase]
    public async Task From_the_file_to_the_result_and_back(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var officer = Stand.Person(Places.Taoyuan);
        var browser = stand.As(officer);
        var file = await Rosters.Workbook(stand, ["南山区企业名册"], [], ["单位名称", "统一社会信用代码", "所属社区", "员工人数", "成立日期"],
            ["甲公司", stand.NewCode(), "平山", "约30人", "2020.3.5"], ["乙公司", stand.NewCode(), "哪里社区", "12", "2020-03-05"],
            ["丙公司", "9.14403E+17", "福光", "12", "2020-03-05"], ["丁公司", stand.NewCode(), "福光", "12", "2020-03-05"]);

        await Send(browser, file, "../../名册<b>.xlsx");
        Assert.EndsWith("/columns", browser.Location!.ToString(), StringComparison.Ordinal);
        await browser.Follow();
        Assert.Contains("名册<b>.xlsx", browser.Text, StringComparison.Ordinal);
        Assert.True(browser.Page.QuerySelector("select[name=c3]") is not null, browser.Text);
        Assert.Equal("Headcount", ((IHtmlSelectElement)browser.Page.QuerySelector("select[name=c3]")!).Value);
        await browser.Post("main form[method=post]");
        await Settled(browser);
        Assert.EndsWith("/preview", browser.Address, StringComparison.Ordinal);
        Assert.Contains("9.14403E+17", browser.Text, StringComparison.Ordinal);
        Assert.Contains("哪里社区", browser.Text, StringComparison.Ordinal);

        await browser.Post("#preview", ("Do", "repair"), ("place-0", Places.Fuguang));
        await Settled(browser);
        Assert.Contains("开始导入 3 行", browser.Text, StringComparison.Ordinal);
        await browser.Post("#preview", ("Do", "start"));
        await Settled(browser);
        Assert.Contains("已导入", browser.Text, StringComparison.Ordinal);
        await using (var db = stand.Read())
            Assert.Equal(3, await db.Enterprises.CountAsync());

        using var workbook = await browser.Client.GetAsync(
            browser.Page.QuerySelector("a[href$='left.xlsx']")!.GetAttribute("href"));
        Assert.Equal(HttpStatusCode.OK, workbook.StatusCode);
        var saved = Path.Combine(stand.Folder, "left.xlsx");
        await File.WriteAllBytesAsync(saved, await workbook.Content.ReadAsByteArrayAsync());
        using (var reader = Gonglian.Foundation.Sheets.SheetReader.Open(File.OpenRead(saved)))
            Assert.Contains("丙公司", string.Concat(reader.Rows().Last().Cells.Select(c => c.Text)), StringComparison.Ordinal);

        await browser.Post("main form:has(.danger)");
        await Settled(browser);
        Assert.Contains("已撤销", browser.Text, StringComparison.Ordinal);
        await using (var db = stand.Read())
            Assert.Equal(0, await db.Enterprises.CountAsync());
    }

    [Theory]
    [OnEveryDatabase]
    public async Task An_import_is_nobody_elses(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var import = await stand.Import(Stand.Person(Places.Pingshan), await Rosters.Workbook(stand, ["企业名称", "社区"], ["甲公司", "平山"]));
        var other = stand.As(Places.Nanyuan);
        foreach (var page in new[] { "", "/columns", "/preview", "/left.xlsx" })
        {
            await other.Open($"/imports/{import.Id}{page}");
            Assert.Equal(HttpStatusCode.NotFound, other.Status);
        }
        await other.Open("/enterprises/import");
        Assert.DoesNotContain(import.FileName, other.Text, StringComparison.Ordinal);
        var reader = stand.As(Stand.Person(Places.Pingshan, "enterprises.see"));
        await reader.Open("/enterprises/import");
        Assert.Equal(HttpStatusCode.Forbidden, reader.Status);
    }

    /// <summary>Sends a file by the page's own form, as a browser does.</summary>
    internal static async Task Send(Browser browser, string file, string name)
    {
        await browser.Open("/enterprises/import");
        using var request = browser.Filled(name, new StreamContent(File.OpenRead(file)));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        await browser.Send(request);
    }

    internal static async Task Settled(Browser browser)
    {
        for (var i = 0; i < 2_400; i++)
        {
            if (browser.Location is not null)
                await browser.Follow();
            else if (browser.Page.QuerySelector("#progress") is not null)
                await browser.Open(browser.Address);
            else
                return;
            await Task.Delay(25);
        }
    }
}
