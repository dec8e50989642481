using Gonglian.Foundation.Rules;
using Gonglian.Insight;
using Gonglian.Organisations;
using Gonglian.Organisations.Unions;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Insight;

/// <summary>check indicators: one line for each indicator, from the facts alone.</summary>
public sealed class Anybody_can_check_the_figures
{
    [Theory]
    [OnEveryDatabase]
    public async Task The_lines_are(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await Seven(stand);
        Assert.Equal(
            """
            id,version,scope,as_of,numerator,denominator,value,target,met
            N1,1,440305000000,2026-09-15,1,7,0.14285714285714285,0.97,false
            N2,1,440305000000,2026-09-15,1,1,1,0.854,true
            N3,1,440305000000,2026-09-15,0,,,,
            N4,1,440305000000,2026-09-15,0,7,0,,
            N5,1,440305000000,2026-09-15,12,30,0.4,,
            N6,1,440305000000,2026-09-15,12,48,0.25,,
            N7,1,440305000000,2026-09-15,,,,,
            N7b,1,440305000000,2026-09-15,,,,,
            N8,1,440305000000,2026-09-15,0,1,0,,
            N8b,1,440305000000,2026-09-15,0,,,,

            """, await Lines(stand, new(stand.Clock.Today)));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task An_empty_denominator_has_no_value_and_meets_no_target(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        Assert.Contains("N1,1,440305008012,2026-09-15,0,0,,0.97,false\n", await Lines(stand, new(stand.Clock.Today, "440305008012")));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_group_of_units_is_a_scope(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await Seven(stand);
        await stand.RegisterEnterprise(Places.Nanyuan, "别处公司");
        await stand.Do(async db => (await db.Units.FirstAsync(u => u.Path == Places.Pingshan)).CreationYear = 2026);
        Assert.Contains("N1,1,creation-units,2026-09-15,1,7,", await Lines(stand, new(stand.Clock.Today, Scope.CreationUnits)));
        Assert.Contains("N1,1,440305000000,2026-09-15,1,8,", await Lines(stand, new(stand.Clock.Today)));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_past_is_asked_on_both_axes_and_written_as_json_too(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var before = stand.Clock.Now.AddMinutes(-1);
        await Seven(stand);
        var json = await Lines(stand, new(stand.Clock.Today.AddDays(-1), KnownOn: before, Json: true));
        Assert.Contains("\"numerator\": 0", json);
        Assert.Contains("\"as_of\": \"2026-09-14\"", json);
        Assert.Contains("\"value\": null", json);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task An_unknown_scope_is_refused(Database database)
    {
        await using var stand = await Stand.On(database);
        Assert.Equal("figures.no-unit", (await Assert.ThrowsAsync<Refused>(() => Lines(stand, new(stand.Clock.Today)))).Code);
        await stand.PlantTree();
        Assert.Equal("figures.no-scope", (await Assert.ThrowsAsync<Refused>(() => Lines(stand, new(stand.Clock.Today, "440305004000")))).Code);
    }

    private static async Task<string> Lines(Stand stand, IndicatorQuestion question)
    {
        await using var db = stand.Read();
        await using var text = new StringWriter();
        await IndicatorCheck.Run(db, question, text);
        return text.ToString();
    }

    private static async Task Seven(Stand stand)
    {
        var (own, life) = await stand.Found(Places.Park, "甲公司工会", UnionForm.Own);
        await stand.RegisterEnterprise(Places.Park, "甲公司", headcount: 30, members: 12, more: (_, ledger, file) =>
            ledger.Join(file, own, [life], stand.Clock.Today.AddDays(-60), null));
        for (var i = 0; i < 6; i++)
            await stand.RegisterEnterprise(Places.Pingshan, $"小店{i}", headcount: 3);
    }
}
