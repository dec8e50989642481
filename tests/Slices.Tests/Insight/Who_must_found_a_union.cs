using System.Net;
using System.Text.Json;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Establishment;
using Gonglian.Establishment.Rules;
using Gonglian.Organisations.Unions;
using Gonglian.Slices.Tests.Fixture;

namespace Gonglian.Slices.Tests.Insight;

/// <summary>应建未建: who must found a union of its own, the easiest first, with the reason for each.</summary>
public sealed class Who_must_found_a_union
{
    [Theory]
    [OnEveryDatabase]
    public async Task The_list_is_ordered_by_points_that_are_the_sum_of_the_reasons_shown(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await Populate(stand);
        var list = await Open(stand, new());
        var rows = await list.Rows(null, 100);
        Assert.Equal(40, rows.Count);
        Assert.Equal(40, await list.Count());
        Assert.All(rows, r => Assert.Equal(r.Points, r.Reasons.Sum(Ease.PointsOf)));
        Assert.Equal(rows.OrderByDescending(r => r.Points).ThenBy(r => r.Enterprise.Key).Select(r => r.Enterprise.Key),
            rows.Select(r => r.Enterprise.Key));
        Assert.True(rows.SelectMany(r => r.Reasons).Distinct().Count() == 6);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Pages_join_without_a_gap_or_a_repeat(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await Populate(stand);
        var list = await Open(stand, new());
        var seen = new List<long>();
        string? after = null;
        while (await list.Rows(after, 7) is { Count: > 0 } rows)
        {
            seen.AddRange(rows.Select(r => r.Enterprise.Key));
            after = EstablishmentList.After(rows[^1]);
        }
        Assert.Equal((await list.Rows(null, 100)).Select(r => r.Enterprise.Key), seen);
    }

    [Theory]
    [OnEveryDatabase("national", 25)]
    [OnEveryDatabase("members", 10)]
    public async Task The_national_test_and_the_local_one_stand_apart(Database database, string why, int from)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await Populate(stand);
        var rows = await (await Open(stand, new(Why: why))).Rows(null, 100);
        Assert.NotEmpty(rows);
        Assert.All(rows, r => Assert.True(r.Enterprise.Members >= from));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task It_tells_since_when_the_duty_is_overdue(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var day = stand.Clock.Today;
        await stand.RegisterEnterprise(Places.Pingshan, "刚满公司", 25, established: day.AddMonths(-6).AddDays(-1));
        await stand.RegisterEnterprise(Places.Pingshan, "未满公司", 25, established: day.AddMonths(-6));
        var row = Assert.Single(await (await Open(stand, new())).Rows(null, 10));
        Assert.Equal(("刚满公司", day.AddDays(-1), 0), (row.Enterprise.Name, row.DueOn!.Value, row.MonthsOver!.Value));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Page_route_export_and_api_show_the_same_and_only_ones_own(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await Populate(stand);
        var browser = stand.As(Places.Nanyuan);
        var own = (await (await Open(stand, new("440305002001"))).Rows(null, 100)).Select(r => r.Enterprise.Name).ToList();
        Assert.Equal(10, own.Count);
        await browser.Open("/establishment");
        Assert.Equal(own, browser.Page.QuerySelectorAll("td.first a").Select(a => a.TextContent));
        await browser.Open("/establishment/route");
        Assert.Equal(own.Order(), browser.Page.QuerySelectorAll("td.first a").Select(a => a.TextContent).Order());
        using var json = JsonDocument.Parse(await browser.Client.GetStringAsync(At("/api/v1/establishment")));
        Assert.Equal(own, json.RootElement.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("name").GetString()));
        await using var csv = await browser.Client.GetStreamAsync(At("/establishment/export?format=csv"));
        using var text = new StreamReader(csv);
        Assert.Equal(own, (await text.ReadToEndAsync()).Split("\r\n").Skip(1).SkipLast(1).Select(l => l.Split(',')[0]));
        await browser.Open("/establishment?place=440305008011");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        Assert.Equal(HttpStatusCode.NotFound,
            (await browser.Client.GetAsync(At("/api/v1/establishment?place=440305008011"))).StatusCode);
    }

    private static async Task<EstablishmentList> Open(Stand stand, EstablishmentFilter filter) =>
        await EstablishmentList.Open(
            Stand.System, stand.Read(), filter, CoverageRules.Default, await stand.DayRoll.Today());

    private static async Task Populate(Stand stand)
    {
        string[] where = [Places.Pingshan, Places.Park, Places.Fuguang, Places.Nanyuan];
        var (joint, life) = await stand.Found(Places.Pingshan, "联合工会", UnionForm.Joint);
        var today = stand.Clock.Today;
        for (var i = 0; i < 40; i++)
        {
            var n = i;
            await stand.RegisterEnterprise(
                where[n % 4], $"应建公司{n:00}", 25 + n * 5, n % 3 == 0 ? n : null, today.AddDays(-200 - n * 30),
                more: (_, ledger, file) =>
                {
                    if (n % 5 == 0)
                        ledger.Join(file, joint, [life], today.AddDays(-50), today.AddDays(-50));
                });
        }
        stand.Clock.Advance(160);
        await stand.DayRoll.Today();
        await using var db = stand.Read();
        foreach (var unit in db.Enterprises.Where(e => e.Headcount % 2 == 0).ToList())
            await stand.Tell(unit, (_, ledger, file) =>
                ledger.Tell(file, FactKind.Verified, 0, FactSource.Visit, stand.Clock.Today));
    }

    private static Uri At(string address) => new(address, UriKind.Relative);
}
