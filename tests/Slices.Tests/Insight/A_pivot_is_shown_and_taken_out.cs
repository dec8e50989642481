using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations.Unions;
using Gonglian.Slices.Tests.Fixture;

namespace Gonglian.Slices.Tests.Insight;

/// <summary>透视表 — the page, its sheets and the API say the same; what leaves the house hides what is small.</summary>
public sealed partial class A_pivot_is_shown_and_taken_out
{
    [Theory]
    [OnEveryDatabase]
    public async Task Every_number_of_the_page_opens_its_rows(Database database)
    {
        await using var stand = await Populated(database);
        var me = stand.As(Places.City);
        foreach (var address in new[] { "/pivot", "/pivot?rows=section&cols=union&measure=due", "/pivot?rows=year&cols=none&measure=N2&sort=-total" })
        {
            await me.Open(address);
            Assert.Equal(HttpStatusCode.OK, me.Status);
            var numbers = me.Page.QuerySelectorAll("#list td a").Select(a => (a.TextContent, Href: a.GetAttribute("href")!)).ToList();
            Assert.True(numbers.Count > 3);
            foreach (var (number, href) in numbers)
            {
                await me.Open(href);
                Assert.True(me.Text.Contains($"共 {number} 家", StringComparison.Ordinal), $"{href} does not show {number}");
            }
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Every_number_of_people_is_the_sum_of_exactly_the_rows_it_opens(Database database)
    {
        await using var stand = await Populated(database);
        var me = stand.As(Places.City);
        foreach (var measure in new[] { "employees", "members", "N5", "N6" })
        {
            await me.Open($"/pivot?rows=size&cols=union&measure={measure}");
            var numbers = me.Page.QuerySelectorAll("#list td a").Select(a => (a.TextContent, Href: a.GetAttribute("href")!)).ToList();
            Assert.True(numbers.Count > 3);
            foreach (var (number, href) in numbers)
            {
                await me.Open(href);
                var words = me.Page.QuerySelector(".list-tools")!.TextContent;
                Assert.True(
                    words.Contains($"职工 {number} 人", StringComparison.Ordinal) || words.Contains($"会员 {number} 人", StringComparison.Ordinal),
                    $"{href} does not show {number}: {words}");
            }
        }
        await me.Open("/api/v1/enterprises?counted=N1&part=denominator&size=5&count=people");
        var count = JsonDocument.Parse(me.Body).RootElement.GetProperty("count");
        Assert.Equal(150 * count.GetProperty("number").GetInt64(), count.GetProperty("employees").GetInt64());
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_number_beyond_a_thousand_is_told_at_once_and_on_every_page(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await stand.RegisterEnterprises(Places.Pingshan, [.. Enumerable.Range(0, 1_001).Select(i => $"甲商行{i:0000}")]);
        var me = stand.As(Places.City);
        await me.Open("/pivot?rows=union&cols=none&measure=units");
        var link = me.Page.QuerySelectorAll("#list tbody td a").Single(a => a.TextContent == "1,001").GetAttribute("href")!;
        foreach (var step in new[] { "", ".pager a[rel=next]", "th a" })
        {
            await me.Open(step.Length == 0 ? link : me.Page.QuerySelector(step)!.GetAttribute("href")!);
            Assert.Contains("共 1,001 家", me.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("家以上", me.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_cannot_be_asked_is_said_in_a_sentence(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var me = stand.As(Places.Taoyuan);
        foreach (var (query, words) in new[]
                 {
                     ("rows=size&cols=size", "行和列不能是同一个维度"), ("rows=colour", "没有名为“colour”的维度"),
                     ("cols=colour", "没有名为“colour”的维度"), ("measure=N8", "没有名为“N8”的指标可以透视"), ("measure=N7", "没有名为“N7”"),
                     ("place=440305002001", "没有代码为“440305002001”的区划或分组"), ("", "这里还没有企业"),
                 })
        {
            await me.Open($"/pivot?{query}");
            Assert.Equal(HttpStatusCode.OK, me.Status);
            Assert.Contains(words, me.Page.QuerySelector("#list")!.TextContent);
        }
        foreach (var (query, status) in new[]
                 {
                     ("rows=colour", HttpStatusCode.BadRequest), ("rows=size&cols=size", HttpStatusCode.BadRequest),
                     ("place=440305002001", HttpStatusCode.NotFound), ("colour=red", HttpStatusCode.BadRequest),
                 })
        {
            await me.Open($"/api/v1/pivot?{query}");
            Assert.True(status == me.Status, $"{query}: {me.Status} {me.Body}");
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Page_sheet_and_program_say_the_same(Database database)
    {
        await using var stand = await Populated(database);
        var me = stand.As(Places.City);
        await me.Open("/pivot?rows=community&cols=size&measure=N1");
        var whole = me.Page.QuerySelector("#list tfoot td:last-child")!.TextContent;
        await me.Open("/pivot/table.csv?rows=community&cols=size&measure=N1");
        var total = me.Body.TrimEnd().Split('\n')[^1].Trim().Split(',');
        await me.Open("/api/v1/pivot?rows=community&cols=size&measure=N1");
        var all = JsonDocument.Parse(me.Body).RootElement.GetProperty("items").EnumerateArray().Single(c => c.GetProperty("id").GetString() == "total/total");
        Assert.Equal(string.Join("/", total.TakeLast(2)), $"{all.GetProperty("counted")}/{all.GetProperty("of")}");
        Assert.Contains($"{total[^2]}/{total[^1]}", Blanks().Replace(whole, ""));
        Assert.EndsWith("合计", total[0], StringComparison.Ordinal);
        await me.Open("/pivot/table.xlsx?rows=community&cols=size&measure=N1");
        Assert.Contains("平山社区", me.Body);
        Assert.Contains("南园社区", me.Body);
        await me.Open("/pivot/table.pdf");
        Assert.Equal(HttpStatusCode.NotFound, me.Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_leaves_the_house_shows_no_small_number_and_no_row(Database database)
    {
        await using var stand = await Populated(database);
        var me = stand.As(Places.City);
        foreach (var (rows, columns, measure) in new[] { ("community", "size", "units"), ("section", "size", "N1"), ("size", "none", "N4"), ("section", "community", "N5") })
        {
            var query = $"rows={rows}&cols={columns}&measure={measure}&public=1";
            await me.Open($"/pivot?{query}");
            var cells = me.Page.QuerySelectorAll("#list td").ToList();
            Assert.Contains(cells, c => c.TextContent.Contains(Suppression.Mark, StringComparison.Ordinal));
            Assert.Empty(me.Page.QuerySelectorAll("#list td a"));
            if (measure is "units" or "N1" or "N4")
                Assert.All(cells, c => Assert.DoesNotContain(Numbers(c), n => n is > 0 and < 10));
            await me.Open($"/pivot/table.csv?{query}");
            Assert.Contains(Suppression.Mark, me.Body);
            await me.Open($"/api/v1/pivot?{query}");
            var items = JsonDocument.Parse(me.Body).RootElement.GetProperty("items").EnumerateArray().ToList();
            Assert.Contains(items, i => i.GetProperty("hidden").GetBoolean());
            Assert.All(items.Where(i => i.GetProperty("hidden").GetBoolean()), i => Assert.All(
                new[] { "counted", "of", "value", "list" }, name => Assert.Equal(JsonValueKind.Null, i.GetProperty(name).ValueKind)));
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Turned_ordered_or_by_its_two_counts_the_same_cells_stay_hidden(Database database)
    {
        await using var stand = await Populated(database);
        var me = stand.As(Places.City);
        foreach (var (one, other) in new[] { ("section", "size"), ("community", "union"), ("size", "none") })
        {
            var hidden = await Hidden($"rows={one}&cols={other}&measure=N1", false);
            Assert.NotEmpty(hidden);
            Assert.Equal(hidden, await Hidden($"rows={one}&cols={other}&measure=N1&sort=-total", false));
            Assert.Equal(hidden, await Hidden($"rows={one}&cols={other}&measure=base", false));
            Assert.Equal(hidden, await Hidden($"rows={one}&cols={other}&measure=covered", false));
            if (other != "none")
                Assert.Equal(hidden, await Hidden($"rows={other}&cols={one}&measure=N1", true));
        }

        async Task<List<string>> Hidden(string query, bool isTurned)
        {
            await me.Open($"/api/v1/pivot?{query}&public=1");
            return
            [
                .. JsonDocument.Parse(me.Body).RootElement.GetProperty("items").EnumerateArray().Where(i => i.GetProperty("hidden").GetBoolean())
                    .Select(i => (i.GetProperty("row"), i.GetProperty("column"))).Select(p => isTurned ? $"{p.Item2}/{p.Item1}" : $"{p.Item1}/{p.Item2}").Order(),
            ];
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_is_zero_by_definition_protects_nobody(Database database)
    {
        await using var stand = await Populated(database);
        var me = stand.As(Places.City);
        foreach (var measure in new[] { "employees", "N5" })
        {
            await me.Open($"/api/v1/pivot?rows=section&cols=size&measure={measure}&public=1");
            var stars = JsonDocument.Parse(me.Body).RootElement.GetProperty("items").EnumerateArray()
                .Where(i => i.GetProperty("hidden").GetBoolean() && i.GetProperty("columnTitle").ToString() != "人数不详").ToList();
            Assert.NotEmpty(stars);
            Assert.All(stars.GroupBy(i => i.GetProperty("row").ToString()), line => Assert.True(line.Count() > 1, line.Key));
            Assert.All(stars.GroupBy(i => i.GetProperty("column").ToString()), line => Assert.True(line.Count() > 1, line.Key));
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_page_of_a_figure_divides_it_by_size_and_by_industry(Database database)
    {
        await using var stand = await Populated(database);
        var me = stand.As(Places.City);
        foreach (var (figure, cards) in new[] { ("N1", 2), ("N2", 2), ("N3", 2), ("N4", 2), ("N5", 2), ("N6", 2), ("N8", 0), ("N7", 0) })
        {
            await me.Open($"/figures/{figure}");
            var found = me.Page.QuerySelectorAll("section.card:has(a[href*='/pivot?'])").ToList();
            Assert.True(found.Count == cards, $"{figure}: {found.Count}");
            foreach (var link in found.SelectMany(c => c.QuerySelectorAll("td a")).ToList())
            {
                var share = Numbers(link.Closest("tr")!.QuerySelector("td.n small, td.n")!);
                await me.Open(link.GetAttribute("href")!);
                if (figure is not ("N5" or "N6"))
                    Assert.Contains($"共 {share[^1]} 家", me.Text);
            }
        }
    }

    // Enough of some kinds to be shown, few of others; a third has no section.
    private static async Task<Stand> Populated(Database database)
    {
        var stand = await Stand.On(database);
        await stand.PlantTree();
        var (union, life) = await stand.Found(Places.Pingshan, "平山联合工会", UnionForm.Joint);
        for (var i = 0; i < 90; i++)
        {
            var n = i;
            await stand.RegisterEnterprise(
                i % 5 == 0 ? Places.Nanyuan : i % 2 == 0 ? Places.Pingshan : Places.Fuguang, $"企业{i}", i % 7 == 0 ? null : i % 11 == 0 ? 150 : 30 - (i % 3 * 12),
                i % 4, stand.Clock.Today.AddYears(-2 - (i % 4)), more: (_, ledger, file) =>
                {
                    file.Enterprise.Section = n % 3 == 0 ? "" : "CFI"[n % 13 % 3].ToString();
                    if (n % 2 == 0)
                        ledger.Join(file, union, [life], stand.Clock.Today.AddYears(-1), stand.Clock.Today.AddYears(-1));
                });
        }
        return stand;
    }

    private static List<int> Numbers(IElement element) =>
        [.. Digits().Matches(Percents().Replace(element.TextContent, "")).Select(m => int.Parse(m.Value, System.Globalization.CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"\s")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    [GeneratedRegex(@"[\d.]+%")]
    private static partial Regex Percents();
}
