using System.Net;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Figures;
using Gonglian.Insight.Live;
using Gonglian.Organisations;
using Gonglian.Slices.Tests.Access;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Insight;

/// <summary>活看板 — a change of what somebody looks at is told at once, and nothing else is.</summary>
public sealed class A_board_renews_itself
{
    private const string Pingshan = "440305008011";

    [Theory]
    [OnEveryDatabase]
    public async Task An_edit_is_told_and_what_lies_elsewhere_is_not(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var browser = stand.As(Places.Pingshan);
        using var line = await Line.Open(browser, await Seen(browser, $"/overview/{Pingshan}"));
        await stand.RegisterEnterprise(Places.Nanyuan, "别处公司", 10);
        await stand.RegisterEnterprise(Places.Park, "甲公司", 10);
        var told = await line.Next();
        Assert.Equal(told, await Seen(browser, $"/overview/{Pingshan}"));
        Assert.Contains("1 家", browser.Text, StringComparison.Ordinal);
        await stand.RegisterEnterprise(Places.Nanyuan, "别处二公司", 10);
        await stand.RegisterEnterprise(Places.Pingshan, "乙公司", 10);
        Assert.NotEqual(told, await line.Next());
        Assert.Equal(2, line.Heard);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Whoever_comes_late_or_back_is_told_what_happened_meanwhile(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var browser = stand.As(Places.District);
        var seen = await Seen(browser, "/board");
        await stand.RegisterEnterprise(Places.Pingshan, "甲公司", 10);
        string told;
        using (var late = await Line.Open(browser, seen, Pingshan))
            told = await late.Next();
        await stand.RegisterEnterprise(Places.Pingshan, "乙公司", 10);
        using var back = await Line.Open(browser, seen, Pingshan, heard: told);
        Assert.NotEqual(told, await back.Next());
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_new_day_and_a_new_name_are_told_too(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var browser = stand.As(Places.District);
        using var line = await Line.Open(browser, await Seen(browser, $"/board/{Pingshan}"), Pingshan);
        stand.Clock.Advance(1);
        var told = await line.Next();
        Assert.StartsWith(stand.Clock.Today.ToString("yyyyMMdd", null), told);
        await stand.Do(async db => (await db.Units.SingleAsync(u => u.Path == Places.Pingshan)).Name = "新名社区");
        Assert.NotEqual(told, await line.Next());
        await browser.Open($"/board/{Pingshan}");
        Assert.Contains("新名社区", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_through_another_node_is_told()
    {
        Assert.SkipUnless(Databases.All.Contains(Database.Postgres), "Needs PostgreSQL");
        await using var stand = await Stand.On(Database.Postgres);
        await stand.PlantTree();
        await using var other = await stand.Beside();
        var browser = stand.As(Places.District);
        using var line = await Line.Open(browser, await Seen(browser, $"/board/{Pingshan}"), Pingshan);
        await other.RegisterEnterprise(Places.Pingshan, "甲公司", 10);
        Assert.Equal(await line.Next(), await Seen(browser, $"/board/{Pingshan}"));
        Assert.Contains("在册 1 家", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Nobody_listens_to_a_place_outside_the_scope(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var denied = stand.As(new Caller(Guid.CreateVersion7(), "甲",
            [new(Places.District, new HashSet<string> { "insight.see" }, false), new(Places.Pingshan, null, true)]));
        foreach (var (browser, place) in new[] { (stand.As(Places.Pingshan), "440305002001"), (denied, Pingshan) })
        {
            await browser.Open($"/board/live?place={place}");
            Assert.Equal(HttpStatusCode.NotFound, browser.Status);
            await browser.Open($"/board/{place}");
            Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        }
        // A denied place turns without a word to those who do not see it.
        using var line = await Line.Open(denied, await Seen(denied, "/board/440305000000"), "440305000000");
        await stand.RegisterEnterprise(Places.Pingshan, "甲公司", 10);
        await stand.RegisterEnterprise(Places.Nanyuan, "乙公司", 10);
        await line.Next();
        await denied.Open("/board/440305000000");
        Assert.Contains("在册 1 家", denied.Text, StringComparison.Ordinal);
        await line.Ended(stand, "丙公司");
        Assert.Equal(2, line.Heard);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task It_ends_with_the_session_and_nobody_reads_on_when_nobody_listens(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await stand.Account("wo", "community-officer", Places.Pingshan);
        var me = await stand.SignedIn("wo");
        using (var line = await Line.Open(me, await Seen(me, "/board"), Pingshan))
        {
            Assert.True(stand.Get<Turning>().IsWatching);
            await me.Open("/account");
            await me.Post("form[action='/sign-out']");
            Assert.Null(await line.Raw());
        }
        while (stand.Get<Turning>().IsWatching)
            await Task.Delay(20);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task One_account_has_a_bounded_number_of_lines(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var browser = stand.As(Places.Pingshan);
        var lines = new List<Line>();
        for (var i = 0; i < LiveSeats.Most; i++)
            lines.Add(await Line.Open(browser, "x"));
        await browser.Open("/board/live");
        Assert.Equal(HttpStatusCode.TooManyRequests, browser.Status);
        lines.ForEach(l => l.Dispose());
        do
            await browser.Open("/board/live");
        while (browser.Status != HttpStatusCode.OK);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_screen_says_what_a_visitor_may_read(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        for (var i = 0; i < 9; i++)
            await stand.RegisterEnterprise(Places.Pingshan, $"企业{i}", 30);
        var browser = stand.As(Places.Taoyuan);
        await browser.Open("/board");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains("0/9", browser.Page.QuerySelector(".screen-parts")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("0.0%", browser.Page.QuerySelector(".screen-parts")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("差 9 家", browser.Text, StringComparison.Ordinal);
        Assert.Contains("在册 9 家", browser.Text, StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector("nav.rooms, .side"));
        Assert.Contains("url=/board/440305008000?indicator=N2",
            browser.Page.QuerySelector("head")!.InnerHtml, StringComparison.Ordinal);
    }

    private static async Task<string> Seen(Browser browser, string address)
    {
        await browser.Open(address);
        return browser.Page.QuerySelector("#live-now")!.GetAttribute("data-seen")!;
    }

    /// <summary>A line that is listened to.</summary>
    private sealed class Line(HttpResponseMessage answer, StreamReader reader) : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

        public int Heard { get; private set; }

        public static async Task<Line> Open(Browser browser, string seen, string place = Pingshan, string? heard = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/board/live?place={place}&seen={seen}");
            if (heard is not null)
                request.Headers.Add("Last-Event-ID", heard);
            var answer = await browser.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var line = new Line(answer, new StreamReader(await answer.Content.ReadAsStreamAsync()));
            Assert.StartsWith("retry:", await line.Raw());
            return line;
        }

        /// <summary>The state that is told next.</summary>
        public async Task<string> Next()
        {
            while (await Raw() is { } text)
                if (text.StartsWith("data: ", StringComparison.Ordinal))
                {
                    Heard++;
                    return text["data: ".Length..];
                }
            throw new InvalidOperationException("The line has ended");
        }

        /// <summary>One more turn, so that whatever was told before it has been heard.</summary>
        public async Task Ended(Stand stand, string name)
        {
            await stand.RegisterEnterprise(Places.Nanyuan, name, 10);
            await Next();
        }

        /// <summary>The next words; nothing when the line has ended.</summary>
        public async Task<string?> Raw()
        {
            string? text;
            do
                text = await reader.ReadLineAsync().WaitAsync(Patience);
            while (text?.Length == 0);
            return text;
        }

        public void Dispose()
        {
            reader.Dispose();
            answer.Dispose();
        }
    }
}
