using Gonglian.Enterprises;
using Gonglian.Enterprises.Imports;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Vaults;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Imports;

/// <summary>在页面上改格: the right value typed into the preview is what is imported; the file stays as it came.</summary>
public sealed class Cells_are_corrected_on_the_page
{
    [Theory]
    [OnEveryDatabase]
    public async Task What_is_typed_is_imported_shown_and_taken_back_with_the_import(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var browser = await Previewed(stand, ["甲公司", "平山", "很多人", ""], ["乙公司", "哪里", "12", "1381234567"]);
        Assert.Contains("开始导入", (await Typed(browser,
            ("cell-2-Headcount", "31"), ("cell-3-Community", "福光"), ("cell-3-Phone", "13812345678"))).Text, StringComparison.Ordinal);
        Assert.Contains("很多人", browser.Text, StringComparison.Ordinal);
        Assert.Contains("****5678", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("13812345678", browser.Body, StringComparison.Ordinal);
        await using (var db = stand.Read())
            Assert.DoesNotContain(await db.ImportNotes.ToListAsync(), n => $"{n.Value}{n.Sentence}".Contains("13812345678", StringComparison.Ordinal));

        await browser.Post("#preview", ("Do", "start"));
        await A_newcomer_imports_in_steps.Settled(browser);
        Assert.Contains("改过的格", browser.Text, StringComparison.Ordinal);
        await using (var db = stand.Read())
        {
            Assert.Equal(31, (await db.Enterprises.SingleAsync(e => e.Name == "甲公司")).Headcount);
            var second = await db.Enterprises.SingleAsync(e => e.Name == "乙公司");
            Assert.Equal(Places.Fuguang, second.Path);
            var contact = await db.Contacts.SingleAsync(c => c.EnterpriseKey == second.Key);
            Assert.Equal("13812345678", stand.Vault.Open((await db.Set<SealKey>().FindAsync(contact.SealKeyKey))!, contact.Phone!));
            Assert.Equal(1, await db.Set<SealKey>().CountAsync());
        }

        await browser.Post("main form:has(.danger)");
        await A_newcomer_imports_in_steps.Settled(browser);
        await using var after = stand.Read();
        Assert.Equal(0, await after.Enterprises.CountAsync());
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_change_record_names_who_typed_which_cells_and_who_imported(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var standing = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", headcount: 12);
        var officer = await Previewed(stand, ["甲公司", "平山", "很多人", "", standing.CreditCode!], ["乙公司", "平山", "12", "123", ""]);
        var other = stand.As(Stand.Person(Places.District));
        await other.Open(officer.Address);
        await Typed(other, ("cell-2-Headcount", "31"), ("cell-3-Phone", "13812345678"));
        Assert.Contains("测试员 4403/05/", other.Text, StringComparison.Ordinal);

        await officer.Open(other.Address);
        await officer.Post("#preview", ("Do", "start"));
        await A_newcomer_imports_in_steps.Settled(officer);
        await using var db = stand.Read();
        foreach (var (name, column) in new[] { ("甲公司", "职工人数"), ("乙公司", "电话") })
        {
            var enterprise = await db.Enterprises.SingleAsync(e => e.Name == name);
            var change = await db.Changes.Where(c => c.Subject == "enterprise" && c.SubjectKey == enterprise.Key && c.ImportKey != null).SingleAsync();
            Assert.Equal("测试员 4403/05/008/", change.By);
            await officer.Open($"/enterprises/{enterprise.Id}/changes");
            Assert.Contains($"{column}(测试员 4403/05/)", officer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("13812345678", change.After, StringComparison.Ordinal);
        }
        var auditor = stand.As(Places.District, "records.see");
        await auditor.Open("/changes");
        Assert.Contains("导入时手工改正:职工人数(测试员 4403/05/)", auditor.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Two_corrected_rows_that_are_merged_into_one_file_are_both_told(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var code = (await stand.RegisterEnterprise(Places.Pingshan, "甲公司", headcount: 12)).CreditCode!;
        var officer = await Previewed(stand, ["甲公司", "平山", "很多人", "", code], ["甲公司", "平山", "31", "123", code]);
        await Typed(officer, ("cell-2-Headcount", "30"), ("cell-3-Phone", "13812345678"));
        await officer.Post("#preview", ("answer-3", "Same"), ("Do", "check"));
        await A_newcomer_imports_in_steps.Settled(officer);
        await officer.Post("#preview", ("Do", "start"));
        await A_newcomer_imports_in_steps.Settled(officer);
        await using var db = stand.Read();
        var change = await db.Changes.SingleAsync(c => c.Action == "tell" && c.ImportKey != null);
        Assert.Matches("Corrected.*Headcount.*Phone", change.After);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_cell_that_is_put_back_has_its_problem_again(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var browser = await Previewed(stand, ["甲公司", "平山", "很多人", ""], ["乙公司", "平山", "12", ""]);
        await Typed(browser, ("cell-2-Headcount", "31"));
        Assert.Contains("开始导入 2 行", browser.Text, StringComparison.Ordinal);
        var key = browser.Page.QuerySelector("button[name=Back]")!.GetAttribute("value");
        await browser.Post("form:has(button[name=Back])", ("Back", key));
        await A_newcomer_imports_in_steps.Settled(browser);
        Assert.Contains("开始导入 1 行", browser.Text, StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector("button[name=Back]"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_cell_left_as_it_is_is_no_correction_and_a_wrong_value_says_so_again(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var browser = await Previewed(stand, ["甲公司", "平山", "很多人", ""], ["乙公司", "平山", "几\n个", ""]);
        await Typed(browser, ("cell-2-Headcount", "不少"), ("cell-3-Headcount", "几个"));
        Assert.Contains("“不少”不是人数", browser.Text, StringComparison.Ordinal);
        await using var db = stand.Read();
        Assert.Equal(2, (await db.ImportNotes.SingleAsync(n => n.Kind == NoteKind.Given)).Row);
    }

    private static async Task<Browser> Previewed(Stand stand, params string[][] rows)
    {
        var browser = stand.As(Stand.Person(Places.Taoyuan));
        var file = await Rosters.Workbook(stand, [["企业名称", "社区", "职工人数", "电话", "统一社会信用代码"], .. rows]);
        await A_newcomer_imports_in_steps.Send(browser, file, "名册.xlsx");
        await browser.Follow();
        await browser.Post("main form[method=post]");
        await A_newcomer_imports_in_steps.Settled(browser);
        return browser;
    }

    private static async Task<Browser> Typed(Browser browser, params IReadOnlyList<(string, string?)> values)
    {
        await browser.Post("form:has([name^=cell-])", values);
        await A_newcomer_imports_in_steps.Settled(browser);
        return browser;
    }
}
