using System.Text;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Imports;
using Gonglian.Enterprises.Imports.Reading;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations;
using Gonglian.Organisations.Unions;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;
using Places = Gonglian.Slices.Tests.Fixture.Places;

namespace Gonglian.Slices.Tests.Imports;

/// <summary>导入: rosters as they really come become files, facts, contacts, unions and joining records.</summary>
public sealed class A_messy_roster_becomes_files
{
    private static readonly string[] Titles =
    [
        "序号", "单位名称(必填)", "社会信用代码", "所属社区", "经营地址", "行业类别", "成立时间", "登记状态", "员工人数", "统计日期",
        "数据来源", "工会会员数", "联系人", "职务", "联系电话", "建会形式", "工会名称", "建会时间", "任期届满日期", "签署日期",
    ];

    [Theory]
    [OnEveryDatabase]
    public async Task One_row_brings_everything(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var file = await Rosters.Workbook(stand, Titles,
        [
            "1", "深圳市示例电子有限公司", stand.NewCode(), "平山", "平山一路1号", "3911", "2015-03-01", "存续", "120", "2026-06-30",
            "社保", "88", "王小明", "行政经理", "138 0013 8000", "独立工会", "", "2018-05-04", "2027-05-04", "",
        ]);
        var import = await stand.Import(Stand.System, file);

        Assert.Equal((1, 1, 0, 0), (import.Rows, import.New, import.Changed, import.Left));
        await using var db = stand.Read();
        var enterprise = await db.Enterprises.SingleAsync();
        Assert.Equal(Places.Pingshan, enterprise.Path);
        Assert.Equal(("C", "3911"), (enterprise.Section, enterprise.Industry));
        Assert.Equal((120, FactSource.SocialInsurance), (enterprise.Headcount, enterprise.HeadcountSource));
        Assert.Equal(new DateOnly(2026, 6, 30), enterprise.HeadcountOn);
        Assert.Equal(88, enterprise.Members);
        Assert.Equal(UnionForm.Own, enterprise.UnionForm);
        Assert.True(enterprise.Counted.HasFlag(Counted.Base | Counted.Covered | Counted.Large | Counted.Own));
        var union = await db.Unions.SingleAsync();
        Assert.Equal("深圳市示例电子有限公司工会委员会", union.Name);
        var term = await db.UnionFacts.SingleAsync(f => f.Kind == UnionFactKind.Term);
        // 届满日期 is the last day of the term; facts hold the day after it.
        Assert.Equal((new DateOnly(2018, 5, 4), new DateOnly(2027, 5, 5)), (term.EffectiveFrom, term.EffectiveTo));
        var contact = await db.Contacts.SingleAsync();
        Assert.Equal(("王小明", "行政经理"), (contact.Name, contact.Role));
        var key = await db.Set<Gonglian.Foundation.Vaults.SealKey>().SingleAsync();
        Assert.Equal("13800138000", stand.Vault.Open(key, contact.Phone!));
        Assert.Equal(stand.Vault.Blind(Contact.TailDomain(Places.Pingshan), "8000"), contact.PhoneTail);
        var sums = await db.Sums("");
        Assert.Equal((1, 1, 1, 1, 120), (sums["units"], sums["base"], sums["covered"], sums["large-own"], sums["employees"]));
        Assert.All(await db.Changes.Where(c => c.Subject != "unit" && c.Subject != "import").ToListAsync(), c => Assert.Equal(import.Key, c.ImportKey));
        Assert.Single(await db.Changes.Where(c => c.Subject == "enterprise").ToListAsync());
        Assert.DoesNotContain("13800138000", string.Concat(await db.Changes.Select(c => c.After).ToListAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Every_cell_that_cannot_be_read_is_named_and_the_workbook_can_be_imported_again(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var file = await Rosters.Workbook(stand, ["企业名称", "统一社会信用代码", "社区", "成立日期", "职工人数", "电话"],
            ["甲公司", "9.14403E+17", "平山社区", "2020-03-05", "30", ""],
            ["乙公司", stand.NewCode(), "平山社区", "2020.3.5", "30", ""],
            ["丙公司", stand.NewCode(), "平山社区", "2020-03-05", "约30人", ""],
            ["丁公司", stand.NewCode(), "不存在社区", "2020-03-05", "30", ""],
            ["戊公司", stand.NewCode(), "平山社区", "2020-03-05", "30", "26667788"],
            ["=cmd|' /C calc'!A0", stand.NewCode(), "平山社区", "2020-03-05", "30", ""],
            ["己公司", stand.NewCode(), "平山社区", "2020-03-05", "30", "0755-26667788"]);
        var import = await stand.Import(Stand.System, file);

        Assert.Equal((7, 1, 6), (import.Rows, import.New, import.Left));
        var left = stand.Left(import);
        Assert.Equal(
            ["credit-code.spreadsheet", "import.date-form", "import.number-form", "import.place", "phone.contact", "import.formula-text"],
            left.Select(r => r.Reasons[0].Code));
        Assert.Contains("9.14403E+17", left[0].Reasons[0].Sentence.Arguments[0], StringComparison.Ordinal);
        Assert.Equal(new DateOnly(2020, 3, 5).ToString("O"), left[1].Reasons[0].Sentence.Arguments[1]);

        var again = Path.Combine(stand.Folder, "left.xlsx");
        await using (var stream = File.Create(again))
            await LeftFile.Workbook(stand.Get<Importer>().LeftOf(import), stream, Gonglian.Foundation.Texts.Chinese, default);
        var second = await stand.Import(Stand.System, again, new RosterSettings
        {
            Repairs = [Repairs.Dates, Repairs.Numbers, Repairs.Phones],
            Blank = [RosterSettings.ClassOf(nameof(RosterColumn.CreditCode), "credit-code.spreadsheet")],
            Places = new Dictionary<string, string> { ["不存在社区"] = Places.Fuguang },
        });
        Assert.Equal((6, 5, 1), (second.Rows, second.New, second.Left));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_a_repair_turned_right_stands_repaired_in_the_workbook(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var file = await Rosters.Workbook(stand, ["企业名称", "统一社会信用代码", "社区", "成立日期", "职工人数", "电话", "联系人"],
            ["甲 公司", "9144", "不存在社区", "43831", "约30人", "26667788", "王一"],
            ["乙公司", "9144", "平山社区", "2020年", "30", "", ""]);
        var settings = new RosterSettings { Repairs = [Repairs.Dates, Repairs.Numbers, Repairs.Phones, Repairs.Plain] } with
        {
            Places = new Dictionary<string, string> { ["不存在社区"] = Places.Pingshan },
        };
        var import = await stand.Import(Stand.System, file, settings);
        Assert.Equal(2, import.Left);
        var left = stand.Left(import);
        Assert.Equal(["甲公司", "9144", "平山社区", "2020-01-01", "30", "0755-26667788", "王一"], left[0].Cells);
        Assert.Equal("2020年", left[1].Cells[3]);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_roster_is_of_a_day_that_can_be(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var file = await Rosters.Workbook(stand, ["企业名称", "社区"], ["甲公司", "平山社区"]);
        foreach (var (day, code) in new[] { (China.Today(stand.Clock).AddDays(1), "import.day"), (new DateOnly(1999, 12, 31), "import.day-early") })
        {
            var no = await Assert.ThrowsAsync<Refused>(() => stand.Import(Stand.System, file, new RosterSettings { Day = day }));
            Assert.Equal(code, no.Code);
        }
        await using var db = stand.Read();
        Assert.Equal(0, await db.Imports.CountAsync());
        Assert.Equal(1, (await stand.Import(Stand.System, file, new RosterSettings { Day = China.Today(stand.Clock) })).New);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_csv_file_in_GBK_is_read_too(Database database)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var file = await Rosters.Csv(stand, Encoding.GetEncoding("GBK"),
            ["南山区企业名册"], [], ["企业名称", "信用代码", "社区代码", "职工数"], ["示例商贸有限公司", stand.NewCode(), "440305008012", "9"],
            ["合计", "", "", "9"]);
        var import = await stand.Import(Stand.System, file);
        Assert.Equal((1, 1, 0), (import.Rows, import.New, import.Left));
        await using var db = stand.Read();
        Assert.Equal(Places.Fuguang, (await db.Enterprises.SingleAsync()).Path);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Many_rows_of_one_joint_union_are_one_union_and_many_covered_units(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        string[] Row(string name, string signed) =>
            [name, stand.NewCode(), "平山", "联合工会", "平山社区第一联合工会", "2019-01-01", "2027-01-01", signed];
        var file = await Rosters.Workbook(stand,
        [
            ["企业名称", "信用代码", "社区", "建会形式", "工会名称", "建会日期", "届满日期", "签署日期"],
            .. Enumerable.Range(1, 600).Select(i => Row($"第{i}公司", i % 3 == 0 ? "" : "2020-01-01")),
        ]);
        var import = await stand.Import(Stand.System, file);

        Assert.Equal((600, 600), (import.Rows, import.New));
        await using var db = stand.Read();
        Assert.Equal(1, await db.Unions.CountAsync());
        Assert.Equal(600, await db.Joinings.CountAsync());
        var sums = await db.Sums("");
        Assert.Equal((600, 400), (sums["base"], sums["covered"]));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Deregistered_moved_and_empty_units_are_proposed_for_exclusion_and_still_count(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var file = await Rosters.Workbook(stand, ["企业名称", "信用代码", "社区", "经营状态", "职工人数"],
            ["甲公司", stand.NewCode(), "平山", "吊销未注销", "3"], ["乙公司", stand.NewCode(), "平山", "已迁出", "3"],
            ["丙公司", stand.NewCode(), "平山", "在营", "0"], ["丁公司", stand.NewCode(), "平山", "在营", "3"]);
        var officer = Stand.Person(Places.Pingshan);
        var import = await stand.Import(officer, file);

        Assert.Equal((4, 3), (import.New, import.Proposed));
        await using var db = stand.Read();
        Assert.Equal(4, (await db.Sums(""))["base"]);
        var proposed = await db.Exclusions.OrderBy(x => x.Code).ToListAsync();
        Assert.Equal([ExclusionCode.Deregistered, ExclusionCode.NoEmployees, ExclusionCode.Moved], proposed.Select(x => x.Code));
        Assert.All(proposed, x => Assert.Equal((ExclusionState.Proposed, officer.UserId), (x.State, x.ProposedById)));
        Assert.Throws<Refused>(() => proposed[0].Decide(true, officer.UserId, officer.Name, stand.Clock.Now));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Rows_outside_the_scope_are_refused(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var foreign = await stand.RegisterEnterprise(Places.Nanyuan, "他处公司");
        var file = await Rosters.Workbook(stand, ["企业名称", "信用代码", "社区"],
            ["甲公司", stand.NewCode(), "平山"], ["乙公司", stand.NewCode(), "南园"], ["他处公司", foreign.CreditCode!, "平山"]);
        var import = await stand.Import(Stand.Person(Places.Pingshan), file);
        Assert.Equal((1, 2), (import.New, import.Left));
        Assert.Equal(["import.out-of-scope", "import.elsewhere"], stand.Left(import).Select(r => r.Reasons[0].Code));
        var nobody = await Assert.ThrowsAsync<Refused>(() =>
            stand.Import(Stand.Person(Places.Pingshan, "enterprises.see"), file));
        Assert.Equal("access.not-allowed", nobody.Code);
    }
}
