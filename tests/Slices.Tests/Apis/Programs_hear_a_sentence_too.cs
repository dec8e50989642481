using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Gonglian.Foundation.Data;
using Gonglian.Organisations.Unions;
using Gonglian.Slices.Tests.Fixture;

namespace Gonglian.Slices.Tests.Apis;

/// <summary>问题详情: whatever a program does wrong is answered with problem details and a sentence, never with a page.</summary>
public sealed class Programs_hear_a_sentence_too
{
    private const string Enterprises = "/api/v1/enterprises";

    [Theory]
    [OnEveryDatabase("GET", "/api/v1/nothing", null, null, 404, "api.not-found", "There is no such address")]
    [OnEveryDatabase("GET", "/api/v1/enterprises/01890a5d-ac96-774b-bcce-b302099a8057", null, null, 404, "api.not-found", "no such address")]
    [OnEveryDatabase("GET", "/api/v1/indicators?place=999", null, null, 404, "api.no-place", "your part of the tree")]
    [OnEveryDatabase("GET", "/api/v1/enterprises?place=999", null, null, 404, "api.no-place", "your part of the tree")]
    [OnEveryDatabase("GET", "/api/v1/establishment?place=999", null, null, 404, "api.no-place", "your part of the tree")]
    [OnEveryDatabase("GET", "/api/v1/changes?place=999", null, null, 404, "api.no-place", "your part of the tree")]
    [OnEveryDatabase("GET", "/api/v1/exclusions?place=999", null, null, 404, "api.no-place", "your part of the tree")]
    [OnEveryDatabase("GET", "/api/v1/unions?unit=999", null, null, 404, "api.no-place", "your part of the tree")]
    [OnEveryDatabase("GET", "/api/v1/enterprises?foo=bar", null, null, 400, "api.unknown-parameter", "“foo”")]
    [OnEveryDatabase("GET", "/api/v1/enterprises?sort=foo", null, null, 400, "api.parameter", "“sort”")]
    [OnEveryDatabase("GET", "/api/v1/enterprises?limit=abc", null, null, 400, "api.parameter", "from 1 to 500")]
    [OnEveryDatabase("GET", "/api/v1/enterprises?limit=100000", null, null, 400, "api.parameter", "from 1 to 500")]
    [OnEveryDatabase("GET", "/api/v1/enterprises?after=xxx", null, null, 400, "api.parameter", "next")]
    [OnEveryDatabase("GET", "/api/v1/enterprises?section=ZZ", null, null, 400, "api.parameter", "“section”")]
    [OnEveryDatabase("GET", "/api/v1/enterprises?section=A&section=B", null, null, 400, "api.parameter-twice", "“section”")]
    [OnEveryDatabase("GET", "/api/v1/unions?state=zz", null, null, 400, "api.parameter", "“state”")]
    [OnEveryDatabase("GET", "/api/v1/unions?after=xxx", null, null, 400, "api.parameter", "next")]
    [OnEveryDatabase("GET", "/api/v1/unions?state=expiring&after=x|1", null, null, 400, "api.parameter", "next")]
    [OnEveryDatabase("GET", "/api/v1/exclusions?state=Foo", null, null, 400, "api.parameter", "“state”")]
    [OnEveryDatabase("GET", "/api/v1/exclusions?after=x", null, null, 400, "api.parameter", "“after”")]
    [OnEveryDatabase("GET", "/api/v1/changes?from=yesterday", null, null, 400, "api.parameter", "“from”")]
    [OnEveryDatabase("GET", "/api/v1/users?role=king", null, null, 400, "access.no-role", "king")]
    [OnEveryDatabase("GET", "/api/v1/units?closed=maybe", null, null, 400, "api.parameter", "“closed”")]
    [OnEveryDatabase("DELETE", Enterprises, null, null, 405, "api.method", "does not take DELETE")]
    [OnEveryDatabase("POST", "/api/v1/users", "application/json", "{}", 405, "api.method", "does not take POST")]
    [OnEveryDatabase("POST", Enterprises, "application/x-www-form-urlencoded", "name=x", 415, "api.content-type", "application/json")]
    [OnEveryDatabase("POST", Enterprises, "application/json", "{\"name\":", 400, "api.json", "not a complete JSON object")]
    [OnEveryDatabase("POST", Enterprises, "application/json", "null", 400, "api.json", "not a complete JSON object")]
    [OnEveryDatabase("POST", Enterprises, "application/json", "{\"nmae\":\"x\"}", 400, "api.unknown-field", "no field named “nmae”")]
    [OnEveryDatabase("POST", Enterprises, "application/json", "{\"headcount\":\"many\"}", 400, "api.value", "“headcount”")]
    [OnEveryDatabase("GET", "/api/v1/establishment?why=because", null, null, 400, "api.parameter", "because")]
    public async Task In_their_language(
        Database database, string method, string address, string? type, string? body, int status, string code, string english)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var chinese = await Ask(stand, method, address, type, body, "zh-CN");
        Assert.Equal((status, code), (chinese.Status, chinese.Code));
        Assert.Contains(chinese.Title, c => c is >= '\u4e00' and <= '\u9fff');
        var other = await Ask(stand, method, address, type, body, "en-GB,en;q=0.9");
        Assert.Equal((status, code), (other.Status, other.Code));
        Assert.Contains(english, other.Title, StringComparison.Ordinal);
        Assert.DoesNotContain(other.Title, c => c is >= '\u4e00' and <= '\u9fff');
    }

    [Theory]
    [OnEveryDatabase("/enterprises/export.csv")]
    [OnEveryDatabase("/unions/export.csv")]
    [OnEveryDatabase("/changes/export.csv")]
    [OnEveryDatabase("/establishment/export")]
    public async Task An_export_of_another_question_is_refused(Database database, string address)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var answer = await Ask(stand, "GET", address + "?untion=none", null, null, "zh-CN");
        Assert.Equal((400, "api.unknown-parameter", "没有名为“untion”的参数"), (answer.Status, answer.Code, answer.Title));
    }

    [Theory]
    [OnEveryDatabase("/enterprises/export.csv")]
    [OnEveryDatabase("/unions/export.csv")]
    [OnEveryDatabase("/changes/export.csv")]
    [OnEveryDatabase("/establishment/export")]
    public async Task Of_a_wrong_export_a_browser_is_told_on_a_page(Database database, string address)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var browser = stand.As(Places.District);
        browser.Client.DefaultRequestHeaders.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");
        await browser.Open(address + "?untion=none");
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Equal("这个地址写得不对", browser.Page.QuerySelector("h1")!.TextContent.Trim());
        Assert.Contains("没有名为“untion”的参数", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_is_too_large_is_refused_before_it_is_read(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var body = $$"""{"name":"{{new string('甲', 2_000_000)}}"}""";
        var answer = await Ask(stand, "POST", Enterprises, "application/json", body, "en");
        Assert.Equal((413, "api.too-large", "What was sent is too large, at most 4 MB"), (answer.Status, answer.Code, answer.Title));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_wrong_field_is_named(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var answer = await Ask(stand, "POST", Enterprises, "application/json", "{\"headcount\":\"many\"}", "en");
        Assert.Equal(answer.Title, answer.Json.GetProperty("errors").GetProperty("headcount")[0].GetString());
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Who_is_not_signed_in_learns_nothing_of_the_addresses(Database database)
    {
        await using var stand = await Stand.On(database);
        foreach (var address in new[] { "/api/v1/nothing", "/api/v1/users", Enterprises })
        {
            using var answer = await stand.As().Client.GetAsync(new Uri(address, UriKind.Relative));
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_breaks_is_told_without_its_insides(Database database)
    {
        await using var stand = await Stand.On(database, also => also.Services.AddSingleton<IUnionFigures, Broken>());
        await stand.PlantTree();
        var answer = await Ask(stand, "GET", "/api/v1/unions", null, null, "en");
        Assert.Equal((500, "api.broken"), (answer.Status, answer.Code));
        Assert.DoesNotContain("a secret of the inside", $"{answer.Json}", StringComparison.Ordinal);
        Assert.Contains(stand.Faults.All, f => f.Contains("a secret of the inside", StringComparison.Ordinal));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task People_still_get_a_page(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var browser = stand.As(Places.District);
        await browser.Open("/nothing/here");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        Assert.Contains("没有找到这一页", browser.Text, StringComparison.Ordinal);
    }

    private static async Task<(int Status, string Code, string Title, JsonElement Json)> Ask(
        Stand stand, string method, string address, string? type, string? body, string language)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        request.Headers.AcceptLanguage.ParseAdd(language);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type!));
        using var answer = await stand.As(Places.District).Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.Content.Headers.ContentType?.MediaType == "application/problem+json", text);
        var json = JsonDocument.Parse(text).RootElement;
        Assert.Equal((int)answer.StatusCode, json.GetProperty("status").GetInt32());
        return ((int)answer.StatusCode, json.GetProperty("code").GetString()!, json.GetProperty("title").GetString()!, json);
    }

    private sealed class Broken : IUnionFigures
    {
        public ValueTask<VitalityRules> Vitality(AppDb db) => ValueTask.FromResult(new VitalityRules());

        public Task<IReadOnlyDictionary<long, int>> Covered(AppDb db, IReadOnlyCollection<long> unions, DateOnly day) =>
            throw new InvalidOperationException("a secret of the inside");
    }
}
