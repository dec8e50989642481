using System.Text.Json;
using System.Xml.Linq;

namespace Gonglian.House.Tests;

/// <summary>许可 — every package that the lock files name stands in <c>docs/licences.md</c> with its licence.</summary>
public sealed class Licences_are_known
{
    private const string Page = "docs/licences.md";

    private static readonly HashSet<string> Fine =
        ["Apache-2.0", "MIT", "PostgreSQL", "0BSD", "BSD-3-Clause", "MPL-2.0", "MS-PL OR Apache-2.0", "blessing"];

    [Fact]
    public void The_page_lists_exactly_what_is_locked()
    {
        var rows = Tree.Read(Page).Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Skip(2)
            .Select(l => l.Split('|', StringSplitOptions.TrimEntries)).Select(c => (Name: c[1], Version: c[2], Licence: c[3]))
            .ToList();
        var locked = Locked().ToList();
        Tree.Nothing("Packages without a row (a row to begin with)", locked
            .Where(p => !rows.Any(r => (r.Name, r.Version) == p)).Select(p => $"| {p.Name} | {p.Version} | {Declared(p)} |"));
        Tree.Nothing("Rows without a package", rows.Where(r => !locked.Contains((r.Name, r.Version)))
            .Select(r => $"{r.Name} {r.Version}"));
        Tree.Nothing("Licences that nobody has looked at", rows.Where(r => !Fine.Contains(r.Licence))
            .Select(r => $"{r.Name}: {r.Licence}"));
    }

    private static IEnumerable<(string Name, string Version)> Locked()
    {
        var nuget = Tree.Files("", "packages.lock.json")
            .SelectMany(f => JsonDocument.Parse(Tree.Read(f)).RootElement.GetProperty("dependencies").EnumerateObject())
            .SelectMany(framework => framework.Value.EnumerateObject())
            .Where(p => p.Value.GetProperty("type").GetString() != "Project")
            .Select(p => (p.Name, p.Value.GetProperty("resolved").GetString()!));
        var npm = JsonDocument.Parse(Tree.Read("package-lock.json")).RootElement.GetProperty("packages").EnumerateObject()
            .Where(p => p.Name.Length > 0)
            .Select(p => (p.Name["node_modules/".Length..], p.Value.GetProperty("version").GetString()!));
        return nuget.Concat(npm).Distinct();
    }

    // What the package itself says, where it lies in this machine's package folder.
    private static string Declared((string Name, string Version) package)
    {
        var home = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var name = package.Name.ToLowerInvariant();
        var file = Path.Combine(home, name, package.Version.ToLowerInvariant(), $"{name}.nuspec");
        if (!File.Exists(file))
            return "?";
        var says = XDocument.Load(file).Descendants().ToLookup(e => e.Name.LocalName, e => e.Value);
        return says["license"].Concat(says["licenseUrl"]).FirstOrDefault("?");
    }
}
