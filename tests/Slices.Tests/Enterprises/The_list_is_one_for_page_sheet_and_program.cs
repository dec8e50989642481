using System.Net;
using System.Text.Json;
using Gonglian.Enterprises;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Sheets;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Enterprises;

/// <summary>One list: the page, the API, the workbook and the csv file show the same rows in the same order.</summary>
public sealed class The_list_is_one_for_page_sheet_and_program
{
    [Theory]
    [OnEveryDatabase("")]
    [OnEveryDatabase("?union=none&sort=-headcount&col=name&col=headcount")]
    [OnEveryDatabase("?q=科技")]
    public async Task The_same_rows_in_the_same_order(Database database, string query)
    {
        await using var stand = await The_list_finds_what_is_asked.Populated(database);
        var browser = stand.As(Places.City);
        await browser.Open("/enterprises" + query);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        var shown = browser.Page.QuerySelectorAll("tbody tr td:first-child a").Select(a => a.TextContent.Trim()).ToList();
        var answer = await browser.Client.GetFromJsonAsync<JsonElement>("/api/v1/enterprises" + query);
        var items = answer.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("name").GetString()!).ToList();
        var csv = (await browser.Client.GetStringAsync("/enterprises/export.csv" + query)).TrimEnd().Split("\r\n");
        Assert.Equal(shown, items);
        Assert.Equal(shown, csv.Skip(1).Take(50).Select(l => l.Split(',')[0]));
        Assert.Equal(answer.GetProperty("count").GetProperty("number").GetInt64(), csv.Length - 1);
        Assert.Equal(browser.Page.QuerySelectorAll("thead th").Length, csv[0].Split(',').Length);
        var book = await browser.Client.GetAsync(new Uri("/enterprises/export.xlsx" + query, UriKind.Relative));
        Assert.Equal(SheetWriter.XlsxType, book.Content.Headers.ContentType!.ToString());

