using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace Gonglian.Slices.Tests.Snapshots;

/// <summary>Compares the words of a page with a file that lies beside the test and was written by hand or looked through.</summary>
internal static partial class Golden
{
    /// <summary>Whether an element says what the file says; with <c>GONGLIAN_WRITE</c> the file takes what it says, to be looked through.</summary>
    public static void Says(IElement element, string file, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, file);
        if (Environment.GetEnvironmentVariable("GONGLIAN_WRITE") is not null)
            File.WriteAllText(path, Words(element) + "\n");
        Assert.Equal(File.ReadAllText(path).Trim(), Words(element));
    }

    /// <summary>The words of an element, a block a line: hashes and ids by their kind.</summary>
    public static string Words(IElement element) => string.Join('\n', element
        .QuerySelectorAll("h2, h3, p, dt, dd, caption, th, td, li")
        .Where(e => e.QuerySelector("p, li, td") is null)
        .Select(e => Changing().Replace(Blank().Replace(e.TextContent, " ").Trim(), m => m.Value.Contains('-') ? "<id>" : "<hash>"))
        .Where(line => line.Length > 0));

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();

    [GeneratedRegex("[0-9a-f]{64}|([0-9a-f]{8} ){7}[0-9a-f]{8}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Changing();
}
