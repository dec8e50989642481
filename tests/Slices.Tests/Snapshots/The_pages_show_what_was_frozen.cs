using System.Net;
using System.Text.Json;
using Gonglian.Enterprises;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Jobs;
using Gonglian.Foundation.Vaults;
using Gonglian.Insight;
using Gonglian.Insight.Snapshots;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Snapshots;

/// <summary>The pages of the snapshots, without script: freezing, the first figure beside its restatements, the evidence sheet.</summary>
public sealed class The_pages_show_what_was_frozen
{
    private static readonly Caller Leader = new(Guid.CreateVersion7(), "区领导甲", [new Grant(Places.District, Stand.EveryRight, false)]);

    [Theory]
    [OnEveryDatabase]
    public async Task Somebody_freezes_last_month_and_restates_it(Database database)
    {
        await using var stand = await Stand.On(database);
        await FrozenDistrict.Tell(stand);
        var browser = stand.As(Leader);
        await browser.Open("/snapshots");
        Assert.Contains("还没有快照", browser.Text, StringComparison.Ordinal);
        Assert.Equal("/snapshots/new?place=440305000000", browser.Page.QuerySelector("a.primary")!.GetAttribute("href"));
        await browser.Open("/snapshots/new?place=440305000000");
        await browser.Post("main form");
        Assert.Equal(HttpStatusCode.Found, browser.Status);
        await stand.Get<JobRunner>().Drain(CancellationToken.None);
        await browser.Follow();
        Assert.Contains("签名有效", browser.Text, StringComparison.Ordinal);
        Assert.Contains("14.3% 1/7", Golden.Words(browser.Page.QuerySelector("main")!), StringComparison.Ordinal);

        stand.Clock.Advance(2);
        await stand.RegisterEnterprise(Places.Pingshan, "补报公司", headcount: 40);
        await browser.Open("/snapshots/new?place=440305000000");
        var before = Golden.Words(browser.Page.QuerySelector("#restating")!);
        Assert.Contains("逐行数据有 1 行与“首次冻结”不同", before, StringComparison.Ordinal);
        Assert.Contains("N1 组建覆盖率\n14.3% 1/7\n12.5% 1/8\n1\n", before, StringComparison.Ordinal);
        Assert.Contains("N2 25 人以上独立建会率\n100.0% 1/1\n50.0% 1/2\n1\n", before, StringComparison.Ordinal);
        Assert.Contains("N5 入会率(已建会单位)\n40.0% 12/30\n40.0% 12/30\n0\n", before, StringComparison.Ordinal);
        await browser.Post("main form");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        Assert.Contains("再冻结就是更正", browser.Text, StringComparison.Ordinal);
        await browser.Post("main form", ("Reason", "补报一家企业"));
        await stand.Get<JobRunner>().Drain(CancellationToken.None);
        var address = browser.Location!.ToString();
        await browser.Open($"{address}?moved=N1");
        var words = Golden.Words(browser.Page.QuerySelector("main")!);
        Assert.Contains("14.3% 1/7\n12.5% 1/8", words, StringComparison.Ordinal);
        Assert.Contains("首次 7 家", words, StringComparison.Ordinal);
        Assert.Contains("更正前\n1\n7\n进入分母\n1\n0\n+1\n更正后\n1\n8\n", words, StringComparison.Ordinal);
        Assert.Contains("补报公司\n进入分母\n平山社区\n不在范围内\n职工 40 人、会员 — 人,没有工会\n0\n+1", words, StringComparison.Ordinal);
        Assert.DoesNotContain("与冻结的数有出入", browser.Text, StringComparison.Ordinal);
        var all = browser.Page.QuerySelectorAll("#moved a").First(a => a.TextContent.StartsWith("哪些单位不同", StringComparison.Ordinal));
        await browser.Open(all.GetAttribute("href")!);
        Assert.Contains("补报公司\n进入分母", Golden.Words(browser.Page.QuerySelector("#list")!), StringComparison.Ordinal);
        Assert.Contains("14.3% → 12.5%", browser.Text, StringComparison.Ordinal);

        await browser.Open("/snapshots");
        Assert.Equal(2, browser.Page.QuerySelectorAll("#list .chain li").Length);
        Assert.Contains("补报一家企业", browser.Text, StringComparison.Ordinal);
        await browser.Open("/figures/N1");
        Assert.Contains("14.3% 1/7", Golden.Words(browser.Page.QuerySelector("main")!), StringComparison.Ordinal);
        Assert.DoesNotContain("哪些单位不同", browser.Text, StringComparison.Ordinal);
        stand.Clock.Advance(1);
        await stand.RegisterEnterprise(Places.Pingshan, "又补报公司", headcount: 40);
        await stand.Get<History>().Fill();
        await browser.Open("/figures/N1");
        await browser.Open(browser.Page.QuerySelectorAll("main a").Single(a => a.TextContent == "哪些单位不同").GetAttribute("href")!);
        Assert.Contains("又补报公司", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(">补报公司<", browser.Body, StringComparison.Ordinal);
        await browser.Open("/changes?kind=snapshot");
        Assert.Contains("补报一家企业", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_a_restatement_would_change_is_shown_first_and_nothing_is_refused(Database database)
    {
        await using var stand = await Stand.On(database);
        await FrozenDistrict.Tell(stand);
        var browser = stand.As(Leader);
        await stand.Freeze(Leader);
        stand.Clock.Advance(2);
        // Chosen on the form itself, it is shown before anything is asked for; looked at, it is refused.
        await browser.Open("/snapshots/new?place=440305000000&month=2026-07-31");
        Assert.Null(browser.Page.QuerySelector("#restating"));
        await browser.Post("main form", ("Month", "2026-08-31"), ("Reason", "再签一次看看"));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains("没有要更正的", browser.Page.QuerySelector("#restating")!.TextContent, StringComparison.Ordinal);
        await browser.Post("main form");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        Assert.Contains("都与上一次冻结的相同", browser.Text, StringComparison.Ordinal);

        // A name is in a row and in no figure: that may be put right.
        await stand.Do(async db => (await db.Enterprises.FirstAsync(e => e.Name == "甲公司")).Rename("甲集团公司"));
        await browser.Open("/snapshots/new?place=440305000000");
        Assert.Contains("逐行数据有 1 行与“首次冻结”不同", browser.Text, StringComparison.Ordinal);
        Assert.All(
            browser.Page.QuerySelectorAll("#restating tbody tr"), r => Assert.Equal("0", r.QuerySelectorAll("td")[^1].TextContent.Trim()));
        await browser.Post("main form", ("Reason", "企业改了名称"));
        Assert.Equal(HttpStatusCode.Found, browser.Status);
        var id = Guid.Parse(browser.Location!.ToString().Split('/')[^1]);
        await stand.Get<JobRunner>().Drain(CancellationToken.None);

        // The package is lost: the figures are shown all the same, and that rows were not compared.
        File.Delete(Path.Combine(stand.Folder, "snapshots", id.ToString("N")));
        await browser.Open("/snapshots/new?place=440305000000");
        Assert.Contains("没有逐行比对", browser.Text, StringComparison.Ordinal);
        Assert.Contains("更正 1", Golden.Words(browser.Page.QuerySelector("#restating")!), StringComparison.Ordinal);
        await browser.Open("/snapshots/new?place=440305008011");
        Assert.Null(browser.Page.QuerySelector("#restating"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_waits_says_that_it_waits_and_counts_nothing(Database database)
    {
        await using var stand = await Stand.On(database);
        await FrozenDistrict.Tell(stand);
        var wish = new FreezeWish(Guid.CreateVersion7(), FrozenDistrict.August);
        var newest = await Freezing.Newest(stand.Store);
        await using var reading = stand.Read(Leader);
        var scope = await Scope.Get(reading, FrozenDistrict.Code);
        await stand.Writes.Do(Leader, async db =>
        {
            await Freezing.Ask(db, scope, wish, newest, stand.Clock.Now);
            // Nobody takes it up.
            db.ChangeTracker.Entries<Job>().Single().State = EntityState.Detached;
        });
        var browser = stand.As(Leader);
        await browser.Open($"/snapshots/{wish.Id}");
        var progress = browser.Page.QuerySelector("#progress")!;
        Assert.Equal("正在排队", progress.QuerySelector("p")!.TextContent.Trim());
        Assert.False(progress.QuerySelector("progress")!.HasAttribute("value"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_evidence_sheet_says_what_was_counted_by_hand(Database database)
    {
        await using var stand = await Stand.On(database);
        await FrozenDistrict.Tell(stand);
        var snapshot = await stand.Freeze(Leader);
        var browser = stand.As(Places.District, "insight.see");
        await browser.Open($"/snapshots/{snapshot.Id}/sheet");
        Golden.Says(browser.Page.QuerySelector("#sheet")!, "sheet.golden.txt");
        Assert.Contains(SigningKey.Shown(snapshot.KeyId), browser.Text, StringComparison.Ordinal);
        Assert.Contains(snapshot.RowsHash, browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_changed_row_is_told_on_every_page(Database database)
    {
        await using var stand = await Stand.On(database);
        await FrozenDistrict.Tell(stand);
        var snapshot = await stand.Freeze(Leader);
        await stand.Sql("UPDATE snapshot_figure SET \"Numerator\" = 7 WHERE \"Indicator\" = 'N1'");
        var browser = stand.As(Leader);
        foreach (var address in new[] { "/snapshots", $"/snapshots/{snapshot.Id}", $"/snapshots/{snapshot.Id}/sheet" })
        {
            await browser.Open(address);
            Assert.Contains("签名无效", browser.Text, StringComparison.Ordinal);
        }
        var list = JsonDocument.Parse(await browser.Client.GetStringAsync("/api/v1/snapshots")).RootElement;
        Assert.False(list.GetProperty("items")[0].GetProperty("snapshots")[0].GetProperty("sound").GetBoolean());
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_package_is_given_out_byte_for_byte_and_only_while_it_is_whole(Database database)
    {
        await using var stand = await Stand.On(database);
        await FrozenDistrict.Tell(stand);
        Assert.Equal(HttpStatusCode.NotFound, (await stand.As().Client.GetAsync("/snapshots/key")).StatusCode);
        var snapshot = await stand.Freeze(Leader);
        var client = stand.As(Leader).Client;
        foreach (var address in new[] { $"/snapshots/{snapshot.Id}/package.zip", $"/api/v1/snapshots/{snapshot.Id}/package" })
            Assert.Equal(stand.Package(snapshot), await client.GetByteArrayAsync(address));
        var key = JsonDocument.Parse(await stand.As().Client.GetStringAsync("/snapshots/key")).RootElement;
        Assert.Equal(snapshot.KeyId, key.GetProperty("fingerprint").GetString());
        await using (var db = stand.Read())
            Assert.Equal(2, await db.Set<Gonglian.Foundation.Audit.Change>().CountAsync(c => c.Subject == "snapshot" && c.Action == "export"));

        Assert.Equal(HttpStatusCode.NotFound, (await stand.As(Places.Pingshan).Client.GetAsync($"/snapshots/{snapshot.Id}/package.zip")).StatusCode);
        var partly = new Caller(Guid.CreateVersion7(), "半区", [
            new Grant(Places.District, Stand.EveryRight, false), new Grant(Places.Nanyuan, null, true)]);
        foreach (var address in new[] { "", "/sheet", "/package.zip" })
            Assert.Equal(HttpStatusCode.NotFound, (await stand.As(partly).Client.GetAsync($"/snapshots/{snapshot.Id}{address}")).StatusCode);

        await stand.Sql("UPDATE snapshot SET \"PackageHash\" = 'aa'");
        Assert.Equal(HttpStatusCode.Conflict, (await client.GetAsync($"/api/v1/snapshots/{snapshot.Id}/package")).StatusCode);
    }

    [Fact]
    public void No_code_changes_or_deletes_what_was_frozen()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Gonglian.slnx")))
            root = Path.GetDirectoryName(root)!;
        foreach (var file in Directory.GetFiles(Path.Combine(root, "src"), "*.*", SearchOption.AllDirectories)
                     .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal)))
            foreach (var line in File.ReadLines(file).Where(l => l.Contains("Snapshots.", StringComparison.Ordinal)
                         || l.Contains("SnapshotFigures", StringComparison.Ordinal)))
                foreach (var deed in new[] { "ExecuteUpdate", "ExecuteDelete", "Remove(", "RemoveRange" })
                    Assert.DoesNotContain(deed, line, StringComparison.Ordinal);
        foreach (var row in new[] { typeof(Snapshot), typeof(SnapshotFigure), typeof(SnapshotRequest) })
            foreach (var property in row.GetProperties().Where(p => p.SetMethod is not null))
                Assert.Contains(typeof(System.Runtime.CompilerServices.IsExternalInit), property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers());
    }

}
