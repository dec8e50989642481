using System.Net;
using AngleSharp.Dom;
using Gonglian.Access;
using Gonglian.Enterprises;
using Gonglian.Organisations;
using Gonglian.Slices.Tests.Access;
using Gonglian.Slices.Tests.Fixture;
using Gonglian.Slices.Tests.Imports;
using Gonglian.Slices.Tests.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Insight;

/// <summary>从零开始: from the console's link to figures, by the pages alone.</summary>
public sealed class A_district_starts_from_nothing
{
    [Theory]
    [OnEveryDatabase]
    public async Task From_the_link_to_the_figures(Database database)
    {
        await using var stand = await Stand.On(database);
        var browser = stand.As();
        await browser.Open((await FirstAdministrator.Link(stand.Store, stand.Writes, "http://localhost"))!);
        await browser.Post("form", ("Form.City", "深圳市"), ("Form.District", "南山区"), ("Form.Code", "440305"),
            ("Form.Name", "张三"), ("Form.Login", "zhang"), ("Form.Password", "a good long one"));
        await browser.SetUpSecondStep(stand);
        await browser.Open("/start");
        Assert.Equal(["下一步", "待办", "可选", "待办", "待办"], Marks(browser));
        await browser.Open("/");
        Assert.Contains("没有社区,名册一行也导不进去", browser.Text);
        Assert.NotNull(browser.Page.QuerySelector("main .empty a[href='/organisations/import']"));
        Assert.Null(browser.Page.QuerySelector("main .empty a[href='/enterprises/import']"));

        await browser.Look(await File.ReadAllBytesAsync(Communities()), "nanshan-communities.csv");
        Assert.Contains("新建 115,更新 0,没有变化 0,不导入 0", browser.Text);
        await browser.Post("form:has([name=Rows])");
        await browser.Open("/start");
        Assert.Equal(["已完成", "下一步", "可选", "待办", "待办"], Marks(browser));
        Assert.Contains("8 个街道,107 个社区", browser.Text);
        await browser.Open("/");
        Assert.NotNull(browser.Page.QuerySelector("main .empty a[href='/enterprises/import']"));

        await Roster(stand, browser);
        await browser.Open("/");
        Assert.Null(browser.Page.QuerySelector("main .empty"));
        var cards = browser.Page.QuerySelectorAll(".kpi").Select(k => k.TextContent).ToList();
        Assert.Contains("1 / 3", cards[0]);
        Assert.Contains("1 / 2", cards[1]);
        Assert.Contains("从零开始 2/5", Squeezed(browser.Page.QuerySelector("#start")!));
        Assert.Contains("下一步:账号和角色", Squeezed(browser.Page.QuerySelector("#start")!));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_list_is_gone_when_everything_needed_is_done(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await stand.RegisterEnterprise(Places.Pingshan, "甲公司", 30);
        var browser = stand.As(Places.District);
        await browser.Open("/");
        Assert.NotNull(browser.Page.QuerySelector("#start"));
        await stand.Do(async db =>
        {
            foreach (var login in new[] { "jia", "yi" })
                await Accounts.Create(db, login, login, Places.District, "-", stand.Clock.Now);
            foreach (var unit in await db.Units.Where(u => u.Kind == Gonglian.Organisations.Tree.UnitKind.Community).ToListAsync())
                db.Add(new Gonglian.Organisations.Teams.Post
                {
                    Key = db.NextKey(),
                    Id = Guid.CreateVersion7(),
                    Path = unit.Path,
                    UnitKey = unit.Key,
                    Kind = Gonglian.Organisations.Teams.PostKind.Chair,
                    Person = "某人",
                    EffectiveFrom = stand.Clock.Today.AddDays(-1),
                });
        });
        await browser.Open("/");
        Assert.Null(browser.Page.QuerySelector("#start"));
        await browser.Open("/start");
        Assert.Contains("都已就绪", browser.Text);
        var community = stand.As(Places.Pingshan);
        await community.Open("/");
        Assert.Null(community.Page.QuerySelector("#start"));
    }

    private static async Task Roster(Stand stand, Browser browser)
    {
        var today = stand.Clock.Today;
        var (old, term) = ($"{today.AddYears(-3):yyyy-MM-dd}", $"{today.AddYears(2):yyyy-MM-dd}");
        var file = await Rosters.Workbook(
            stand, ["企业名称", "统一社会信用代码", "社区", "职工人数", "成立日期", "建会形式", "工会名称", "建会日期", "届满日期"],
            ["甲公司", stand.NewCode(), "南头城社区", "30", old, "独立工会", "甲公司工会", old, term],
            ["乙公司", stand.NewCode(), "南头城社区", "50", old], ["丙公司", stand.NewCode(), "平山社区", "12", old]);
        await A_newcomer_imports_in_steps.Send(browser, file, "名册.xlsx");
        await browser.Follow();
        await browser.Post("main form[method=post]");
        await A_newcomer_imports_in_steps.Settled(browser);
        Assert.Contains("开始导入 3 行", browser.Text);
        await browser.Post("#preview", ("Do", "start"));
        await A_newcomer_imports_in_steps.Settled(browser);
        await using var db = stand.Read();
        Assert.Equal(3, await db.Enterprises.CountAsync());
    }

    private static List<string> Marks(Browser browser)
    {
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        return [.. browser.Page.QuerySelectorAll("main ol .tag").Select(t => t.TextContent.Trim())];
    }

    private static string Squeezed(IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    // The table as the office publishes it, with its own columns.
    private static string Communities()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Gonglian.slnx")))
            folder = folder.Parent!;
        return Path.Combine(folder.FullName, "src", "Host", "Demo", "Data", "nanshan-communities.csv");
    }
}
