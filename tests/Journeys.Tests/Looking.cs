using System.Text.Json;

namespace Gonglian.Journeys.Tests;

/// <summary>Looks at a page: pictures for people, axe-core and a few measures for the test.</summary>
internal static class Looking
{
    private const string Axe = """
        async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }))
            .violations.map(v => `${v.id} (${v.impact}): ${v.help}: ${v.nodes.slice(0, 3).map(n => n.target).join(' | ')}`)
        """;

    private const string Wider = """
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth
            ? [`wider than the window: ${document.documentElement.scrollWidth} > ${document.documentElement.clientWidth}`] : []
        """;

    /// <summary>What is wrong with the page as it stands: accessibility, width, errors of script.</summary>
    public static async Task<IReadOnlyList<string>> Faults(IPage page)
    {
        await page.AddScriptTagAsync(new()
        {
            Path = Path.Combine(RunningHouse.Root, "node_modules", "axe-core", "axe.min.js"),
        });
        var found = await page.EvaluateAsync<JsonElement>(Axe);
        var wide = await page.EvaluateAsync<JsonElement>(Wider);
        return [.. found.EnumerateArray().Concat(wide.EnumerateArray()).Select(f => f.GetString()!)];
    }

    /// <summary>Keeps a picture of the whole page.</summary>
    public static Task Picture(IPage page, string name) => page.ScreenshotAsync(new()
    {
        Path = Path.Combine(RunningHouse.Pictures, $"{name}.png"),
        FullPage = true,
    });
}
