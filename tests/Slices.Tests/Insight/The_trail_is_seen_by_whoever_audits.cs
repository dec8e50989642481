using System.Net;
using Gonglian.Foundation;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Jobs;
using Gonglian.Host.Commands;
using Gonglian.Slices.Tests.Fixture;

namespace Gonglian.Slices.Tests.Insight;

/// <summary>审计链 on its page and on the command line: the roots to keep, the last check, and what it found.</summary>
public sealed class The_trail_is_seen_by_whoever_audits
{
    [Theory]
    [OnEveryDatabase]
    public async Task The_day_makes_a_root_and_a_check_and_both_stand_on_the_page(Database database)
    {
        await using var stand = await Days(database);
        var auditor = stand.As(Places.District, "records.see");
        await auditor.Open("/changes/trail");
        Assert.Contains("审计链完好", auditor.Text, StringComparison.Ordinal);
        await auditor.Open($"/changes/trail?day={stand.Clock.Today:yyyy-MM-dd}");
        var text = auditor.Page.QuerySelector("#root pre")!.TextContent;
        var hash = auditor.Page.QuerySelector("#root code")!.TextContent.Replace(" ", "", StringComparison.Ordinal);
        Assert.Equal(TrailRoot.HashOf(text), hash);
        await auditor.Open($"/changes/trail.txt?day={stand.Clock.Today:yyyy-MM-dd}");
        Assert.Equal(text, auditor.Body);
        await stand.As(Places.District, "insight.see").Open("/changes/trail");
        await auditor.Open("/changes/trail.txt?day=yesterday");
        Assert.Equal(HttpStatusCode.NotFound, auditor.Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_was_done_past_the_program_is_said_after_a_check(Database database)
    {
        await using var stand = await Days(database);
        await stand.Sql("""
            INSERT INTO "change" ("Key", "At", "By", "Subject", "SubjectKey", "Path", "Action", "Row")
            SELECT 7000000, "At", '区干事', "Subject", "SubjectKey", "Path", 'edit', "Row" FROM "change" ORDER BY "Key" LIMIT 1
            """);
        var auditor = stand.As(Places.District, "records.see");
        await auditor.Open("/changes/trail");
        await auditor.Post("#checked form");
        await stand.Get<JobRunner>().Drain(default);
        await auditor.Open("/changes/trail");
        Assert.Contains("第 7000000 号变更记录不在审计链里", auditor.Text, StringComparison.Ordinal);
        Assert.Contains(stand.Faults.All, s => s.Contains("The trail does not hold", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_command_line_verifies_prints_a_root_and_checks_against_paper()
    {
        await using var stand = await Days(Database.Sqlite);
        var (root, said) = await Run("audit", "root", "--data", stand.Folder);
        Assert.Equal((Entry.Done, TrailRoot.HashOf(root)), (said.Code, said.Error.Split(' ')[^1].Trim()));
        var paper = Path.Combine(stand.Folder, "paper.txt");
        await File.WriteAllTextAsync(paper, root);
        Assert.Equal(Entry.Done, (await Run("audit", "verify", "--data", stand.Folder, "--root", paper)).Said.Code);
        await File.WriteAllTextAsync(paper, root.Replace("lane 0 ", "lane 0 9", StringComparison.Ordinal));
        var (output, broken) = await Run("audit", "verify", "--data", stand.Folder, "--root", paper);
        Assert.Equal(3, broken.Code);
        Assert.Contains("日根里有,库里没有", output, StringComparison.Ordinal);
    }

    private static async Task<(string Output, (int Code, string Error) Said)> Run(params string[] args)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await using var error = new StringWriter { NewLine = "\n" };
        var code = await Entry.Run(args, new Terminal(output, error, Texts.Chinese));
        return (output.ToString(), (code, error.ToString()));
    }

    private static async Task<Stand> Days(Database database)
    {
        var stand = await Stand.On(database);
        await stand.PlantTree();
        await stand.RegisterEnterprise(Places.Pingshan, "甲公司");
        stand.Clock.Advance(1);
        await stand.DayRoll.Today();
        await stand.Get<JobRunner>().Drain(default);
        return stand;
    }
}
