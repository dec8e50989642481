using Gonglian.Enterprises;
using Gonglian.Foundation.Audit;
using Gonglian.Organisations;
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