        await using var db = stand.Read();
        var taken = await db.Changes.Where(c => c.Action == "export").OrderBy(c => c.Key).ToListAsync();
        Assert.Equal(2, taken.Count);
        Assert.All(taken, t => Assert.Contains($"\"Rows\":{csv.Length - 1}", t.After, StringComparison.Ordinal));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Pages_follow_each_other_by_links_without_script(Database database)
    {
        await using var stand = await The_list_finds_what_is_asked.Populated(database);
        var browser = stand.As(Places.City);
        await browser.Open("/enterprises?sort=-members");
        var first = browser.Page.QuerySelector("tbody")!.TextContent;
        await browser.Open(browser.Page.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        Assert.Equal(10, browser.Page.QuerySelectorAll("tbody tr").Length);
        Assert.Null(browser.Page.QuerySelector("a[rel=next]"));
        await browser.Open(browser.Page.QuerySelector("a[rel=prev]")!.GetAttribute("href")!);
        Assert.Equal(first, browser.Page.QuerySelector("tbody")!.TextContent);
        await browser.Open("/enterprises?after=nonsense&sort=name");
        Assert.Equal(50, browser.Page.QuerySelectorAll("tbody tr").Length);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_wrong_filter_is_told_in_a_sentence(Database database)
    {
        await using var stand = await Stand.On(database);
        var browser = stand.As(Places.City);
        await browser.Open("/enterprises?union=none-such");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        Assert.Contains("没有这样的筛选条件", browser.Text, StringComparison.Ordinal);
        using var answer = await browser.Client.GetAsync(new Uri("/api/v1/enterprises?size=99", UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("api.parameter", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_view_is_kept_renamed_and_deleted_by_its_owner_only(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var browser = stand.As(Places.City);
        await browser.Open("/enterprises/views?union=none&sort=-headcount&save=1");
        await browser.Post("main form", ("Name", "未建会的大户"));
        Assert.Contains("union=none", browser.Location!.ToString(), StringComparison.Ordinal);
        await browser.Follow();
        Assert.Contains("未建会的大户", browser.Text, StringComparison.Ordinal);
        var other = stand.As(Places.City);
        await other.Open("/enterprises/views");
        Assert.DoesNotContain("未建会的大户", other.Text, StringComparison.Ordinal);

        await browser.Open("/enterprises/views");
        await browser.Post("main details form", ("Name", "大户"));
        await browser.Open("/enterprises/views");
        Assert.Contains("大户", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("未建会的大户", browser.Text, StringComparison.Ordinal);
        await browser.Post("main li > form");
        await browser.Open("/enterprises/views");
        Assert.Contains("还没有保存的视图", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Sent_twice_it_is_registered_once(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var client = stand.As(Places.Pingshan).Client;
        var id = Guid.CreateVersion7();
        var body = new { id, unit = "440305008011", name = "甲公司", creditCode = stand.NewCode(), headcount = 30, source = "self-report" };
        foreach (var _ in new[] { 1, 2 })
        {
            using var answer = await client.PostAsJsonAsync("/api/v1/enterprises", body);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            Assert.Equal($"/api/v1/enterprises/{id}", answer.Headers.Location!.ToString());
        }
        var one = await client.GetFromJsonAsync<JsonElement>($"/api/v1/enterprises/{id}");
        Assert.Equal(30, one.GetProperty("headcount").GetInt32());
        Assert.Equal("self-report", one.GetProperty("headcountSource").GetString());
        client.DefaultRequestHeaders.Add("Idempotency-Key", "order 7");
        foreach (var _ in new[] { 1, 2 })
            using (var answer = await client.PostAsJsonAsync("/api/v1/enterprises", new { unit = "440305008011", name = "乙公司" }))
                Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        await using var db = stand.Read();
        Assert.Equal(2, await db.Enterprises.CountAsync());
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_key_used_for_something_else_is_refused_and_nothing_is_lost_in_silence(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var client = stand.As(Places.Pingshan).Client;
        client.DefaultRequestHeaders.Add("Idempotency-Key", "order 8");
        var phone = "13800138000";
        Assert.Equal(HttpStatusCode.Created, (await Send("甲公司", phone)).Status);
        foreach (var (name, other) in new[] { ("乙公司", phone), ("甲公司", "13800138001"), ("甲公司", (string?)null) })
            Assert.Equal((HttpStatusCode.Conflict, "enterprises.key-used"), await Send(name, other));
        Assert.Equal(HttpStatusCode.Created, (await Send("甲公司", phone)).Status);
        await using var db = stand.Read();
        Assert.Equal("甲公司", (await db.Enterprises.SingleAsync()).Name);

        async Task<(HttpStatusCode Status, string? Code)> Send(string name, string? number)
        {
            var body = new { unit = "440305008011", name, contactName = number is null ? null : "王一", phone = number };
            using var answer = await client.PostAsJsonAsync("/api/v1/enterprises", body);
            return (answer.StatusCode, answer.IsSuccessStatusCode ? null : (await Problem(answer)).GetProperty("code").GetString());
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Of_two_with_one_code_at_once_one_is_registered_and_one_is_told(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var client = stand.As(Places.Pingshan).Client;
        var code = stand.NewCode();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => client.PostAsJsonAsync(
            "/api/v1/enterprises", new { unit = "440305008011", name = $"公司{i}", creditCode = code })));
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Created);
        foreach (var refused in answers.Where(a => a.StatusCode != HttpStatusCode.Created))
        {
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Contains(problem.GetProperty("code").GetString(), new[] { "enterprises.code-taken", "writes.already-there" });
            Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_is_wrong_is_told_at_its_field_in_both_languages(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var client = stand.As(Places.Pingshan).Client;
        var wrong = new { unit = "440305008011", name = "甲公司", creditCode = "9144" };
        using var chinese = await client.PostAsJsonAsync("/api/v1/enterprises", wrong);
        Assert.Equal(HttpStatusCode.Conflict, chinese.StatusCode);
        Assert.Contains("少了14位", (await Problem(chinese)).GetProperty("errors").GetProperty("creditCode")[0].GetString(), StringComparison.Ordinal);
        using var switched = await client.GetAsync(new Uri("/language?to=en", UriKind.Relative));
        using var english = await client.PostAsJsonAsync("/api/v1/enterprises", wrong);
        Assert.DoesNotContain((await Problem(english)).GetProperty("title").GetString()!, c => c is >= '\u4E00' and <= '\u9FFF');
        using var elsewhere = await client.PostAsJsonAsync("/api/v1/enterprises", new { unit = "440305002001", name = "乙公司" });
        Assert.Equal("enterprises.no-place", (await Problem(elsewhere)).GetProperty("code").GetString());
        using var form = await client.PostAsync(new Uri("/api/v1/enterprises", UriKind.Relative),
            new FormUrlEncodedContent([new("name", "丙公司")]));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, form.StatusCode);
        using var misspelt = await client.PostAsJsonAsync("/api/v1/enterprises", new { unti = "440305008011" });
        Assert.Equal(HttpStatusCode.BadRequest, misspelt.StatusCode);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_document_names_every_filter_and_column(Database database)
    {
        await using var stand = await Stand.On(database);
        var document = await stand.As(Places.City).Client.GetFromJsonAsync<JsonElement>("/api/v1/openapi.json");
        var list = document.GetProperty("paths").GetProperty("/api/v1/enterprises").GetProperty("get");
        var named = list.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()).ToList();
        Assert.All(EnterpriseFilter.Names, n => Assert.Contains(n, named));
        var text = list.GetProperty("responses").GetProperty("200").GetRawText();
        Assert.All(EnterpriseColumns.All, c => Assert.Contains($"\"{c.Id}\"", text, StringComparison.Ordinal));
    }

    private static async Task<JsonElement> Problem(HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>();
}
