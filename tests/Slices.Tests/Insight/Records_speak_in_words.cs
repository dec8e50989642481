using Gonglian.Enterprises;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Bulletins;
using Gonglian.Organisations;
using Gonglian.Organisations.Tree;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Insight;

/// <summary>变更记录: codes, states and days as people say them; nothing of what is sealed, not even as ciphertext.</summary>
public sealed class Records_speak_in_words
{
    private static readonly string[] Rights = ["records.see", "access.see", "enterprises.see", "organisations.see"];

    [Theory]
    [OnEveryDatabase]
    public async Task Of_what_a_roster_brought(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var file = Path.Combine(stand.Folder, "平山名册.csv");
        await File.WriteAllTextAsync(file, "企业名称,统一社会信用代码,社区,行业,经营状态,职工人数,联系人,职务,电话,建会形式,工会名称,建会日期,届满日期\n"
            + $"甲公司,{stand.NewCode()},平山社区,制造业,已注销,40,王一,经理,13800138000,独立工会,甲公司工会,2024-03-07,2029-03-06\n");
        await stand.Get<Gonglian.Enterprises.Imports.Importer>().Run(Stand.Person(Places.District), file);
        var auditor = stand.As(Places.District, Rights);
        await auditor.Open("/changes?kind=enterprise");
        var row = auditor.Page.QuerySelectorAll("#records tbody tr").Single(r => r.TextContent.Contains("信用代码")).TextContent;
        Assert.All(["联系人:经理 王一 已加密", "经营状态:注销", "排除:X1", "行业门类:制造业"], w => Assert.Contains(w, row));
        Assert.All(["13800138000", "Deregistered", "其他内容", "=="], w => Assert.DoesNotContain(w, row));
        await using var db = stand.Read();
        var enterprise = await db.Enterprises.SingleAsync();
        await auditor.Open($"/enterprises/{enterprise.Id}/changes");
        Assert.All(["王一", "经营状态", "注销", "制造业"], w => Assert.Contains(w, auditor.Text));
        Assert.DoesNotContain("13800138000", auditor.Body);
        // The roster's day is the last of the term, here as on the union's page.
        await auditor.Open($"/unions/{(await db.Unions.SingleAsync()).Id}");
        Assert.Contains("2024-03-07 – 2029-03-06", auditor.Page.QuerySelector(".timeline")!.TextContent);
        Assert.Contains("2029-03-06", auditor.Page.QuerySelector("dl.facts")!.TextContent);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Clearing_is_not_setting_and_a_move_says_from_where(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var now = stand.Clock.GetUtcNow().UtcDateTime;
        foreach (var year in new int?[] { 2020, null, 2021 })
            await stand.Do(async db => (await db.Units.SingleAsync(u => u.Path == Places.Park)).CreationYear = year);
        await stand.Do(async db => await new Moving { Above = "440305008012" }.Enter(
            db, stand.Get<BulletinBoard>(), await db.Units.SingleAsync(u => u.Path == Places.Park), stand.Clock.Today, now));
        var auditor = stand.As(Places.District, Rights);
        await auditor.Open("/changes?kind=unit");
        var rows = auditor.Page.QuerySelectorAll("#records tbody tr").Select(Plain).ToList();
        Assert.Contains(rows, r => r.Contains("创建年份:2020→空"));
        Assert.Contains(rows, r => r.Contains("创建年份:空→2021"));
        Assert.Contains(rows, r => r.Contains("隶属:平山社区→福光社区"));
        Assert.DoesNotContain(rows, r => r.Contains("4403/"));
        await auditor.Open("/organisations/NS-P01");
        var told = Plain(auditor.Page.QuerySelector(".timeline")!);
        Assert.All(["创建年份2020→空", "创建年份空→2021", "已调整隶属:隶属平山社区→福光社区"], w => Assert.Contains(w, told));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_number_of_an_earlier_day_changes_none_and_a_decision_is_named(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var firm = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", headcount: 20);
        await stand.Tell(firm, (_, ledger, file) => ledger.Tell(
            file, FactKind.Headcount, 10, FactSource.Visit, stand.Clock.Today.AddYears(-1)));
        var (one, two) = (Stand.Person(Places.Pingshan), Stand.Person(Places.Pingshan));
        await stand.Writes.Do(one, async db => await Excluding.Propose(db, await db.Enterprises.SingleAsync(), Guid.CreateVersion7(),
            ExclusionCode.Duplicate, "在总公司统计", stand.Clock.Today, stand.Clock.Today, stand.Clock.Now));
        await stand.Writes.Do(two, async db => await Excluding.Decide(db, await stand.LedgerOf(db, stand.Clock.Today),
            (await db.Exclusions.SingleAsync()).Id, true, stand.Clock.Now));
        var auditor = stand.As(Places.District, Rights);
        await auditor.Open($"/enterprises/{firm.Id}");
        var told = Plain(auditor.Page.QuerySelector(".timeline")!);
        Assert.Contains("职工人数10走访" + $"{stand.Clock.Today.AddYears(-1):yyyy-MM-dd}" + "当日数,现在采用的不变", told);
        Assert.Contains("已同意排除", told);
        Assert.All(["20→10", "X7→X7", "重复→"], w => Assert.DoesNotContain(w, told));
        await auditor.Open("/changes?kind=enterprise");
        Assert.Contains(auditor.Page.QuerySelectorAll("#records tbody tr"), r => r.TextContent.Contains("已同意排除"));
        Assert.Contains(auditor.Page.QuerySelectorAll("#records tbody tr"), r => r.TextContent.Contains("当日数,现在采用的不变"));
    }

    private static string Plain(AngleSharp.Dom.IElement element) => string.Concat(element.TextContent.Where(c => !char.IsWhiteSpace(c)));

    [Theory]
    [OnEveryDatabase]
    public async Task Sign_ins_stand_apart_and_pages_lead_on_from_the_root(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        for (var i = 0; i < 60; i++)
            await stand.RegisterEnterprise(Places.Pingshan, $"第{i}公司", 3);
        var now = stand.Clock.GetUtcNow().UtcDateTime;
        await stand.Writes.Do(Stand.Person(Places.District), async db =>
            db.Note(null, now, await db.Enterprises.FirstAsync(), "sign-in"));
        var auditor = stand.As(Places.District, Rights);
        await auditor.Open("/changes");
        Assert.DoesNotContain(auditor.Page.QuerySelectorAll("#records tbody tr"), r => r.TextContent.Contains("登录"));
        Assert.StartsWith("/changes?after=", auditor.Page.QuerySelector("a[rel=next]")!.GetAttribute("href"));
        await auditor.Open("/changes?kind=sign-in");
        Assert.Contains("登录", auditor.Page.QuerySelectorAll("#records tbody tr").Single().TextContent);
        await auditor.Open("/changes?kind=all");
        Assert.Contains(auditor.Page.QuerySelectorAll("#records tbody tr"), r => r.TextContent.Contains("登录"));
    }
}
