using System.Reflection;
using Gonglian.Host;

namespace Gonglian.House.Tests;

/// <summary>The source tree and the program built from it.</summary>
internal static class Tree
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The assemblies of the house.</summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } =
        [.. Gonglian.Host.House.Modules.Select(m => m.GetType().Assembly)
            .Append(typeof(Foundation.Texts).Assembly).Append(typeof(HouseOptions).Assembly).Distinct()];

    /// <summary>Files under a folder as paths from the root, built and restored things left out.</summary>
    public static IEnumerable<string> Files(string folder, params string[] endings) => Directory
        .EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
        .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
        .Where(f => endings.Any(e => f.EndsWith(e, StringComparison.Ordinal)))
        .Where(f => !f.Split('/').Any(part => part is "bin" or "obj" or "node_modules" or "npm" or "artifacts"))
        .Order(StringComparer.Ordinal);

    /// <summary>A file's text.</summary>
    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    /// <summary>A list for a failing test: one line each.</summary>
    public static void Nothing(string what, IEnumerable<string> found)
    {
        var list = found.ToList();
        Assert.True(list.Count == 0, $"{what}:\n  {string.Join("\n  ", list)}");
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Gonglian.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Not inside the source tree");
        return folder;
    }
}
