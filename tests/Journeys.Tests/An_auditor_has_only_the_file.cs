using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Gonglian.Journeys.Tests;

/// <summary>The auditor takes a signed snapshot away, checks it where there is no store, and sees that a changed byte is refused.</summary>
public sealed class An_auditor_has_only_the_file(RunningHouse house)
{
    [Theory]
    [InlineData(1440, false, true)]
    [InlineData(390, true, true)]
    [InlineData(1440, false, false)]
    public async Task The_figures_of_the_page_are_recounted_from_the_file_alone(int width, bool dark, bool script)
    {
        var page = await house.As("审计", width, dark, script);
        var faults = new List<string>();
        await page.GotoAsync("/snapshots");
        await Looking.Picture(page, $"snapshots-{width}-{script}");
        await page.Locator(".chain li:nth-child(2) a").First.ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("的更正 1");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("签名有效");
        var shown = Regex.Replace(await page.Locator("main .table tbody tr").First.Locator("td[data-label='更正 1']").InnerTextAsync(), @"\s+", " ");
        await Look($"snapshot-{width}-{script}");
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator("a[download]").First.ClickAsync());
        var folder = Directory.CreateTempSubdirectory("gonglian-auditor-").FullName;
        var package = Path.Combine(folder, download.SuggestedFilename);
        await download.SaveAsAsync(package);
        await page.GetByRole(AriaRole.Link, new() { Name = "证据单" }).First.ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("指标证据单");
        await Look($"evidence-{width}-{script}");
        var printed = await page.Locator("#sheet ol.how code").InnerTextAsync();
        var key = printed.Split(' ')[^1].Trim();
        Assert.Contains(download.SuggestedFilename, printed, StringComparison.Ordinal);

        var (code, output, error) = await Check(folder, package, key);
        Assert.True(code == 0, error);
        var n1 = output.Split('\n')[1].Split(',');
        Assert.Equal(("N1", "2"), (n1[0], Regex.Match(download.SuggestedFilename, @"-(\d+)\.zip$").Groups[1].Value));
        Assert.Contains($"{n1[4]}/{n1[5]}", shown, StringComparison.Ordinal);

        var bytes = await File.ReadAllBytesAsync(package);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(package, bytes);
        (code, output, error) = await Check(folder, package, key);
        Assert.Equal((2, ""), (code, output));
        Assert.Single(error.Trim().Split('\n'));
        Assert.Contains("rows.csv", error, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
        await page.Context.CloseAsync();
        Assert.True(faults.Count == 0, string.Join('\n', faults));

        async Task Look(string name)
        {
            if (script)
                faults.AddRange((await Looking.Faults(page)).Select(f => $"{name}: {f}"));
            await Looking.Picture(page, name);
        }
    }

    [Theory]
    [InlineData(1440, true)]
    [InlineData(390, false)]
    public async Task A_leader_freezes_with_one_form(int width, bool dark)
    {
        var page = await house.As("站长", width, dark);
        await page.GotoAsync("/snapshots");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("(冻结|更正)上月") }).First.ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("冻结一个月末");
        var faults = await Looking.Faults(page);
        await page.Locator("#reason").FillAsync("核对以后再冻结一次");
        // Who comes second restates what has not changed, and is told so before signing and after.
        var nothing = await page.Locator("#restating", new() { HasText = "没有要更正的" }).CountAsync() > 0;
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("(冻结|更正)并签名") }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(nothing ? "都与上一次冻结的相同" : "签名有效");
        await Looking.Picture(page, $"frozen-{width}");
        await page.Context.CloseAsync();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    // In a folder where there is no store.
    private static async Task<(int Code, string Output, string Error)> Check(string folder, string package, string key)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var argument in new[]
                 {
                     Path.Combine(RunningHouse.Root, "src", "Host", "bin", "Debug", "net10.0", "Gonglian.Host.dll"),
                     "check", "indicators", "--file", package, "--key", key,
                 })
            start.ArgumentList.Add(argument);
        start.Environment["LANG"] = "zh_CN.UTF-8";
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
