using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

[assembly: AssemblyFixture(typeof(Gonglian.Journeys.Tests.RunningHouse))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Gonglian.Journeys.Tests;

/// <summary>The real program with a demonstration, as a process of its own, and a browser to look at it.</summary>
public sealed partial class RunningHouse : IAsyncLifetime
{
    private readonly string data = Directory.CreateTempSubdirectory("gonglian-journeys-").FullName;
    private readonly StringBuilder said = new();
    private Process? server;
    private IPlaywright? playwright;

    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Where screenshots go.</summary>
    public static string Pictures { get; } = Directory.CreateDirectory(Path.Combine(Root, "artifacts", "pages")).FullName;

    /// <summary>Where the program listens.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The browser.</summary>
    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        using (var demo = Start("demo", "--data", data))
        {
            await demo.WaitForExitAsync();
            if (demo.ExitCode != 0)
                throw new InvalidOperationException($"The demonstration was not made:\n{said}");
        }
        server = Start("serve", "--data", data, "--urls", "http://127.0.0.1:0");
        while (Listening().Match(Said()) is not { Success: true })
        {
            if (server.HasExited)
                throw new InvalidOperationException($"The program ended:\n{said}");
            await Task.Delay(50);
        }
        Address = Listening().Match(Said()).Value;
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("GONGLIAN_CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--lang=zh-CN"],
        });
    }

    /// <summary>A browser window of somebody: desktop or phone, light or dark, with script or without.</summary>
    public async Task<IPage> Open(int width = 1440, bool dark = false, bool script = true)
    {
        var window = await Browser.NewContextAsync(new()
        {
            BaseURL = Address,
            ViewportSize = new() { Width = width, Height = width < 600 ? 844 : 900 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = script,
            Locale = "zh-CN",
            AcceptDownloads = true,
            BypassCSP = true, // axe-core is put into the page from outside
        });
        window.SetDefaultTimeout(20_000);
        Assertions.SetDefaultExpectTimeout(20_000);
        return await window.NewPageAsync();
    }

    /// <summary>A window of somebody who has signed in with a demonstration account.</summary>
    /// <param name="role">The role's name as it stands on the sign-in page, e.g. 社区专干.</param>
    /// <param name="width">Of the window.</param>
    /// <param name="dark">Dark colours.</param>
    /// <param name="script">Whether script runs.</param>
    public async Task<IPage> As(string role, int width = 1440, bool dark = false, bool script = true)
    {
        var page = await Open(width, dark, script);
        await page.GotoAsync("/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = $"以“{role}”进入" }).First.ClickAsync();
        await Assertions.Expect(page).Not.ToHaveURLAsync(new Regex("/sign-in"));
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
            await Browser.DisposeAsync();
        playwright?.Dispose();
        if (server is { HasExited: false })
            server.Kill(entireProcessTree: true);
        server?.Dispose();
        Directory.Delete(data, recursive: true);
    }

    private Process Start(params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = data,
        };
        start.ArgumentList.Add(Path.Combine(Root, "src", "Host", "bin", "Debug", "net10.0", "Gonglian.Host.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["LANG"] = "zh_CN.UTF-8";
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Hear(string? line)
    {
        lock (said)
            said.AppendLine(line);
    }

    private string Said()
    {
        lock (said)
            return said.ToString();
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Gonglian.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Not inside the source tree");
        return folder;
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Listening();
}
