using System.Net;
using Gonglian.Foundation.Audit;
using Gonglian.Organisations;
using Gonglian.Organisations.Tree;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Organisations;

/// <summary>导入组织: subdistricts, communities, parks and buildings from one table, seen before anything is done.</summary>
public sealed class A_tree_comes_from_one_table
{
    private const string Import = "form:has([name=Rows])";

    [Theory]
    [OnEveryDatabase]
    public async Task Every_row_says_what_becomes_of_it_and_only_then_it_is_done(Database database)
    {
        await using var stand = await WithTree(database);
        var browser = stand.As(Places.District);
        await browser.Look("""
            南山区组织表(2026年),,,,
            行政区划代码,单位名称,级别,上级代码,创建单位
            440305009,西丽街道,街道,440305,
            440305009001,西丽社区,,,2026
            440305008011,平山社区居委会,,,
            440305008012,福光社区,社区,440305008,
            NS-B07,平山大厦,楼宇,NS-P01,
            4.40305E+11,坏代码社区,,,
            440305010001,没有街道的社区,,,
            440305008099,别处的社区,,440305002,
            NS-P09,没有上级的园,园区,,
            NS-X01,不知是什么,,440305008011,
            440305009001,又是西丽,,,
            440306001001,宝安的社区,,,
            440305008012,福光社区,街道,,
            """);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Equal(
            [
                ("坏代码社区", "不导入", "代码“4.40305E+11”被表格软件改成了科学计数,后面的数字已经丢失;请把这一列设成“文本”后重新填写"),
                ("没有街道的社区", "不导入", "上级 440305010000 不在您的组织树里,表里也没有它的一行"),
                ("别处的社区", "不导入", "代码 440305008099 的上级应是 440305008000,这里写的是 440305002000"),
                ("没有上级的园", "不导入", "园区和楼宇要写上级代码"),
                ("不知是什么", "不导入", "自编代码看不出级别,请在“级别”一列写明园区或楼宇"),
                ("又是西丽", "不导入", "代码 440305009001 在第 4 行已经写过"),
                ("宝安的社区", "不导入", "上级 440306001000 不在您的组织树里,表里也没有它的一行"),
                ("福光社区", "不导入", "代码 440305008012 在第 6 行已经写过"),
                ("平山社区居委会", "更新", "名称 平山社区 → 平山社区居委会"),
                ("西丽街道", "新建", "—"),
                ("西丽社区", "新建", "2026 年创建单位"),
                ("平山大厦", "新建", "—"),
                ("福光社区", "没有变化", "—"),
            ],
            browser.Preview());
        Assert.Equal(Places.All.Count, (await Units(stand)).Count);

        await browser.Post(Import);
        Assert.Equal(HttpStatusCode.Found, browser.Status);
        await browser.Follow();
        Assert.Contains("新建 3 个单位,更新 1 个", browser.Text);
        var units = await Units(stand);
        Assert.Equal(("4403/05/009/", "4403/05/009/001/"), (units["440305009000"].Path, units["440305009001"].Path));
        Assert.Equal((2026, units["440305009000"].Key), (units["440305009001"].CreationYear, units["440305009001"].ParentKey));
        Assert.Equal((UnitKind.Building, "4403/05/008/011/p01/b01/"), (units["NS-B07"].Kind, units["NS-B07"].Path));
        Assert.Equal("平山社区居委会", units["440305008011"].Name);
        await using var db = stand.Read();
        var reasons = await db.Set<Change>().Where(c => c.Reason != null).Select(c => c.Reason).ToListAsync();
        Assert.Equal(4, reasons.Count(r => r == "导入组织表 组织.csv"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Communities_alone_bring_their_subdistricts_and_the_same_table_again_changes_nothing(Database database)
    {
        await using var stand = await WithTree(database);
        var browser = stand.As(Places.District);
        const string Table = """
            code,name,street_code,street_name
            440305001001,南头城社区,440305001,南头街道
            440305001003,大新社区,440305001,南头街道
            440305002001,南园社区,440305002,南山街道
            """;
        await browser.Look(Table);
        Assert.Equal(
            [("南头街道", "新建"), ("南头城社区", "新建"), ("大新社区", "新建"), ("南园社区", "没有变化")],
            browser.Preview().Select(r => (r.Name, r.Fate)));
        await browser.Post(Import);
        Assert.Equal(Places.All.Count + 3, (await Units(stand)).Count);
        await browser.Look(Table);
        Assert.All(browser.Preview(), r => Assert.Equal("没有变化", r.Fate));
        Assert.Null(browser.Page.QuerySelector($"{Import} button"));
        await using var template = await browser.Client.GetStreamAsync("/organisations/import/template");
        using var copy = new MemoryStream();
        await template.CopyToAsync(copy);
        await browser.Look(copy.ToArray(), "模板.xlsx");
        Assert.Equal(Places.All.Count + 2, browser.Preview().Count); // the city lies above the caller
        Assert.All(browser.Preview(), r => Assert.Equal("没有变化", r.Fate));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_was_not_looked_at_is_not_done(Database database)
    {
        await using var stand = await WithTree(database);
        var (first, second) = (stand.As(Places.District), stand.As(Places.District));
        await first.Look("代码,名称\n440305008013,甲社区\n440305008014,乙社区");
        await second.Look("代码,名称\n440305008013,丙社区");
        await second.Post(Import);
        await first.Post(Import);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, first.Status);
        Assert.Contains("组织树在您看预览时有了变动", first.Text);
        Assert.Equal([("甲社区", "更新"), ("乙社区", "新建")], first.Preview().Select(r => (r.Name, r.Fate)));
        Assert.False((await Units(stand)).ContainsKey("440305008014"));
        await first.Post(Import);
        Assert.Equal("甲社区", (await Units(stand))["440305008013"].Name);
        await first.Post(Import);
        Assert.Equal(Places.All.Count + 2, (await Units(stand)).Count);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Nobody_adds_beyond_the_own_part_or_enrols_the_own_unit(Database database)
    {
        await using var stand = await WithTree(database);
        var officer = stand.As(Places.Taoyuan);
        await officer.Look("代码,名称,创建年份\n440305008013,甲社区,\n440305002009,乙社区,\n440305002001,南园改名,\n440305008012,福光社区,2026\n440305008014,丙社区,2026");
        Assert.Equal(
            [
                ("乙社区", "不导入", "上级 440305002000 不在您的组织树里,表里也没有它的一行"),
                ("南园改名", "不导入", "代码 440305002001 属于您辖区以外的单位"),
                ("福光社区", "不导入", "创建年份决定创建统计,由区总工会填写,本单位不能修改"),
                ("丙社区", "不导入", "创建年份决定创建统计,由区总工会填写,本单位不能修改"),
                ("甲社区", "新建", "—"),
            ],
            officer.Preview());
        await officer.Post(Import);
        Assert.Equal(Places.All.Count + 1, (await Units(stand)).Count);
        var reader = stand.As(Stand.Person(Places.District, "organisations.see"));
        await reader.Open("/organisations/import");
        Assert.Equal(HttpStatusCode.Forbidden, reader.Status);
        await reader.Open("/organisations");
        Assert.Null(reader.Page.QuerySelector("a[href='/organisations/import']"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_code_that_a_spreadsheet_made_a_number_of_is_said_to_be_that(Database database)
    {
        await using var stand = await WithTree(database);
        var browser = stand.As(Places.District);
        await browser.Look("代码,名称,级别,上级代码\n440307000000,甲社区,,440305008000\n440305000000,乙社区,社区,\n440305009000,丙街道,街道,440305000000");
        Assert.Equal(
            [
                ("甲社区", "不导入", "代码“4.40307E+11”被表格软件改成了科学计数,后面的数字已经丢失;请把这一列设成“文本”后重新填写"),
                ("乙社区", "不导入", "代码“4.40305E+11”被表格软件改成了科学计数,后面的数字已经丢失;请把这一列设成“文本”后重新填写"),
                ("丙街道", "新建", "—"),
            ],
            browser.Preview());
    }

    [Theory]
    [InlineData("企业名称,职工人数\n甲公司,3", "没有找到列名")]
    [InlineData("代码,名称\n", "列名下面没有任何单位")]
    [InlineData("", "请选择 xlsx、xls 或 csv 文件")]
    [InlineData("%PDF-1.7", "PDF")]
    public async Task What_is_no_table_of_units_is_refused_with_a_sentence(string file, string sentence)
    {
        await using var stand = await WithTree(Database.Sqlite);
        var browser = stand.As(Places.District);
        await browser.Look(file);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        Assert.Contains(sentence, browser.Page.QuerySelector("main .notice.bad")!.TextContent, StringComparison.Ordinal);
    }

    private static async Task<Stand> WithTree(Database database)
    {
        var stand = await Stand.On(database);
        await stand.PlantTree();
        return stand;
    }

    private static async Task<Dictionary<string, Unit>> Units(Stand stand)
    {
        await using var db = stand.Read();
        return await db.Units.ToDictionaryAsync(u => u.Code);
    }
}
