using System.Net;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Figures;
using Gonglian.Organisations;
using Gonglian.Organisations.Unions;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Organisations;

/// <summary>工会: what is told of a union, and how the figures of those it covers follow.</summary>
public sealed class A_union_lives_and_ends
{
    [Theory]
    [OnEveryDatabase]
    public async Task Dissolving_takes_exactly_the_covered_units_out_of_the_figures(Database database)
    {
        await using var stand = await WithTree(database);
        var (joint, life) = await stand.Found(Places.Pingshan, "平山社区联合工会", UnionForm.Joint);
        foreach (var (path, name) in new[] { (Places.Pingshan, "甲"), (Places.Park, "乙"), (Places.Nanyuan, "丙") })
            await Covered(stand, path, name, joint, life, signed: true);
        await Covered(stand, Places.Pingshan, "未签", joint, life, signed: false);
        var (own, ownLife) = await stand.Found(Places.Pingshan, "丁公司工会", UnionForm.Own);
        await Covered(stand, Places.Pingshan, "丁", own, ownLife, signed: false);
        Assert.Equal((4, 5), await Figures(stand));
        var browser = stand.As(Places.Taoyuan);
        await browser.Open($"/unions/{joint.Id}/end");
        Assert.Contains("现在覆盖 2 家企业", browser.Text); // the third works outside the officer's scope
        await browser.Post("form.form", ("Reason", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        await browser.Open($"/unions/{joint.Id}/end");
        await browser.Post("form.form", ("Reason", "园区调整"));
        Assert.Equal(HttpStatusCode.Redirect, browser.Status);
        Assert.Equal((1, 5), await Figures(stand));
        await browser.Follow();
        Assert.Contains("已撤销", browser.Text);
        Assert.Contains("园区调整", browser.Text);
        Assert.Equal(1, browser.Page.QuerySelectorAll("main tr:has(del)").Length);
        await browser.Open($"/unions/{joint.Id}/end");
        await browser.Post("form.form", ("Reason", "再来一次"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_union_that_ends_later_covers_until_the_day_before(Database database)
    {
        await using var stand = await WithTree(database);
        var (own, life) = await stand.Found(Places.Pingshan, "甲公司工会", UnionForm.Own);
        await Covered(stand, Places.Pingshan, "甲", own, life, signed: false);
        var browser = stand.As(Places.Taoyuan);
        await browser.Open($"/unions/{own.Id}/end");
        await browser.Post("form.form", ("Ends", "2026-09-18"), ("Reason", "企业注销"));
        foreach (var covered in new[] { 1, 1, 1, 0 })
        {
            Assert.Equal((covered, 1), await Figures(stand));
            stand.Clock.Advance(1);
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_corrected_establishment_is_struck_out_and_the_figures_follow(Database database)
    {
        await using var stand = await WithTree(database);
        var (own, life) = await stand.Found(Places.Pingshan, "甲公司工会", UnionForm.Own, stand.Clock.Today.AddDays(-40));
        await Covered(stand, Places.Pingshan, "甲", own, life, signed: false);
        var browser = stand.As(Places.Taoyuan);
        await browser.Open($"/unions/{own.Id}/edit");
        await browser.Post("form.form", ("Form.Lives", "2026-09-16"));
        Assert.Contains("日期不能晚于今天", browser.Text);
        await browser.Open($"/unions/{own.Id}/edit");
        await browser.Post("form.form", ("Form.Lives", "2026-09-10"), ("Form.Name", "甲公司工会委员会"), ("Form.CreditCode", ""));
        await browser.Follow();
        Assert.Contains("甲公司工会委员会", browser.Text);
        Assert.Contains("2026-09-10", browser.Text);
        Assert.Equal("2026-08-06", browser.Page.QuerySelector("main td:nth-child(2) del")!.TextContent);
        Assert.Equal((1, 1), await Figures(stand));
    }

    [Theory]
    [OnEveryDatabase("2026-09-14", "Expired")]
    [OnEveryDatabase("2026-09-15", "Expiring")] // the day of expiry is still within the term
    [OnEveryDatabase("2026-12-14", "Expiring")] // 90 days
    [OnEveryDatabase("2026-12-15", "InTerm")]
    [OnEveryDatabase("", "Unknown")]
    public async Task The_state_of_the_term_at_its_edges(Database database, string lastDay, string state)
    {
        await using var stand = await WithTree(database);
        DateOnly? ends = lastDay.Length == 0 ? null : DateOnly.Parse(lastDay);
        var union = await stand.Do(db => Task.FromResult(new UnionLedger(db, stand.Clock.Now).Found(
            "平山社区工会联合会", UnionForm.Federation, Places.Pingshan, new DateOnly(2021, 9, 1), ends, "名册").Union));
        var browser = stand.As(Places.Taoyuan);
        foreach (var asked in Enum.GetNames<UnionState>())
        {
            await browser.Open($"/unions?state={asked}");
            Assert.Equal(asked == state, browser.Page.QuerySelectorAll("tbody tr").Length == 1);
        }
        await browser.Open("/unions?state=30");
        Assert.Equal(lastDay == "2026-09-15", browser.Text.Contains(union.Name, StringComparison.Ordinal));
        await using var read = stand.Read();
        var row = await UnionList.Rows(read).SingleAsync();
        Assert.Equal(state, $"{Term.State(row.Union.Form, row.Alive, row.TermEnds, stand.Clock.Today)}");
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_new_term_has_a_lawful_length_or_a_reason_and_cuts_the_running_one(Database database)
    {
        await using var stand = await WithTree(database);
        var union = await stand.Do(db => Task.FromResult(new UnionLedger(db, stand.Clock.Now).Found(
            "平山社区工会联合会", UnionForm.Federation, Places.Pingshan, new DateOnly(2022, 1, 1),
            new DateOnly(2026, 12, 31), "名册").Union));
        var browser = stand.As(Places.Taoyuan);
        await browser.Open($"/unions/{union.Id}/renew");
        await browser.Post("form.form", ("Form.Begins", "2026-09-10"), ("Form.Ends", "2028-09-09"));
        Assert.Contains("不是三年或五年", browser.Text);
        await browser.Post("form.form", ("Form.Ends", ""), ("Form.Years", "3"));
        Assert.Equal(HttpStatusCode.Redirect, browser.Status);
        await using var db = stand.Read();
        var terms = await db.UnionFacts.Where(f => f.UnionKey == union.Key && f.Kind == UnionFactKind.Term
            && f.SupersededAt == null).OrderBy(f => f.EffectiveFrom).ToListAsync();
        Assert.Equal(
            [(new DateOnly(2022, 1, 1), new DateOnly(2026, 9, 10)), (new DateOnly(2026, 9, 10), new DateOnly(2029, 9, 10))],
            terms.Select(t => (t.EffectiveFrom, t.EffectiveTo!.Value)));
        await browser.Open($"/unions/{union.Id}/renew");
        await browser.Post("form.form", ("Stamp", "0"), ("Form.Begins", "2026-09-15"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Founding_in_a_unit_happens_once_and_only_where_one_may(Database database)
    {
        await using var stand = await WithTree(database);
        var browser = stand.As(Places.Taoyuan);
        var form = new List<(string, string?)>
        {
            ("Form.Form", "Joint"), ("Form.Unit", "440305008011"), ("Form.Name", "平山社区联合工会"),
            ("Form.Id", $"{Guid.CreateVersion7()}"), ("Form.TermEnds", "2031-09-14"),
        };
        for (var i = 0; i < 2; i++)
        {
            await browser.Open("/unions/new?form=joint");
            await browser.Post("form.form", form);
            Assert.Equal(HttpStatusCode.Redirect, browser.Status);
        }
        await browser.Open("/unions/new");
        await browser.Post("form.form", [.. form.Where(f => f.Item1 != "Form.Id")]);
        Assert.Contains("已有同名的工会", browser.Text);
        await browser.Open("/unions/new");
        await browser.Post("form.form", [.. form.Where(f => f.Item1 != "Form.Id"), ("Form.CreditCode", stand.NewCode())]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        await browser.Open("/unions/new");
        await browser.Post("form.form", [.. form.Where(f => f.Item1 is not ("Form.Unit" or "Form.Id")), ("Form.Unit", "440305002001")]);
        Assert.Contains("请选择所在单位", browser.Text);
        await using var db = stand.Read();
        Assert.Equal(1, await db.Unions.CountAsync());
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_list_pages_by_place_and_shows_nobody_elses_unions(Database database)
    {
        await using var stand = await WithTree(database);
        for (var i = 0; i < 120; i++)
            await stand.Found(Places.Pingshan, $"工会 {i % 60:00}", i % 2 == 0 ? UnionForm.Own : UnionForm.Group);
        var (elsewhere, _) = await stand.Found(Places.Nanyuan, "南园社区联合工会", UnionForm.Joint);
        var browser = stand.As(Places.Taoyuan);
        var seen = new List<string>();
        for (var address = "/unions"; address is not null; address = browser.Page.QuerySelector("a[rel=next]")?.GetAttribute("href"))
        {
            await browser.Open(address);
            seen.AddRange(browser.Page.QuerySelectorAll("tbody td.first a").Select(a => a.GetAttribute("href")!));
        }
        Assert.Equal((120, 120), (seen.Count, seen.Distinct().Count()));
        Assert.DoesNotContain($"/unions/{elsewhere.Id}", seen);
        await browser.Open("/unions?q=工会 07&form=group");
        Assert.Equal(2, browser.Page.QuerySelectorAll("tbody tr").Length);
        await browser.Open("/unions?unit=440305002001");
        Assert.Empty(browser.Page.QuerySelectorAll("tbody tr"));
        foreach (var page in new[] { "", "/edit", "/renew", "/end", "/units" })
        {
            await browser.Open($"/unions/{elsewhere.Id}{page}");
            Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        }
        Assert.Equal(122, (await browser.Client.GetStringAsync("/unions/export.csv")).Split("\r\n").Length);
        var json = await browser.Client.GetStringAsync("/api/v1/unions");
        Assert.Contains("工会 00", json);
        Assert.DoesNotContain("南园", json);
        using var sheet = await browser.Client.GetAsync("/unions/export.xlsx?form=own");
        Assert.Equal(HttpStatusCode.OK, sheet.StatusCode);
    }

    [Fact]
    public async Task More_than_a_thousand_are_counted_when_asked()
    {
        await using var stand = await WithTree(Database.Sqlite);
        await stand.Do(db =>
        {
            for (var i = 0; i < 1_003; i++)
            {
                var union = new Union
                {
                    Key = db.NextKey(),
                    Id = Guid.CreateVersion7(),
                    Path = Places.Pingshan,
                    Name = $"工会 {i:0000}",
                    Form = UnionForm.Own,
                };
                db.AddRange(union, new UnionFact
                {
                    Key = db.NextKey(),
                    UnionKey = union.Key,
                    Kind = UnionFactKind.Life,
                    EffectiveFrom = stand.Clock.Today.AddYears(-1),
                    RecordedAt = stand.Clock.Now,
                    ChangeKey = db.NextKey(),
                });
            }
            return Task.FromResult(0);
        });
        var browser = stand.As(Places.Taoyuan);
        await browser.Open("/unions?form=own");
        Assert.Contains("超过 1,000 个", browser.Text, StringComparison.Ordinal);
        await browser.Open(browser.Page.QuerySelectorAll("a").Single(a => a.TextContent == "数出准确数").GetAttribute("href")!);
        Assert.Contains("共 1,003 个", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(browser.Page.QuerySelectorAll("a"), a => a.TextContent == "数出准确数");
    }

    private static async Task<Stand> WithTree(Database database)
    {
        var stand = await Stand.On(database);
        await stand.PlantTree();
        return stand;
    }

    private static Task Covered(Stand stand, string path, string name, Union union, UnionFact life, bool signed) =>
        stand.RegisterEnterprise(path, $"{name}公司", 30, 20, more: (_, ledger, file) => ledger.Join(
            file, union, [life], stand.Clock.Today.AddDays(-30), signed ? stand.Clock.Today.AddDays(-20) : null));

    private static async Task<(long Covered, long Base)> Figures(Stand stand)
    {
        await stand.DayRoll.Today();
        await using var db = stand.Read();
        var sums = await db.Sums("");
        return (sums.GetValueOrDefault(Measures.Covered), sums.GetValueOrDefault(Measures.Base));
    }
}
