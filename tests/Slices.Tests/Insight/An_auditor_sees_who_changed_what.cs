using System.Net;
using System.Text.Json;
using Gonglian.Enterprises;
using Gonglian.Foundation;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Rules;
using Gonglian.Insight.Records;
using Gonglian.Slices.Tests.Access;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Insight;

/// <summary>变更记录: who changed what, when, from what to what, across all files of the own part of the tree.</summary>
public sealed class An_auditor_sees_who_changed_what
{
    private static readonly string[] Rights = ["records.see", "access.see", "enterprises.see"];

    [Theory]
    [OnEveryDatabase]
    public async Task Before_and_after_in_words_and_nothing_of_what_is_sealed(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", 24);
        var contact = await Contact(stand, enterprise);
        await stand.Writes.Do(Stand.Person(Places.District), async db =>
        {
            db.Reason = "地址登错";
            (await db.Enterprises.SingleAsync(e => e.Key == enterprise.Key)).Address = "二路 2 号";
        });
        var auditor = stand.As(Places.District, Rights);
        await auditor.Open("/changes");
        var rows = auditor.Page.QuerySelectorAll("#records tbody tr").Select(r => r.TextContent.Replace('\n', ' ')).ToList();
        Assert.Contains(rows, r => r.Contains("甲公司") && r.Contains("二路 2 号") && r.Contains("地址登错")
            && r.Contains("修改") && r.Contains("测试员 4403/05/") && r.Contains("平山社区"));
        Assert.Contains(rows, r => r.Contains("联系人") && r.Contains("电话:已加密"));
        Assert.DoesNotContain(Convert.ToBase64String(contact.Phone!.Bytes), auditor.Body);
        Assert.NotNull(auditor.Page.QuerySelector($"#records a[href='/enterprises/{enterprise.Id}']"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Every_field_of_every_recorded_row_has_a_title(Database database)
    {
        await using var stand = await Stand.On(database);
        await using var db = stand.Read();
        Assert.Empty(
            from entity in db.Model.GetEntityTypes()
            where typeof(Gonglian.Foundation.Data.IRecorded).IsAssignableFrom(entity.ClrType)
            from field in entity.GetProperties()
            where field.Name is not ("Stamp" or "Key") && field.FindAnnotation(ChangeLog.Derived) is null
                && !FieldTitles.IsTechnical(field.Name) && FieldTitles.Of(entity.ClrType.Name, field.Name) is null
            select $"{entity.ClrType.Name}.{field.Name}");
    }

    [Theory]
    [OnEveryDatabase]
    public async Task An_import_stands_there_once_and_what_it_brought_names_the_file(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var file = Path.Combine(stand.Folder, "平山名册.csv");
        await File.WriteAllTextAsync(file, $"企业名称,统一社会信用代码,职工人数,所在社区\n甲公司,{stand.NewCode()},40,平山社区\n");
        await stand.Get<Gonglian.Enterprises.Imports.Importer>().Run(Stand.Person(Places.District), file);
        var auditor = stand.As(Places.District, [.. Rights, "enterprises.see"]);
        await auditor.Open("/changes?kind=import");
        var row = auditor.Page.QuerySelectorAll("#records tbody tr").Single().TextContent;
        Assert.All(["导入", "平山名册.csv", "行数:1", "新建:1", "未导入:0", "测试员 4403/05/"], w => Assert.Contains(w, row));
        await auditor.Open("/changes?kind=enterprise");
        Assert.All(auditor.Page.QuerySelectorAll("#records tbody tr"), r => Assert.Contains("导入“平山名册.csv”", r.TextContent));
        await using var db = stand.Read();
        await auditor.Open($"/enterprises/{(await db.Enterprises.SingleAsync()).Id}/changes");
        Assert.Contains("导入“平山名册.csv”", auditor.Text);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task They_are_narrowed_by_day_person_kind_and_place(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await stand.RegisterEnterprise(Places.Pingshan, "甲公司", 24);
        await stand.RegisterEnterprise(Places.Nanyuan, "乙公司", 24);
        await stand.Account("wang", "auditor", Places.Pingshan);
        stand.Clock.Advance(3);
        var day = stand.Clock.Today;
        await stand.Writes.Do(Stand.Person(Places.Taoyuan), async db =>
            (await db.Enterprises.SingleAsync(e => e.Name == "甲公司")).Address = "二路");
        Assert.Equal(["甲公司"], await Of(stand, new(day, day)));
        Assert.Equal(["甲公司"], await Of(stand, new(day.AddDays(-9), day, By: "4403/05/008/")));
        Assert.Equal([], await Of(stand, new(day.AddDays(-9), day.AddDays(-4))));
        Assert.Equal(["姓名 wang"], await Of(stand, new(day.AddDays(-9), day, Kind: "account")));
        Assert.Equal(["乙公司", "南园社区"], await Of(stand, new(day.AddDays(-9), day, Place: "440305002001")));
        await Assert.ThrowsAsync<Refused>(() => Of(stand, new(day, day, Place: "999")));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Page_after_page_shows_every_record_once_though_many_are_of_one_instant(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        for (var i = 0; i < 130; i++)
        {
            stand.Clock.Advance(TimeSpan.FromSeconds(i % 40 == 0 ? 1 : 0));
            await stand.RegisterEnterprise(Places.Pingshan, $"第{i}公司", 3);
        }
        var client = stand.As(Places.District, Rights).Client;
        var (seen, pages) = (new List<string>(), 0);
        for (var next = "/api/v1/changes?kind=enterprise"; next is not null; pages++)
        {
            var page = JsonDocument.Parse(await client.GetStringAsync(next)).RootElement;
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("id").GetString()!));
            next = page.GetProperty("next").GetString();
        }
        await using var db = stand.Read();
        Assert.Equal(
            await db.Changes.Where(c => c.Subject == "enterprise").OrderByDescending(c => c.Key).Select(c => c.Key.ToString()).ToListAsync(),
            seen);
        Assert.Equal((seen.Count / 50) + 1, pages);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Nobody_sees_more_than_the_own_part_nor_accounts_without_the_right(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await stand.RegisterEnterprise(Places.Nanyuan, "乙公司", 24);
        await stand.RegisterEnterprise(Places.Pingshan, "甲公司", 24);
        await stand.Account("wang", "auditor", Places.Pingshan);
        var day = stand.Clock.Today;
        Assert.Equal(["姓名 wang", "平山示例园", "平山社区", "甲公司"], await Of(stand, new(day, day), Stand.Person(Places.Pingshan, Rights)));
        Assert.Equal(["平山示例园", "平山社区", "甲公司"], await Of(stand, new(day, day), Stand.Person(Places.Pingshan, "records.see")));
        Assert.Equal([], await Of(stand, new(day, day), Stand.Person(Places.Pingshan, "enterprises.see")));
        var auditor = stand.As(Places.Pingshan, Rights);
        await auditor.Open("/changes?place=440305002001");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, auditor.Status);
        var officer = stand.As(Places.District, "enterprises.see");
        await officer.Open("/changes");
        Assert.Equal(HttpStatusCode.Forbidden, officer.Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_is_taken_out_is_what_is_shown_and_leaves_a_record_itself(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await stand.RegisterEnterprise(Places.Pingshan, "甲公司", 24);
        var auditor = stand.As(Places.District, Rights);
        await auditor.Open("/changes?kind=enterprise");
        var shown = auditor.Page.QuerySelectorAll("#records tbody tr").Length;
        var csv = await auditor.Client.GetStringAsync(auditor.Page.QuerySelectorAll("header a.btn")[^1].GetAttribute("href"));
        Assert.Equal(shown, csv.Split(",甲公司,").Length - 1);
        await auditor.Open("/changes?kind=export");
        Assert.Single(auditor.Page.QuerySelectorAll("#records tbody tr"));
        await auditor.Open("/changes/export.xlsx");
        Assert.Equal(HttpStatusCode.OK, auditor.Status);
        Assert.Contains("甲公司", auditor.Body);
    }

    private static async Task<List<string>> Of(Stand stand, ChangeFilter filter, Caller? caller = null)
    {
        caller ??= Stand.Person(Places.District, Rights);
        await using var db = stand.Read(caller);
        var rows = await db.ChangeRows(caller, filter, Texts.Chinese, 1_000);
        return [.. rows.Select(r => r.Of).Distinct().Order(StringComparer.Ordinal)];
    }

    private static Task<Contact> Contact(Stand stand, Enterprise enterprise) => stand.Do(db =>
    {
        var seal = stand.Vault.NewKey(db.NextKey());
        var contact = new Contact
        {
            Key = db.NextKey(),
            Id = Guid.CreateVersion7(),
            Path = enterprise.Path,
            EnterpriseKey = enterprise.Key,
            Role = "人事",
            Name = "王一",
            SealKeyKey = seal.Key,
            Phone = stand.Vault.Seal(seal, "13800138000"),
            PhoneTail = 1,
        };
        db.AddRange(seal, contact);
        return Task.FromResult(contact);
    });
}
