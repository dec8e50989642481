using Gonglian.Enterprises;
using Gonglian.Enterprises.Imports;
using Gonglian.Foundation.Figures;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Imports;

/// <summary>更新前先看: what an update changes stands in the preview, field by field; what is beyond belief is asked first.</summary>
public sealed class Updates_are_seen_before_they_are_made
{
    private static readonly string[] Titles = ["企业名称", "信用代码", "社区", "经营地址", "职工人数", "会员人数", "电话"];

    [Theory]
    [OnEveryDatabase]
    public async Task Every_changed_field_stands_there_old_and_new(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var known = await stand.RegisterEnterprise(Places.Pingshan, "瀚汀科技公司", headcount: 150);
        var browser = await A_bare_yes_founds_no_union.Previewed(stand, await Rosters.Workbook(stand, Titles,
            ["瀚汀电子公司", known.CreditCode!, "福光", "平山路 1 号", "140", "60", "13812345678"]));
        Assert.Contains("要更新的 1 家", browser.Text, StringComparison.Ordinal);
        var rows = browser.Page.QuerySelectorAll("table").Single(t => t.TextContent.Contains("导入后", StringComparison.Ordinal))
            .QuerySelectorAll("tbody tr").Select(r => string.Join('|', r.QuerySelectorAll("td:not([rowspan])").Select(c => c.TextContent.Trim()))).ToList();
        Assert.Equal(
            [
                "企业名称|瀚汀科技公司|瀚汀电子公司", "社区|平山社区|福光社区", "经营地址|—|平山路 1 号",
                "职工人数|150|140", "会员人数|—|60", "电话|—|****5678",
            ], rows);
        Assert.Equal(rows.Count, int.Parse(browser.Page.QuerySelectorAll("td.first[rowspan]").Single().GetAttribute("rowspan")!, null));
        await using var db = stand.Read();
        Assert.Equal(150, (await db.Enterprises.SingleAsync()).Headcount);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_union_older_than_its_unit_is_asked_about_though_only_the_file_knows_the_units_day(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var known = await stand.RegisterEnterprise(Places.Pingshan, "瀚汀公司", headcount: 50, established: new(2020, 5, 1));
        var browser = await A_bare_yes_founds_no_union.Previewed(stand, await Rosters.Workbook(stand,
            ["企业名称", "信用代码", "社区", "建会形式", "建会日期"], ["瀚汀公司", known.CreditCode!, "平山", "独立工会", "2018-03-01"]));
        Assert.Contains("建会日期 2018-03-01 早于企业成立的 2020-05-01", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Another_name_or_a_large_fall_is_left_out_until_somebody_says_that_it_is_meant(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var named = await stand.RegisterEnterprise(Places.Pingshan, "深圳市埔亭科技有限公司", headcount: 5);
        var fallen = await stand.RegisterEnterprise(Places.Pingshan, "瀚汀公司", headcount: 150);
        var small = await stand.RegisterEnterprise(Places.Pingshan, "小小公司", headcount: 9);
        string[][] rows =
        [
            Titles,
            ["深圳市完全不同的名字有限公司", named.CreditCode!, "平山", "", "5", "", ""],
            ["瀚汀公司", fallen.CreditCode!, "平山", "", "3", "", ""],
            ["小小公司", small.CreditCode!, "平山", "", "1", "", ""],
        ];
        var left = await stand.Import(Stand.System, await Rosters.Workbook(stand, rows));
        Assert.Equal((1, 2, 2), (left.Changed, left.Left, left.Doubles));
        Assert.Equal(["import.other-name", "import.fall"], stand.Left(left).Select(r => r.Reasons[0].Code));

        var browser = await A_bare_yes_founds_no_union.Previewed(stand, await Rosters.Workbook(stand, rows));
        Assert.Contains("职工人数 150 → 3,减少过半", browser.Text, StringComparison.Ordinal);
        await browser.Post("#preview", ("answer-3", "Same"), ("Do", "check"));
        await A_newcomer_imports_in_steps.Settled(browser);
        Assert.NotNull(browser.Page.QuerySelector("select[name=answer-3] option[value=Same][selected]"));
        await browser.Post("#preview", ("Do", "start"));
        await A_newcomer_imports_in_steps.Settled(browser);
        await using var db = stand.Read();
        Assert.Equal(3, (await db.Enterprises.SingleAsync(e => e.Key == fallen.Key)).Headcount);
        Assert.Equal("深圳市埔亭科技有限公司", (await db.Enterprises.SingleAsync(e => e.Key == named.Key)).Name);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_row_that_is_met_by_its_name_is_asked_about_its_fall_as_well(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await stand.RegisterEnterprise(Places.Pingshan, "瀚汀公司", headcount: 24, members: 22);
        var file = await Rosters.Workbook(stand, Titles, ["瀚汀公司", "", "平山", "", "3", "1", ""]);
        var merged = new RosterSettings { Doubles = new Dictionary<DoubleKind, DoubleAnswer> { [DoubleKind.SameName] = DoubleAnswer.Same } };
        var left = await stand.Import(Stand.System, file, merged);
        Assert.Equal((0, 1, "import.fall"), (left.Changed, left.Doubles, stand.Left(left).Single().Reasons[0].Code));

        var browser = await A_bare_yes_founds_no_union.Previewed(stand, file);
        Assert.Contains("同名;合并会使人数减少过半:职工 24 → 3,会员 22 → 1", browser.Text, StringComparison.Ordinal);
        await browser.Post("#preview", ("answer-2", "Same"), ("Do", "check"));
        await A_newcomer_imports_in_steps.Settled(browser);
        await browser.Post("#preview", ("Do", "start"));
        await A_newcomer_imports_in_steps.Settled(browser);
        await using var db = stand.Read();
        Assert.Equal(3, (await db.Enterprises.SingleAsync()).Headcount);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_union_before_the_firm_and_joining_before_the_union_are_to_be_looked_at(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await stand.Found(Places.Pingshan, "平山联合工会", Gonglian.Organisations.Unions.UnionForm.Joint, new DateOnly(2020, 1, 1));
        var browser = await A_bare_yes_founds_no_union.Previewed(stand, await Rosters.Workbook(stand,
            ["企业名称", "信用代码", "社区", "成立日期", "建会形式", "工会名称", "建会日期", "签署日期"],
            ["甲公司", stand.NewCode(), "平山", "2015-01-01", "联合工会", "平山联合工会", "", "2018-03-01"],
            ["乙公司", stand.NewCode(), "平山", "2015-01-01", "独立工会", "", "1999-01-01", ""]));
        Assert.Contains("“平山联合工会”2020-01-01 才成立,加入日期 2018-03-01 早于它", browser.Text, StringComparison.Ordinal);
        Assert.Contains("建会日期 1999-01-01 早于企业成立的 2015-01-01", browser.Text, StringComparison.Ordinal);
        Assert.Contains("开始导入 2 行", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_file_with_merged_rows_changes_nothing_when_it_comes_again_and_taking_it_back_keeps_its_word(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var (code, other) = (stand.NewCode(), stand.NewCode());
        string[][] rows =
        [
            Titles,
            ["甲公司", code, "平山", "", "30", "", "13800138000"], ["甲公司分号", code, "平山", "平山路 1 号", "31", "9", "13900139000"],
            ["无码公司", "", "平山", "", "8", "", ""], ["无码公司", "", "平山", "二路", "9", "", ""],
            ["乙公司", other, "平山", "", "12", "", ""],
        ];
        var answers = new RosterSettings
        {
            Doubles = new Dictionary<DoubleKind, DoubleAnswer>
            {
                [DoubleKind.SameCode] = DoubleAnswer.Same,
                [DoubleKind.SameNameInFile] = DoubleAnswer.Same,
                [DoubleKind.SameName] = DoubleAnswer.Same,
            },
        };
        var file = await Rosters.Workbook(stand, rows);
        var first = await stand.Import(Stand.Person(Places.Taoyuan), file, answers);
        Assert.Equal((3, 0), (first.New, first.Left));
        await using (var db = stand.Read())
        {
            var merged = await db.Enterprises.SingleAsync(e => e.CreditCode == code);
            Assert.Equal(("甲公司", "平山路 1 号", 30, 9), (merged.Name, merged.Address, merged.Headcount, merged.Members));
        }
        var again = await stand.Import(Stand.System, file, answers);
        Assert.Equal((0, 0, 5), (again.New, again.Changed, again.Unchanged));

        var browser = stand.As(Places.Taoyuan);
        await browser.Open($"/imports/{first.Id}");
        Assert.Contains("将取出 3 个新建的企业,恢复 0 个更新的企业", browser.Text, StringComparison.Ordinal);
        await browser.Post("main form:has(.danger)");
        await A_newcomer_imports_in_steps.Settled(browser);
        Assert.Contains("3 个单位恢复原状", browser.Text, StringComparison.Ordinal);
        await using var after = stand.Read();
        Assert.Equal(0, (await after.Sums("")).GetValueOrDefault("units"));
    }
}
