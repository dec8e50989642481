using System.Net;
using Gonglian.Organisations;
using Gonglian.Organisations.Unions;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Organisations;

/// <summary>填表: forms of units, teams, terms and unions say all that is wrong, each at its field.</summary>
public sealed class A_form_of_the_tree_says_everything_at_once
{
    private const string Pingshan = "/organisations/440305008011";

    [Theory]
    [OnEveryDatabase]
    public async Task Units(Database database)
    {
        await using var stand = await Planted(database);
        var browser = stand.As(Places.District);
        await browser.Open("/organisations/440305008000/add");
        await Refused(browser,
            [("Form.Kind", "Community"), ("Form.Code", "12"), ("Form.Name", " "), ("Form.CreationYear", "1999"), ("Form.ValidFrom", "昨天")],
            "code", "name", "creationYear", "validFrom");
        Assert.Contains("有 4 处要改", browser.Text, StringComparison.Ordinal);
        await browser.Open($"{Pingshan}/add");
        await Refused(browser, [("Form.Kind", "Park"), ("Form.Code", "440305008011"), ("Form.Name", "")], "code", "name");
        await browser.Open($"{Pingshan}/edit");
        await Refused(browser, [("Form.Name", ""), ("Form.CreationYear", "2222"), ("Form.ValidTo", "1990-01-01")],
            "name", "creationYear", "validTo", "reason");
        await browser.Open($"{Pingshan}/move");
        await Refused(browser, [("Form.Above", ""), ("Form.Code", "44")], "above", "code", "reason");
        await using var db = stand.Read();
        var unit = await db.Units.SingleAsync(u => u.Code == "440305008011");
        Assert.Equal(("平山社区", null, null), (unit.Name, unit.CreationYear, unit.ValidTo));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_unit_that_would_begin_after_its_end(Database database)
    {
        await using var stand = await Planted(database);
        await stand.Do(async db =>
        {
            var unit = await db.Units.SingleAsync(u => u.Code == "440305008011");
            unit.ValidTo = stand.Clock.Today.AddYears(1);
        });
        var browser = stand.As(Places.District);
        await browser.Open($"{Pingshan}/edit");
        await Refused(browser, [("Form.ValidFrom", $"{stand.Clock.Today.AddYears(2):yyyy-MM-dd}")], "validTo");
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Teams(Database database)
    {
        await using var stand = await Planted(database);
        var browser = stand.As(Places.Pingshan);
        await browser.Open($"{Pingshan}/team/new");
        await browser.Post("form[data-guard]", ("Form.Person", "甲"), ("Form.From", "2020-01-01"));
        Assert.Equal(HttpStatusCode.Found, browser.Status);
        await browser.Open($"{Pingshan}/team/new");
        await Refused(browser, [("Form.Person", ""), ("Form.From", "2020-01-01")], "person", "from");
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Terms_and_unions(Database database)
    {
        await using var stand = await Planted(database);
        await stand.Found(Places.Pingshan, "平山联合工会", UnionForm.Joint);
        await using var db = stand.Read();
        var union = await db.Unions.SingleAsync();
        var lives = (await db.UnionFacts.SingleAsync(f => f.Kind == UnionFactKind.Life)).EffectiveFrom;
        var browser = stand.As(Places.Pingshan);
        var before = $"{lives.AddYears(-1):yyyy-MM-dd}";
        await browser.Open($"/unions/{union.Id}/renew");
        await Refused(browser, [("Form.Begins", before), ("Form.Ends", $"{lives.AddYears(6):yyyy-MM-dd}")], "begins", "ends");
        Assert.NotNull(browser.Page.QuerySelector("[name='Form.Sure']"));
        await browser.Open($"/unions/{union.Id}/end");
        await Refused(browser, [("Ends", before), ("Reason", "")], "ends", "reason");
        await browser.Open("/unions/new");
        await Refused(browser, [("Form.Unit", "440305008011"), ("Form.Name", "平山联合工会"), ("Form.CreditCode", "81")],
            "name", "creditCode");
        await stand.Do(async change => await new UnionLedger(change, stand.Clock.Now).End(
            await change.Unions.SingleAsync(), lives.AddDays(9), "撤销"));
        await browser.Open($"/unions/{union.Id}/edit");
        await Refused(browser, [("Form.Name", ""), ("Form.Lives", $"{lives.AddDays(20):yyyy-MM-dd}")], "name", "lives");
    }

    private static async Task Refused(Browser browser, (string, string?)[] values, params string[] fields)
    {
        await browser.Post("main form[method=post]", values);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        var said = browser.Page.QuerySelectorAll("main .field .problem").Where(p => p.TextContent.Trim().Length > 0)
            .Select(p => p.Id![..^"-problem".Length]);
        Assert.Equal(string.Join(' ', fields.Order()), string.Join(' ', said.Order()));
    }

    private static async Task<Stand> Planted(Database database)
    {
        var stand = await Stand.On(database);
        await stand.PlantTree();
        await stand.DayRoll.Today();
        return stand;
    }
}
