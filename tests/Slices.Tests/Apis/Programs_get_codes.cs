using System.Text.Json;
using Gonglian.Slices.Tests.Access;
using Gonglian.Slices.Tests.Fixture;

namespace Gonglian.Slices.Tests.Apis;

/// <summary>代码: what a page says in words, a program gets as codes, the same in every language.</summary>
public sealed class Programs_get_codes
{
    [Theory]
    [OnEveryDatabase]
    public async Task Why_a_unit_is_due_and_why_it_is_easy(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await stand.RegisterEnterprise(Places.Pingshan, "甲公司", 120, 30);
        var row = await Only(stand.As(Places.District), "establishment");
        Assert.Equal("members", row.GetProperty("national").GetString());
        Assert.Equal(["members", "employees"], Texts(row.GetProperty("local")));
        Assert.Equal(["members-enough", "verified", "large"], Texts(row.GetProperty("reasons")).Where(r => r != "long-overdue"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Which_role_is_held_where(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await stand.Account("wo", "community-officer", Places.Pingshan);
        var held = Assert.Single((await Only(stand.As(Places.District), "users")).GetProperty("roles").EnumerateArray());
        Assert.Equal(("community-officer", "440305008011", "平山社区"), (
            held.GetProperty("role").GetString(), held.GetProperty("unit").GetString(), held.GetProperty("name").GetString()));
    }

    [Theory]
    [OnEveryDatabase("true", "", "confirm")]
    [OnEveryDatabase(null, "现场仍在经营", "decline")]
    public async Task What_was_decided_of_an_exclusion_and_in_which_fields(Database database, string? agree, string why, string deed)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var firm = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", 40);
        var (proposer, second) = (stand.As(Places.Pingshan), stand.As(Places.Pingshan));
        await proposer.Open($"/enterprises/{firm.Id}/exclude");
        await proposer.Post("form[data-guard]", ("Code", "AddressOnly"), ("Reason", "现场核实"));
        await second.Open("/exclusions");
        await second.Post("td form", ("Agree", agree), ("Reason", why));
        var list = await stand.As(Places.District).Client.GetFromJsonAsync<JsonElement>("/api/v1/changes?kind=enterprise");
        var record = list.GetProperty("items")[0];
        Assert.Equal(("exclusion", deed), (record.GetProperty("kind").GetString(), record.GetProperty("action").GetString()));
        Assert.Contains("state", record.GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("field").GetString()));
    }

    private static IEnumerable<string?> Texts(JsonElement list) => list.EnumerateArray().Select(t => t.GetString());

    private static async Task<JsonElement> Only(Browser browser, string list) => Assert.Single(
        (await browser.Client.GetFromJsonAsync<JsonElement>($"/api/v1/{list}")).GetProperty("items").EnumerateArray());
}
