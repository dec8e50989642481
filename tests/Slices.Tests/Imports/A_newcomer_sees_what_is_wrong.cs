using System.Text;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Imports;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Imports;

/// <summary>看得明白: what an import's pages say of a file that is no roster, of people's numbers, and of taking back.</summary>
public sealed class A_newcomer_sees_what_is_wrong
{
    [Theory]
    [OnEveryDatabase]
    public async Task A_letter_that_calls_itself_a_workbook_is_refused_with_what_a_roster_needs(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var browser = stand.As(Places.Taoyuan);
        var file = Path.Combine(stand.Folder, "letter");
        await File.WriteAllTextAsync(file, "Dear all, this is a letter, nothing else.\n谢谢大家的支持。\nRegards, someone\n");
        await A_newcomer_imports_in_steps.Send(browser, file, "名册.xlsx");
        await browser.Follow();
        Assert.Contains("这个文件不能导入", browser.Text, StringComparison.Ordinal);
        Assert.Contains("要有一行列名", browser.Text, StringComparison.Ordinal);
        Assert.NotNull(browser.Page.QuerySelector("a[href='/enterprises/import/template']"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_table_with_unknown_column_names_shows_its_first_rows_to_choose_from(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var browser = stand.As(Places.Taoyuan);
        var file = await Rosters.Workbook(stand, ["Firma", "Ort", "Rufnummer"], ["甲公司", "平山", "13812345678"]);
        await A_newcomer_imports_in_steps.Send(browser, file, "名册.xlsx");
        await browser.Follow();
        Assert.Contains("甲公司", browser.Text, StringComparison.Ordinal);
        Assert.Contains("138****5678", browser.Text, StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector("main form[method=post]"));
        await browser.Open(browser.Page.QuerySelector("main tbody a")!.GetAttribute("href")!);
        Assert.NotNull(browser.Page.QuerySelector("select[name=c0]"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Numbers_of_people_are_masked_before_the_import_too(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var browser = stand.As(Places.Taoyuan);
        var file = await Rosters.Workbook(stand, ["企业名称", "社区", "联系电话", "备注"],
            ["甲公司", "平山", "13812345678", "身份证 440305199001011234"]);
        await A_newcomer_imports_in_steps.Send(browser, file, "名册.xlsx");
        await browser.Follow();
        Assert.Contains("138****5678", browser.Text, StringComparison.Ordinal);
        Assert.Contains("440305********1234", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("13812345678", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("19900101", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_question_before_taking_back_counts_what_will_stay(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var officer = Stand.Person(Places.Taoyuan);
        var import = await stand.Import(officer, await Rosters.Workbook(stand,
            ["企业名称", "社区", "职工人数"], ["甲公司", "平山", "10"], ["乙公司", "平山", "11"], ["丙公司", "福光", "12"]));
        Enterprise changed;
        await using (var db = stand.Read())
            changed = await db.Enterprises.FirstAsync(e => e.Name == "乙公司");
        await stand.Tell(changed, (_, ledger, file) => ledger.Tell(file, FactKind.Headcount, 30, FactSource.Visit, stand.Clock.Today));
        var browser = stand.As(officer);
        await browser.Open($"/imports/{import.Id}");
        Assert.Contains("将取出 2 个新建的企业,恢复 0 个更新的企业", browser.Text, StringComparison.Ordinal);
        Assert.Contains("1 个新建的企业整份保留", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase("csv")]
    [OnEveryDatabase("xlsx")]
    public async Task A_name_that_is_a_formula_has_one_reason(Database database, string kind)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        string[][] rows =
        [
            ["企业名称", "社区", "职工人数", "建会形式", "工会名称"],
            ["=HYPERLINK(\"http://x\";\"甲公司\")", "平山", "10", "联合工会", ""],
            ["=1+1", "平山", "10", "独立工会", ""],
        ];
        var file = kind == "csv" ? await Rosters.Csv(stand, Encoding.UTF8, rows) : await Rosters.Workbook(stand, rows);
        var import = await stand.Import(Stand.Person(Places.Taoyuan), file);
        var left = stand.Left(import);
        Assert.Equal(2, left.Count);
        Assert.All(left, row => Assert.Single(row.Reasons, r => r.Position == 0));
        await using var db = stand.Read();
        Assert.Equal(2, await db.ImportNotes.CountAsync(n => n.ImportKey == import.Key && n.Kind == NoteKind.Problem && n.Column == "Name"));
    }
}
