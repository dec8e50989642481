using System.Net;
using Gonglian.Organisations;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Organisations;

/// <summary>组织: the tree and a unit's page inside the caller's scope, and what may be changed there.</summary>
public sealed class A_unit_is_maintained_by_its_own_people
{
    private const string Pingshan = "/organisations/440305008011";
    private const string Nanyuan = "/organisations/440305002001";

    [Theory]
    [OnEveryDatabase]
    public async Task The_tree_holds_the_callers_units_and_no_others(Database database)
    {
        await using var stand = await WithTree(database);
        var district = stand.As(Places.District);
        await district.Open("/organisations");
        Assert.All(new[] { "南山区", "桃源街道", "平山社区", "平山示例园", "南园社区" }, n => Assert.Contains(n, district.Text));
        var officer = stand.As(Places.Taoyuan);
        await officer.Open("/organisations");
        Assert.Contains("平山示例园", officer.Text);
        Assert.DoesNotContain("南园社区", officer.Text);
        using var api = await officer.Client.GetAsync("/api/v1/units");
        var json = await api.Content.ReadAsStringAsync();
        Assert.Contains("440305008011", json);
        Assert.DoesNotContain("440305002001", json);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_tree_counts_enterprises_from_the_counters_and_finds_by_name_and_code(Database database)
    {
        await using var stand = await WithTree(database);
        await stand.RegisterEnterprise(Places.Park, "甲公司", 30);
        await stand.RegisterEnterprise(Places.Pingshan, "乙公司", 3);
        var browser = stand.As(Places.District);
        await browser.Open("/organisations?q=平山示例");
        Assert.Contains("桃源街道", browser.Text);
        Assert.DoesNotContain("福光社区", browser.Text);
        var line = browser.Page.QuerySelectorAll(".tree .node").Single(n => n.TextContent.Contains("平山社区"));
        Assert.Contains("企业 2", line.TextContent);
        await browser.Open("/organisations?q=440305002");
        Assert.Contains("南园社区", browser.Text);
        Assert.DoesNotContain("平山社区", browser.Text);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_unit_elsewhere_does_not_exist_and_one_may_look_without_editing(Database database)
    {
        await using var stand = await WithTree(database);
        var officer = stand.As(Places.Taoyuan);
        foreach (var page in new[] { "", "/team", "/team/new", "/edit", "/add", "/party" })
        {
            await officer.Open(Nanyuan + page);
            Assert.Equal(HttpStatusCode.NotFound, officer.Status);
            await officer.Open(Pingshan + page);
            Assert.Equal(HttpStatusCode.OK, officer.Status);
        }
        var reader = stand.As(Places.Taoyuan, "organisations.see");
        await reader.Open(Pingshan);
        Assert.Equal(HttpStatusCode.OK, reader.Status);
        Assert.DoesNotContain("/edit", reader.Page.Body!.InnerHtml);
        await reader.Open(Pingshan + "/edit");
        Assert.Equal(HttpStatusCode.Forbidden, reader.Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_vacancy_is_named_until_somebody_is_appointed_and_there_is_one_chair(Database database)
    {
        await using var stand = await WithTree(database);
        var browser = stand.As(Places.Taoyuan);
        await browser.Open(Pingshan);
        Assert.Contains("缺主席、缺副主席、缺职业化工会工作者、缺工会专干、缺女工委员、缺经审委员", browser.Text);
        await Appoint(browser, "Chair", "李明", "干事");
        await Appoint(browser, "AuditMember", "周洁", "");
        await browser.Open(Pingshan);
        Assert.Contains("主席“李明”不是工作站站长", browser.Text);
        Assert.DoesNotContain("缺经审委员", browser.Text);
        await Appoint(browser, "Chair", "王芳", "工作站站长");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        Assert.Contains("“李明”自", browser.Text);
        await browser.Open(Pingshan + "/team");
        await browser.Open(browser.Page.QuerySelector("a[href$='/end']")!.GetAttribute("href")!);
        await browser.Post("form[method=post].form", ("To", "2026-09-15"));
        Assert.Equal(HttpStatusCode.Redirect, browser.Status);
        await Appoint(browser, "Chair", "王芳", "工作站站长");
        await browser.Open(Pingshan + "/team");
        Assert.Contains("李明", browser.Page.QuerySelector("main")!.TextContent);
        await browser.Open(Pingshan);
        Assert.DoesNotContain("不是工作站站长", browser.Text);
        Assert.Contains("修改任职 主席 李明:离任 2026-09-15", browser.Text);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Who_is_not_complete_stands_in_one_list_of_the_own_part(Database database)
    {
        await using var stand = await WithTree(database);
        var officer = stand.As(Places.Taoyuan);
        await Appoint(officer, "Chair", "李明", "工作站站长");
        await officer.Open("/organisations");
        await officer.Open(officer.Page.QuerySelector("a[href$='/vacancies']")!.GetAttribute("href")!);
        var rows = officer.Page.QuerySelectorAll("tbody tr").Select(r => r.TextContent).ToList();
        Assert.Equal(2, rows.Count);
        var pingshan = Assert.Single(rows, r => r.Contains("平山社区"));
        Assert.Contains("缺副主席", pingshan);
        Assert.DoesNotContain("缺主席", pingshan);
        Assert.Contains("缺主席", Assert.Single(rows, r => r.Contains("福光社区")));
        var csv = await officer.Client.GetStringAsync(new Uri("/organisations/vacancies/export.csv", UriKind.Relative));
        Assert.Contains("平山社区", csv);
        Assert.DoesNotContain("南园社区", csv);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_form_sent_twice_appoints_once_and_a_moved_stamp_is_refused(Database database)
    {
        await using var stand = await WithTree(database);
        var browser = stand.As(Places.Taoyuan);
        await browser.Open(Pingshan + "/team/new");
        await browser.Post("form.form", ("Form.Kind", "Officer"), ("Form.Person", "赵强"));
        await browser.Open(Pingshan + "/team/new");
        var twice = new[] { ("Form.Id", (string?)$"{Guid.CreateVersion7()}"), ("Form.Kind", "Officer"), ("Form.Person", "钱进") };
        await browser.Post("form.form", twice);
        await browser.Open(Pingshan + "/team/new");
        await browser.Post("form.form", twice);
        await using (var db = stand.Read())
            Assert.Equal(2, await db.Posts.CountAsync());
        await browser.Open(Pingshan + "/edit");
        await browser.Post("form.form", ("Form.Name", "平山新村社区"), ("Stamp", "7"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        await browser.Open(Pingshan + "/edit");
        await browser.Post("form.form", ("Form.Name", "平山新村社区"));
        await browser.Follow();
        Assert.Contains("平山新村社区", browser.Text);
        Assert.Contains("名称 平山社区 → 平山新村社区", browser.Text);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_figures_rest_on_is_said_from_above(Database database)
    {
        await using var stand = await WithTree(database);
        var (chief, officer, district) = (stand.As(Places.Pingshan), stand.As(Places.Taoyuan), stand.As(Places.District));
        await district.Open(Pingshan + "/edit");
        await district.Post("form.form", ("Form.CreationYear", "2026"));
        Assert.Contains("请写明原因", district.Page.QuerySelector("#reason-problem")!.TextContent);
        await district.Post("form.form", ("Reason", "列入今年创建"));
        Assert.Equal(HttpStatusCode.Redirect, district.Status);
        await chief.Open(Pingshan + "/edit");
        Assert.All(["validFrom", "creationYear", "validTo"], id => Assert.NotNull(chief.Page.QuerySelector($"#{id}[readonly]")));
        foreach (var (field, value) in new[]
                 {
                     ("Form.CreationYear", ""), ("Form.ValidFrom", "2021-01-01"), ("Form.ValidTo", "2026-09-01"),
                     ("Form.Statistical", "true"),
                 })
        {
            await chief.Open(Pingshan + "/edit");
            await chief.Post("form.form", (field, value), ("Form.Name", "改了名"));
            Assert.True(chief.Status == HttpStatusCode.UnprocessableEntity, $"{field}: {chief.Status}");
            Assert.Contains("本单位不能修改", chief.Text);
        }
        await chief.Open(Pingshan + "/edit");
        await chief.Post("form.form", ("Form.Name", "平山新村社区"));
        Assert.Equal(HttpStatusCode.Redirect, chief.Status);

        // The subdistrict says the days of its communities; the programme is the district's.
        await officer.Open(Pingshan + "/edit");
        Assert.Null(officer.Page.QuerySelector("#validFrom[readonly]"));
        await officer.Post("form.form", ("Form.CreationYear", "2025"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, officer.Status);
        await officer.Open(Pingshan + "/edit");
        await officer.Post("form.form", ("Form.ValidFrom", "2021-01-01"));
        Assert.Equal(HttpStatusCode.Redirect, officer.Status);
        await officer.Open("/organisations/440305008000/add");
        await officer.Post("form.form", ("Form.Kind", "Community"), ("Form.Code", "440305008013"), ("Form.Name", "新社区"), ("Form.CreationYear", "2026"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, officer.Status);
        await using var db = stand.Read();
        var unit = await db.Units.SingleAsync(u => u.Code == "440305008011");
        Assert.Equal((2026, new DateOnly(2021, 1, 1), null, false), (unit.CreationYear, unit.ValidFrom, unit.ValidTo, unit.Statistical));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_park_gets_the_next_segment_and_no_code_twice(Database database)
    {
        await using var stand = await WithTree(database);
        var browser = stand.As(Places.Taoyuan);
        await Add(browser, Pingshan, "Park", "NS-P02", "新视艺创客公园");
        await Add(browser, Pingshan, "Building", "NS-B01", "创客大厦");
        await Add(browser, "/organisations/NS-P02", "Building", "NS-B02", "一号楼");
        await using var db = stand.Read();
        var paths = await db.Units.ToDictionaryAsync(u => u.Code, u => u.Path);
        Assert.Equal(Places.Pingshan + "p02/", paths["NS-P02"]);
        Assert.Equal(Places.Pingshan + "b01/", paths["NS-B01"]);
        Assert.Equal(Places.Pingshan + "p02/b01/", paths["NS-B02"]);
        await Add(browser, Pingshan, "Park", "NS-P02", "又一个");
        Assert.Contains("代码 NS-P02 已经用过", browser.Text);
        await Add(browser, "/organisations/440305008000", "Community", "440305002099", "别处社区");
        Assert.Contains("代码应以上级的 440305008 开头", browser.Text);
        await Add(browser, "/organisations/440305008000", "Community", "440305008013", "新社区");
        await browser.Open("/organisations/440305008013");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_unit_closes_only_when_nothing_is_left_in_it(Database database)
    {
        await using var stand = await WithTree(database);
        await stand.RegisterEnterprise(Places.Park, "甲公司", 30);
        var browser = stand.As(Places.District);
        await Close(browser, Pingshan);
        Assert.Contains("下级“平山示例园”届时仍在", browser.Text);
        await Close(browser, "/organisations/NS-P01");
        Assert.Contains("还有 1 家企业", browser.Text);
        await Close(browser, "/organisations/440305008012");
        Assert.Equal(HttpStatusCode.Redirect, browser.Status);
        await browser.Open("/organisations");
        Assert.DoesNotContain("福光社区", browser.Text);
        await browser.Open("/organisations?closed=true");
        Assert.Contains("福光社区", browser.Text);
    }

    private static async Task<Stand> WithTree(Database database)
    {
        var stand = await Stand.On(database);
        await stand.PlantTree();
        return stand;
    }

    private static async Task Appoint(Browser browser, string kind, string person, string office)
    {
        await browser.Open(Pingshan + "/team/new");
        await browser.Post("form.form",
            ("Form.Kind", kind), ("Form.Person", person), ("Form.Office", office), ("Form.From", "2026-09-01"));
    }

    private static async Task Add(Browser browser, string above, string kind, string code, string name)
    {
        await browser.Open(above + "/add");
        await browser.Post("form.form", ("Form.Kind", kind), ("Form.Code", code), ("Form.Name", name));
    }

    private static async Task Close(Browser browser, string unit)
    {
        await browser.Open(unit + "/edit");
        await browser.Post("form.form", ("Form.ValidTo", "2026-09-15"));
    }
}
