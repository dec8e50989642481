using System.Text.Json;
using System.Text.RegularExpressions;
using Gonglian.Enterprises;
using Gonglian.Slices.Tests.Access;
using Gonglian.Slices.Tests.Fixture;
using Gonglian.Slices.Tests.Matrix;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Apis;

/// <summary>英文读者: whatever a list of the API says in words is said in the reader's language; names stay as they are.</summary>
public sealed partial class An_english_reader_reads_english
{
    // What people typed: names of units, persons and files, addresses and reasons.
    private static readonly string[] Typed =
    [
        "name", "unit", "subdistrict", "community", "site", "address", "contact", "file", "by", "place", "of", "reason",
        "roles", "decided", "scope",
    ];

    [Theory]
    [OnEveryDatabase("enterprises")]
    [OnEveryDatabase("establishment")]
    [OnEveryDatabase("unions")]
    [OnEveryDatabase("units")]
    [OnEveryDatabase("imports")]
    [OnEveryDatabase("exclusions")]
    [OnEveryDatabase("users")]
    [OnEveryDatabase("changes")]
    [OnEveryDatabase("indicators")]
    public async Task In_every_list(Database database, string list)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await Canary.Set(stand, Places.Pingshan, "QNEARQ", "jinque");
        await stand.RegisterEnterprise(Places.Pingshan, "甲公司", 40);
        await stand.Account("wo", "community-officer", Places.Pingshan);
        await stand.Writes.Do(Stand.Person(Places.District), async db =>
            (await db.Enterprises.SingleAsync(e => e.Name == "甲公司")).Industry = "3921");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/{list}");
        request.Headers.AcceptLanguage.ParseAdd("en");
        var browser = stand.As(Places.District);
        using var answer = await browser.Client.SendAsync(request);
        var items = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("items");
        Assert.NotEqual(0, items.GetArrayLength());
        foreach (var field in items.EnumerateArray().SelectMany(i => i.EnumerateObject()))
            if (field.Value.ValueKind == JsonValueKind.String && !Typed.Contains(field.Name))
                Assert.False(Chinese().IsMatch(Words(field.Name, field.Value.GetString()!)), $"{field.Name}: {field.Value}");
    }

    [Theory]
    [InlineData(1, "1 cell")]
    [InlineData(0, "0 cells")]
    [InlineData(2, "2 cells")]
    [InlineData("1,001", "1,001 cells")]
    public void One_is_counted_as_one(object count, string words) =>
        Assert.Equal(words, Gonglian.Host.House.English()["{0} 格", count]);

    // Of a change record the fields' titles are words; the values are what people typed.
    private static string Words(string field, string value) =>
        field is "fields" or "before" or "after" ? string.Join(' ', value.Split('\n').Select(line => line.Split(':')[0])) : value;

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Chinese();
}
