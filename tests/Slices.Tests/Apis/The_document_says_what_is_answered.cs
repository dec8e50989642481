using System.Text.Json;
using Gonglian.Enterprises;
using Gonglian.Organisations.Unions;
using Gonglian.Slices.Tests.Fixture;
using Gonglian.Slices.Tests.Matrix;

namespace Gonglian.Slices.Tests.Apis;

/// <summary>接口文档: every address of the API is described, and answers exactly as described, with the columns of its page.</summary>
public sealed class The_document_says_what_is_answered
{
    [Theory]
    [OnEveryDatabase]
    public async Task It_is_complete(Database database)
    {
        await using var stand = await Stand.On(database);
        var document = await Document(stand);
        Assert.Equal("Gonglian 工联", document.GetProperty("info").GetProperty("title").GetString());
        Assert.Equal("v1", document.GetProperty("info").GetProperty("version").GetString());
        Assert.Equal("apiKey", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("session")
            .GetProperty("type").GetString());
        Assert.True(document.GetProperty("security")[0].TryGetProperty("session", out _));
        var addresses = Address.All(stand).Where(a => a.IsApi && !a.Pattern.Contains("openapi", StringComparison.Ordinal))
            .Select(a => a.Pattern.Replace(":guid}", "}", StringComparison.Ordinal)).Distinct();
        Assert.Equal(addresses.Order(), document.GetProperty("paths").EnumerateObject().Select(p => p.Name).Order());
        foreach (var (name, operation) in Operations(document))
        {
            Assert.True(operation.TryGetProperty("operationId", out _), name);
            Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
            var asked = operation.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray().ToList() : [];
            Assert.All(asked.CountBy(p => $"{p.GetProperty("in")} {p.GetProperty("name")}".ToUpperInvariant()), p => Assert.Equal(1, p.Value));
            Assert.Single(operation.GetProperty("responses").EnumerateObject(), r => r.Name[0] == '2');
            foreach (var status in new[] { "400", "401", "403", "409", "500" })
                Assert.EndsWith("/Problem", operation.GetProperty("responses").GetProperty(status).GetProperty("content")
                    .GetProperty("application/problem+json").GetProperty("schema").GetProperty("$ref").GetString()!);
        }
    }

    [Theory]
    [OnEveryDatabase("/api/v1/enterprises", "/enterprises")]
    [OnEveryDatabase("/api/v1/establishment", "/establishment")]
    [OnEveryDatabase("/api/v1/unions", "/unions")]
    [OnEveryDatabase("/api/v1/units", "/organisations")]
    [OnEveryDatabase("/api/v1/imports", "/enterprises/import")]
    [OnEveryDatabase("/api/v1/exclusions", "/exclusions")]
    [OnEveryDatabase("/api/v1/users", "/users")]
    [OnEveryDatabase("/api/v1/changes", "/changes")]
    [OnEveryDatabase("/api/v1/indicators", "/figures")]
    [OnEveryDatabase("/api/v1/snapshots", "/snapshots")]
    [OnEveryDatabase("/api/v1/enterprises/{id}", null)]
    public async Task Rows_have_the_fields_that_are_described_and_the_page_no_other_columns(
        Database database, string address, string? page)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var canary = await Canary.Set(stand, Places.Pingshan, "QNEARQ", "jinque");
        var browser = stand.As(Places.District);
        var path = address.Replace("{id}", canary.Ids["enterprise"], StringComparison.Ordinal);
        // Two of its columns are read from other tables, and only when they are asked for.
        var every = address == "/api/v1/enterprises" ? $"?{string.Join('&', EnterpriseColumns.All.Select(c => $"col={c.Id}"))}" : "";
        var answer = JsonDocument.Parse(await browser.Client.GetStringAsync(path + every)).RootElement;
        var schema = (await Document(stand)).GetProperty("paths").GetProperty(address).GetProperty("get")
            .GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema");
        Fits(answer, schema, address);
        if (page is null)
            return;
        Assert.NotEqual(0, answer.GetProperty("items").GetArrayLength());
        var described = schema.GetProperty("properties").GetProperty("items").GetProperty("items").GetProperty("properties")
            .EnumerateObject().Select(p => p.Value.GetProperty("description").GetString()).ToList();
        await browser.Open(page);
        var titles = browser.Page.QuerySelectorAll("main table thead th").Select(h => h.TextContent.Trim(' ', '\n', '↑', '↓'))
            .Where(t => t.Length > 0).ToList();
        Assert.Equal(page is not ("/figures" or "/organisations"), titles.Count > 0);
        Assert.Empty(titles.Except(described).Except(["操作"]));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_next_page_begins_where_the_last_one_ended(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        for (var i = 0; i < 51; i++)
            await stand.Found(Places.Pingshan, $"第{i:00}工会", UnionForm.Own);
        var client = stand.As(Places.District).Client;
        var first = JsonDocument.Parse(await client.GetStringAsync("/api/v1/unions?form=own&state=unknown")).RootElement;
        var next = first.GetProperty("next").GetString()!;
        Assert.StartsWith("/api/v1/unions?form=own&state=unknown&after=", next, StringComparison.Ordinal);
        var second = JsonDocument.Parse(await client.GetStringAsync(next)).RootElement;
        Assert.Equal((50, 1), (first.GetProperty("items").GetArrayLength(), second.GetProperty("items").GetArrayLength()));
        Assert.Equal("第50工会", second.GetProperty("items")[0].GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
    }

    private static async Task<JsonElement> Document(Stand stand) => JsonDocument.Parse(
        await stand.As(Places.City).Client.GetStringAsync("/api/v1/openapi.json")).RootElement;

    private static IEnumerable<(string Name, JsonElement Operation)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select ($"{operation.Name} {path.Name}", operation.Value);

    // Whether an answer has the described fields, all of them and no other, each of its type.
    private static void Fits(JsonElement value, JsonElement schema, string where)
    {
        var types = schema.GetProperty("type") is { ValueKind: JsonValueKind.Array } many
            ? many.EnumerateArray().Select(t => t.GetString()).ToList()
            : [schema.GetProperty("type").GetString()];
        Assert.True(types.Contains(TypeOf(value)) || (TypeOf(value) == "integer" && types.Contains("number")),
            $"{where} is {value}, described as {string.Join('/', types)}");
        if (value.ValueKind == JsonValueKind.String)
            Assert.NotEqual("", value.GetString());
        if (value.ValueKind == JsonValueKind.String && schema.TryGetProperty("enum", out var few))
            Assert.Contains(value.GetString(), few.EnumerateArray().Select(v => v.GetString()));
        if (value.ValueKind == JsonValueKind.Array)
            foreach (var item in value.EnumerateArray())
                Fits(item, schema.GetProperty("items"), $"{where}[]");
        if (value.ValueKind != JsonValueKind.Object)
            return;
        var properties = schema.GetProperty("properties").EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
        Assert.Equal(properties.Keys.Order(), value.EnumerateObject().Select(p => p.Name).Order());
        foreach (var field in value.EnumerateObject())
            Fits(field.Value, properties[field.Name], $"{where}.{field.Name}");
    }

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "array",
        JsonValueKind.Object => "object",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Null => "null",
        _ => "string",
    };
}
