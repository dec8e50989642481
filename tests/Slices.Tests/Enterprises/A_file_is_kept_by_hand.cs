using System.Net;
using Gonglian.Enterprises;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Figures;
using Gonglian.Organisations;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Enterprises;

/// <summary>一企一档: registered, corrected and told through the pages, without script.</summary>
public sealed class A_file_is_kept_by_hand
{
    [Theory]
    [OnEveryDatabase]
    public async Task Registering_twice_with_the_same_form_makes_one_file(Database database)
    {
        await using var stand = await Planted(database);
        var browser = stand.As(Places.Pingshan);
        var code = stand.NewCode();
        await browser.Open("/enterprises/new");
        for (var press = 0; press < 2; press++)
            await browser.Post("form[data-guard]", ("Form.Unit", "440305008011"), ("Form.Name", "深圳示例光电有限公司"),
                ("Form.CreditCode", code), ("Form.Headcount", "68"), ("Form.Members", "13"));
        Assert.Equal(HttpStatusCode.Found, browser.Status);
        await browser.Follow();
        Assert.Contains("应当单独建立工会", browser.Text, StringComparison.Ordinal);
        await using var db = stand.Read();
        var enterprise = await db.Enterprises.SingleAsync();
        Assert.Equal((68, 13), (enterprise.Headcount, enterprise.Members));
        Assert.Equal(1, (await db.Sums(Places.Pingshan))["units"]);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_is_wrong_is_said_at_its_field_and_nothing_is_lost(Database database)
    {
        await using var stand = await Planted(database);
        var browser = stand.As(Places.Pingshan);
        await browser.Open("/enterprises/new");
        await browser.Post("form[data-guard]", ("Form.Unit", "440305008011"), ("Form.Name", "甲公司"),
            ("Form.CreditCode", "91440305MA5TXU012M"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        Assert.NotEqual("", browser.Page.QuerySelector("#code-problem")!.TextContent.Trim());
        Assert.Equal("甲公司", browser.Page.QuerySelector("#name")!.GetAttribute("value"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_code_registered_elsewhere_does_not_tell_whose_it_is(Database database)
    {
        await using var stand = await Planted(database);
        var there = await stand.RegisterEnterprise(Places.Nanyuan, "别处的公司", 30);
        var browser = stand.As(Places.Pingshan);
        await browser.Open("/enterprises/new");
        await browser.Post("form[data-guard]", ("Form.Unit", "440305008011"), ("Form.Name", "甲公司"),
            ("Form.CreditCode", there.CreditCode));
        Assert.Contains("已在别的辖区登记", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("别处的公司", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Two_people_editing_at_once_do_not_overwrite_each_other(Database database)
    {
        await using var stand = await Planted(database);
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", 30);
        var (first, second) = (stand.As(Places.Pingshan), stand.As(Places.Pingshan));
        await first.Open($"/enterprises/{enterprise.Id}/edit");
        await second.Open($"/enterprises/{enterprise.Id}/edit");
        await first.Post("form[data-guard]",
            ("Form.Name", "乙公司"), ("Form.Address", "桃源路 9 号"), ("Form.RegisteredAddress", "注册地甲"), ("Reason", "更名"));
        await second.Post("form[data-guard]", ("Form.Name", "丙公司"), ("Form.Address", "平山路 1 号"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.Status);
        Assert.Contains($"测试员 {Places.Pingshan} 在 09-15 10:00 改过这份档案,有 2 处与您填的不同",
            second.Page.QuerySelector("form .notice")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("同事填的是“乙公司”", second.Page.QuerySelector("#name-problem")!.TextContent.Trim());
        Assert.Equal("同事填的是“桃源路 9 号”", second.Page.QuerySelector("#address-problem")!.TextContent.Trim());
        Assert.Equal("平山路 1 号", second.Page.QuerySelector("#address")!.GetAttribute("value"));
        await using (var meanwhile = stand.Read())
            Assert.Equal("桃源路 9 号", (await meanwhile.Enterprises.SingleAsync()).Address);
        await second.Post("form[data-guard]", ("Form.Name", "乙公司"));
        Assert.Equal(HttpStatusCode.Found, second.Status);
        await using var db = stand.Read();
        var kept = await db.Enterprises.SingleAsync();
        Assert.Equal(("乙公司", "平山路 1 号", "注册地甲"), (kept.Name, kept.Address, kept.RegisteredAddress));
        var change = await db.Changes.SingleAsync(c => c.Reason == "更名");
        Assert.Contains("甲公司", change.Before, StringComparison.Ordinal);
        Assert.Contains("乙公司", change.After, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_newer_headcount_turns_the_duty_and_the_old_one_stays_in_the_file(Database database)
    {
        await using var stand = await Planted(database);
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", headcount: 24);
        var browser = stand.As(Places.Pingshan);
        await browser.Open($"/enterprises/{enterprise.Id}/numbers");
        await browser.Post("form[data-guard]", ("Form.Headcount", "25"), ("Form.Source", "Visit"));
        await browser.Follow();
        Assert.Contains("应建未建", browser.Text, StringComparison.Ordinal);
        await browser.Open($"/enterprises/{enterprise.Id}/facts");
        Assert.Contains("24 人", browser.Text, StringComparison.Ordinal);
        await using var db = stand.Read();
        Assert.Equal(1, (await db.Sums(Places.Pingshan))["due"]);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Its_own_union_covers_it_from_the_day_of_approval_and_leaving_ends_that(Database database)
    {
        await using var stand = await Planted(database);
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", headcount: 40);
        var browser = stand.As(Places.Pingshan);
        await browser.Open($"/enterprises/{enterprise.Id}/join");
        await browser.Post("form[data-guard]", ("Form.TermEnds", $"{stand.Clock.Today.AddYears(5):yyyy-MM-dd}"));
        Assert.Equal(HttpStatusCode.Found, browser.Status);
        await using (var db = stand.Read())
        {
            Assert.Equal(1, (await db.Sums(Places.District))["large-own"]);
            Assert.Equal(2, await db.UnionFacts.CountAsync());
        }
        await browser.Open($"/enterprises/{enterprise.Id}/unions");
        await browser.Post("details.ask form", ("Ends", $"{stand.Clock.Today.AddDays(1):yyyy-MM-dd}"));
        stand.Clock.Advance(TimeSpan.FromDays(1));
        await stand.DayRoll.Today();
        await using var after = stand.Read();
        Assert.Equal(0, (await after.Sums(Places.District)).GetValueOrDefault("large-own"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_term_of_four_years_needs_approval_and_an_own_union_ends_the_organiser(Database database)
    {
        await using var stand = await Planted(database);
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", headcount: 40);
        var browser = stand.As(Places.Pingshan);
        await browser.Open($"/enterprises/{enterprise.Id}/join?form=organiser");
        Assert.Null(browser.Page.QuerySelector("#union-code, #term"));
        await browser.Post("form[data-guard]", ("Form.UnionName", "赵强"), ("Form.From", $"{stand.Clock.Today.AddDays(-30):yyyy-MM-dd}"));
        Assert.Equal(HttpStatusCode.Found, browser.Status);
        await browser.Open($"/enterprises/{enterprise.Id}/join");
        await browser.Post("form[data-guard]", ("Form.TermEnds", $"{stand.Clock.Today.AddYears(4).AddDays(-1):yyyy-MM-dd}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        Assert.Contains("不是三年或五年", browser.Page.QuerySelector("#term-problem")!.TextContent, StringComparison.Ordinal);
        await browser.Post("form[data-guard]", ("Form.Sure", "true"));
        Assert.Equal(HttpStatusCode.Found, browser.Status);
        await using var db = stand.Read();
        var forms = await db.Joinings.Where(j => j.SupersededAt == null && j.EffectiveTo == null).Select(j => j.Form).ToListAsync();
        Assert.Equal([Gonglian.Organisations.Unions.UnionForm.Own], forms);
        await browser.Open("/unions?form=Organiser");
        Assert.DoesNotContain("赵强", browser.Page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Moving_within_the_area_takes_figures_contacts_and_scope_along(Database database)
    {
        await using var stand = await Planted(database);
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", headcount: 40);
        var officer = stand.As(Places.Taoyuan);
        await officer.Open($"/enterprises/{enterprise.Id}/contacts/new");
        await officer.Post("form[data-guard]", ("Name", "王某"), ("Role", "行政负责人"), ("Phone", "13812341234"));
        await officer.Open($"/enterprises/{enterprise.Id}/move");
        await officer.Post("form[data-guard]", ("Unit", "440305008012"), ("From", $"{stand.Clock.Today:yyyy-MM-dd}"));
        Assert.Equal(HttpStatusCode.Found, officer.Status);
        await using var db = stand.Read();
        Assert.Equal(0, (await db.Sums(Places.Pingshan)).GetValueOrDefault("units"));
        Assert.Equal(1, (await db.Sums(Places.Fuguang))["units"]);
        var contact = await db.Contacts.SingleAsync();
        Assert.Equal(Places.Fuguang, contact.Path);
        Assert.Equal(stand.Vault.Blind(Contact.TailDomain(Places.Fuguang), "1234"), contact.PhoneTail);
        var former = stand.As(Places.Pingshan);
        await former.Open($"/enterprises/{enterprise.Id}");
        Assert.Equal(HttpStatusCode.NotFound, former.Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_phone_is_masked_and_looking_at_it_needs_a_reason_that_is_kept(Database database)
    {
        await using var stand = await Planted(database);
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", headcount: 40);
        var browser = stand.As(Places.Pingshan);
        await browser.Open($"/enterprises/{enterprise.Id}/contacts/new");
        await browser.Post("form[data-guard]", ("Name", "王某"), ("Role", "行政负责人"), ("Phone", "138 1234 1234"));
        await browser.Follow();
        Assert.Contains("138****1234", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("13812341234", browser.Text, StringComparison.Ordinal);
        var contact = browser.Page.QuerySelectorAll("a").Single(a => a.GetAttribute("href")!.EndsWith("/reveal", StringComparison.Ordinal));
        await browser.Open(contact.GetAttribute("href")!);
        foreach (var none in new[] { "", "x", "  走访 " })
        {
            await browser.Post("main form", ("Reason", none));
            Assert.DoesNotContain("13812341234", browser.Text, StringComparison.Ordinal);
        }
        await browser.Post("main form", ("Reason", "预约走访"));
        Assert.Contains("13812341234", browser.Text, StringComparison.Ordinal);
        await using var db = stand.Read();
        Assert.Equal("预约走访", (await db.Changes.SingleAsync(c => c.Action == "reveal")).Reason);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_paper_is_taken_in_once_and_given_only_inside_the_area(Database database)
    {
        await using var stand = await Planted(database);
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", headcount: 40);
        var browser = stand.As(Places.Pingshan);
        for (var time = 0; time < 2; time++)
        {
            await browser.Open($"/enterprises/{enterprise.Id}/documents");
            await browser.Upload("批复.pdf", "%PDF-1.7"u8.ToArray());
        }
        Assert.Equal($"/enterprises/{enterprise.Id}/documents", browser.Location!.ToString());
        await browser.Follow();
        Assert.Contains("这份文件已在档案里", browser.Text, StringComparison.Ordinal);
        var link = browser.Page.QuerySelectorAll("td a").Single().GetAttribute("href")!;
        Assert.Equal("%PDF-1.7", await browser.Client.GetStringAsync(new Uri(link, UriKind.Relative)));
        var stranger = stand.As(Places.Nanyuan);
        await stranger.Open(link);
        Assert.Equal(HttpStatusCode.NotFound, stranger.Status);

        var stored = Directory.GetFiles(Path.Combine(stand.Folder, "documents")).Single();
        var bytes = await File.ReadAllBytesAsync(stored);
        Assert.Equal(-1, bytes.AsSpan().IndexOf("PDF"u8));
        await File.WriteAllBytesAsync(stored, bytes[..^1]);
        await browser.Open(link);
        await browser.Follow();
        Assert.Contains("保存的文件已损坏或不完整", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_paper_without_the_token_or_too_large_is_refused_before_it_is_read(Database database)
    {
        await using var stand = await Planted(database);
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", headcount: 40);
        var browser = stand.As(Places.Pingshan);
        using var forged = new MultipartFormDataContent { { new ByteArrayContent([1]), "file", "批复.pdf" } };
        await browser.Send(new HttpRequestMessage(HttpMethod.Post, $"/enterprises/{enterprise.Id}/documents/upload?token=x") { Content = forged });
        await browser.Follow();
        Assert.Contains("登录已换人或过期", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("token", browser.Page.QuerySelector("form[enctype]")!.GetAttribute("action")!, StringComparison.Ordinal);
        foreach (var (name, bytes, sentence) in new (string, byte[], string)[]
        {
            ("批复.pdf", new byte[21 * 1024 * 1024], "文件太大"),
            ("批复.pdf", [], "是空文件"),
            ("批复.docx", "名称,人数"u8.ToArray(), "的内容不是 docx 文件"),
            ("批复.png", "%PDF-1.7"u8.ToArray(), "的内容不是 png 文件"),
            ("批复.txt", [1, 0, 2, 0], "的内容不是 txt 文件"),
            ("批复.exe", "MZ"u8.ToArray(), "只能放入"),
        })
        {
            await browser.Upload(name, bytes);
            await browser.Follow();
            Assert.Contains(sentence, browser.Page.QuerySelector("main > .notice")!.TextContent, StringComparison.Ordinal);
        }
        Assert.False(Directory.Exists(Path.Combine(stand.Folder, "documents"))
            && Directory.EnumerateFiles(Path.Combine(stand.Folder, "documents")).Any());
    }

    private static async Task<Stand> Planted(Database database)
    {
        var stand = await Stand.On(database);
        await stand.PlantTree();
        await stand.DayRoll.Today();
        return stand;
    }
}
