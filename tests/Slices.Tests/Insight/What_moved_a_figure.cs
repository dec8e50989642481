using System.Globalization;
using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Figures;
using Gonglian.Insight;
using Gonglian.Organisations.Unions;
using Gonglian.Slices.Tests.Figures;
using Gonglian.Slices.Tests.Fixture;

namespace Gonglian.Slices.Tests.Insight;

/// <summary>变动: between any two points the units that entered, left or turned add up to the difference of the counters, exactly.</summary>
public sealed class What_moved_a_figure
{
    [Theory]
    [OnEveryDatabase]
    public async Task Adds_up_to_what_the_counters_held_then_and_hold_now(Database database)
    {
        for (var seed = 1UL; seed <= 2; seed++)
        {
            await using var stand = await Stand.On(database);
            var district = new ToldDistrict(stand, Story.Any.Generator.Sample(1, new Rnd(seed, 7), 60).Single());
            await district.Begin();
            var points = new List<(TimePoint Point, Dictionary<string, IReadOnlyDictionary<string, long>> Sums)>();
            for (var day = 0; day <= 200; day++)
            {
                await district.Happen(day);
                var today = await stand.DayRoll.Today();
                if (day % 100 == 0)
                {
                    await using var now = stand.Read();
                    points.Add((new(today, stand.Clock.Now), await now.SumsByPart([Places.District, Places.Pingshan])));
                }
                stand.Clock.Advance(1);
            }

            await using var db = stand.Read();
            foreach (var code in new[] { "440305000000", "440305008011" })
                foreach (var indicator in db.Indicators.Where(i => i.NotYet is null))
                    for (var i = 1; i < points.Count; i++)
                    {
                        var scope = (await Scope.Find(db, code))!;
                        var (before, after) = (points[i - 1], points[i]);
                        var moved = await Movements.Between(db, CoverageVersions.Reference, indicator, scope, before.Point, after.Point);
                        Assert.Equal(indicator.Of(before.Sums[scope.Unit.Path]), moved.Before);
                        Assert.Equal(indicator.Of(after.Sums[scope.Unit.Path]), moved.After);
                        Assert.Equal(moved.After.Numerator - moved.Before.Numerator, moved.Rows.Sum(r => r.Above));
                        Assert.Equal(moved.After.Denominator - moved.Before.Denominator, moved.Rows.Sum(r => r.Below));
                        Assert.DoesNotContain(moved.Rows, r => r is { Above: 0, Below: 0 });
                    }
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Is_shown_unit_by_unit_with_the_reasons(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var gone = await stand.RegisterEnterprise(Places.Pingshan, "搬走公司", headcount: 30);
        var won = await stand.RegisterEnterprise(Places.Pingshan, "建会公司", headcount: 40, members: 20);
        await stand.RegisterEnterprise(Places.Pingshan, "不变公司", headcount: 12);
        var before = stand.Clock.Today;
        stand.Clock.Advance(10);
        var today = stand.Clock.Today;
        await stand.Tell(gone, (_, ledger, file) => ledger.Tell(file, FactKind.Workplace, 0, FactSource.Visit, today, Places.Nanyuan));
        var (union, life) = await stand.Found(Places.Pingshan, "建会公司工会", UnionForm.Own, today);
        await stand.Tell(won, (_, ledger, file) => ledger.Join(file, union, [life], today, null));

        var browser = stand.As(Places.Pingshan);
        await browser.Open($"/figures/N1/changes?place=440305008011&from={before:yyyy-MM-dd}&to={today:yyyy-MM-dd}");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        var rows = browser.Page.QuerySelectorAll("#list table[data-rows] tbody tr, #list .table:last-of-type tbody tr")
            .Select(r => string.Join('|', r.QuerySelectorAll("td").Select(c => c.TextContent.Trim()))).ToList();
        Assert.Contains("已不在您的辖区|退出分母|平山社区|职工 30 人、会员 — 人,没有工会|不在范围内|0|-1", rows);
        Assert.Contains("建会公司|转为计入|平山社区|职工 40 人、会员 20 人,没有工会|职工 40 人、会员 20 人,独立工会|+1|0", rows);
        Assert.Contains("0.0% → 50.0%", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("不变公司", browser.Text, StringComparison.Ordinal);
        await browser.Open($"/figures/N1/changes.csv?place=440305008011&from={before:yyyy-MM-dd}&to={today:yyyy-MM-dd}");
        Assert.Contains(",\"职工 40 人、会员 20 人,独立工会\",+1,0", browser.Text, StringComparison.Ordinal);

        await browser.Open($"/figures/N1/changes?place=440305008011&from={today:yyyy-MM-dd}&to=2031-01-01");
        Assert.Contains("日期不能晚于今天", browser.Text, StringComparison.Ordinal);
        await browser.Open("/replay?place=440305008011&day=2026-05-31&known=2026-06-30");
        Assert.Contains("2026-05-31 的情况,按 2026-06-30 结束时所知", browser.Text, StringComparison.Ordinal);
        await browser.Open($"/replay?place=440305008011&day={before:yyyy-MM-dd}");
        Assert.Equal(["0", "3"], browser.Page.QuerySelector("#list tbody tr")!.QuerySelectorAll("td").Skip(1).Take(2)
            .Select(c => c.TextContent.Trim()));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Between_what_was_known_of_one_day_on_two_days_is_listed_and_adds_up(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var firm = await stand.RegisterEnterprise(Places.Pingshan, "补报建会公司", headcount: 40);
        await stand.RegisterEnterprise(Places.Pingshan, "不变公司", headcount: 12);
        var day = stand.Clock.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        stand.Clock.Advance(5);
        var between = stand.Clock.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        stand.Clock.Advance(5);
        var (union, life) = await stand.Found(Places.Pingshan, "补报公司工会", UnionForm.Own, stand.Clock.Today.AddDays(-20));
        await stand.Tell(firm, (_, ledger, file) => ledger.Join(file, union, [life], stand.Clock.Today.AddDays(-20), null));
        var ask = $"?place=440305008011&from={day}&to={day}";

        var browser = stand.As(Places.District);
        await browser.Open($"/figures/N1/changes{ask}&knownBefore={between}");
        Assert.Contains($"按 {between} 结束时所知与按现在所知对比", browser.Text, StringComparison.Ordinal);
        Assert.Contains("0.0% → 50.0%", browser.Text, StringComparison.Ordinal);
        Assert.Equal((between, ""), (Value(browser, "knownBefore"), Value(browser, "knownAfter")));
        var row = browser.Page.QuerySelectorAll("#list table[data-rows] tbody tr").Single().QuerySelectorAll("td");
        Assert.Equal(
            "补报建会公司|转为计入|平山社区|职工 40 人、会员 — 人,没有工会|职工 40 人、会员 — 人,独立工会|+1|0",
            string.Join('|', row.Select(c => c.TextContent.Trim())));
        var links = row.SelectMany(c => c.QuerySelectorAll("a")).Select(a => a.GetAttribute("href")!).ToList();
        Assert.Equal(
            [$"/enterprises/{firm.Id}/counted?day={day}", $"/enterprises/{firm.Id}/counted?day={day}&known={between}", $"/enterprises/{firm.Id}/counted?day={day}"],
            links);
        await browser.Open(links[1]);
        Assert.Contains("应当单独建立工会,尚未建立", browser.Text, StringComparison.Ordinal);

        var csv = await browser.Client.GetStringAsync($"/figures/N1/changes.csv{ask}&knownBefore={between}");
        Assert.Contains($"按 {between} 结束时所知,按现在所知", csv, StringComparison.Ordinal);
        Assert.Equal(2, csv.Trim().Split('\n').Length);
        foreach (var same in new[] { "", $"&known={between}", $"&knownBefore={between}&knownAfter={between}" })
        {
            await browser.Open($"/figures/N1/changes{ask}{same}");
            Assert.Contains("这段时间没有变动", browser.Text, StringComparison.Ordinal);
        }
        await browser.Open($"/figures/N1/changes{ask}&knownAfter=昨天");
        Assert.Contains("已按默认的日期计算", browser.Text, StringComparison.Ordinal);

        await browser.Open($"/replay?place=440305008011&day={day}");
        Assert.DoesNotContain("哪些单位不同", browser.Text, StringComparison.Ordinal);
        await browser.Open($"/replay?place=440305008011&day={day}&known={between}");
        var units = browser.Page.QuerySelectorAll("#list tbody a").First(a => a.TextContent == "哪些单位不同").GetAttribute("href")!;
        await browser.Open(units);
        Assert.Contains("补报建会公司", browser.Text, StringComparison.Ordinal);

        // What the usual words do not tell apart is said too: half a year after it was founded a firm is due.
        var young = await stand.RegisterEnterprise(Places.Pingshan, "半岁公司", headcount: 30, established: stand.Clock.Today.AddMonths(-6));
        var from = stand.Clock.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        stand.Clock.Advance(2);
        await browser.Open($"/figures/N3/changes?place=440305008011&from={from}");
        row = browser.Page.QuerySelectorAll("#list tbody tr").Single(r => r.QuerySelector($"a[href*='{young.Id}']") is not null).QuerySelectorAll("td");
        Assert.Equal(
            "职工 30 人、会员 — 人,没有工会 · 不是应建未建|职工 30 人、会员 — 人,没有工会 · 应建未建|+1",
            string.Join('|', row.Skip(3).Select(c => c.TextContent.Trim())));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_rate_that_rises_because_its_base_shrank_says_so(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var (union, life) = await stand.Found(Places.Pingshan, "甲工会", UnionForm.Own);
        await stand.RegisterEnterprise(Places.Pingshan, "甲公司", 30, more: (_, ledger, file) =>
            ledger.Join(file, union, [life], stand.Clock.Today.AddDays(-20), null));
        var away = await stand.RegisterEnterprise(Places.Pingshan, "乙公司", 30);
        var before = stand.Clock.Today;
        stand.Clock.Advance(5);
        await stand.Tell(away, (_, ledger, file) => ledger.Tell(file, FactKind.Workplace, 0, FactSource.Visit, stand.Clock.Today, Places.Nanyuan));
        var browser = stand.As(Places.District);
        await browser.Open($"/figures/N1/changes?place=440305008011&from={before:yyyy-MM-dd}");
        Assert.Contains("比率上升,是因为分母变小", browser.Text, StringComparison.Ordinal);
        Assert.Contains("分子没有增加,分母少了 1", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_rate_that_rises_in_part_because_its_base_shrank_says_which_part(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var (union, life) = await stand.Found(Places.Pingshan, "甲工会", UnionForm.Own);
        await stand.RegisterEnterprise(Places.Pingshan, "甲公司", 30, more: (_, ledger, file) =>
            ledger.Join(file, union, [life], stand.Clock.Today.AddDays(-20), null));
        var away = await stand.RegisterEnterprise(Places.Pingshan, "乙公司", 30);
        var joins = await stand.RegisterEnterprise(Places.Pingshan, "丙公司", 30);
        var before = stand.Clock.Today;
        stand.Clock.Advance(5);
        await stand.Tell(away, (_, ledger, file) => ledger.Tell(file, FactKind.Workplace, 0, FactSource.Visit, stand.Clock.Today, Places.Nanyuan));
        await stand.Tell(joins, (_, ledger, file) => ledger.Join(file, union, [life], stand.Clock.Today, null));
        var browser = stand.As(Places.District);
        await browser.Open($"/figures/N1/changes?place=440305008011&from={before:yyyy-MM-dd}");

        // 1/3 before, 2/2 now; 2/3 had the base stayed.
        Assert.Contains("比率上升的 66.7 个百分点里,有 33.3 个来自分母变小", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_long_list_has_pages_and_a_phone_leaves_nothing_out(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        for (var i = 1; i <= MovementRow.PageSize + 1; i++)
            await stand.RegisterEnterprise(Places.Pingshan, $"新来公司{i}", headcount: 30);
        var browser = stand.As(Places.District);
        await browser.Open("/figures/N1/changes?place=440305008011&from=2020-01-01");
        Assert.Equal(MovementRow.PageSize, Rows());
        Assert.Contains("第 1–50 个,共 51 个", browser.Text, StringComparison.Ordinal);
        Assert.Empty(browser.Page.QuerySelectorAll("#units .wide, #units .phone-only"));
        await browser.Open(browser.Page.QuerySelector("#units a[rel=next]")!.GetAttribute("href")!);
        Assert.Equal(1, Rows());
        Assert.Contains("第 51–51 个,共 51 个", browser.Text, StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector("#units a[rel=next]"));
        await browser.Open(browser.Page.QuerySelector("#units a[rel=prev]")!.GetAttribute("href")!);
        Assert.Equal(MovementRow.PageSize, Rows());

        int Rows() => browser.Page.QuerySelectorAll("#units tbody tr").Length;
    }

    private static string? Value(Browser browser, string field) => browser.Page.QuerySelector($"#{field}")!.GetAttribute("value") ?? "";
}
