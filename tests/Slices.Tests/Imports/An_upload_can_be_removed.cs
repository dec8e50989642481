using System.Net;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Imports;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Vaults;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Imports;

/// <summary>删除上传: what was never started can be removed with its file and what was typed; what was written cannot.</summary>
public sealed class An_upload_can_be_removed
{
    [Theory]
    [OnEveryDatabase]
    public async Task With_its_file_and_everything_typed(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var browser = await A_bare_yes_founds_no_union.Previewed(stand,
            await Rosters.Workbook(stand, ["企业名称", "社区", "电话"], ["甲公司", "平山", "1381234567"], ["乙公司", "平山", ""]));
        await browser.Post("#preview", ("cell-2-Phone", "13812345678"), ("Do", "check"));
        await A_newcomer_imports_in_steps.Settled(browser);
        await browser.Open("/enterprises/import");
        Assert.Contains("将新建 2,更新 0,不导入 0", browser.Text, StringComparison.Ordinal);
        var link = browser.Page.QuerySelector("a[href$='/remove']")!.GetAttribute("href")!;
        var id = Guid.Parse(link.Split('/')[2]);
        await browser.Open(link);
        await browser.Post("main form[method=post]");
        Assert.EndsWith("/enterprises/import", browser.Location!.ToString(), StringComparison.Ordinal);
        await using var db = stand.Read();
        Assert.Equal((0, 0, 0), (await db.Imports.CountAsync(), await db.ImportNotes.CountAsync(), await db.Set<SealKey>().CountAsync()));
        Assert.Empty(Directory.GetFiles(stand.Get<Importer>().Folder));
        await browser.Open($"/imports/{id}");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        var record = await db.Changes.SingleAsync(c => c.Subject == "import");
        Assert.Equal("remove", record.Action);
        Assert.Contains(".xlsx", record.After, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_written_import_stays_and_the_same_file_is_said_to_be_imported(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var file = await Rosters.Workbook(stand, ["企业名称", "社区"], ["甲公司", "平山"]);
        var officer = Stand.Person(Places.Taoyuan);
        var import = await stand.Import(officer, file);
        var refused = await Assert.ThrowsAsync<Gonglian.Foundation.Rules.Refused>(
            () => stand.Get<Importer>().Remove(officer, import.Id, import.Stamp));
        Assert.Equal("import.moved-on", refused.Code);
        var browser = stand.As(officer);
        await browser.Open($"/imports/{import.Id}/remove");
        Assert.Equal(HttpStatusCode.Found, browser.Status);
        await A_newcomer_imports_in_steps.Send(browser, file, "又一次.xlsx");
        await browser.Follow();
        Assert.NotNull(browser.Page.QuerySelector($".notice a[href='/imports/{import.Id}']"));
    }
}
