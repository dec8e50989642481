using System.Globalization;
using Gonglian.Bench;

// Measures the published program beside the bare database, in one run. See docs/performance.md for the command.
//   bench [--program FILE] [--scale N] [--data DIR] [--work DIR] [--slowsync LIB] [--connection STRING] [part …]
// --data takes a store that stands (posts write into it); without it a district of --scale enterprises is made.
// Parts: start, list, search, post (or post-16 alone), import, or an address such as /enterprises?sort=name; all of them when none is named.
var options = Options.Read(args);
if (!options.Parts.Any(p => p.StartsWith("bare-", StringComparison.Ordinal)))
    Console.WriteLine($"{Environment.ProcessorCount} cores, {options.Scale} enterprises");
var run = new Run(options);
var addresses = options.Parts.Where(p => p[0] == '/').ToList();
if (addresses.Count > 0)
    await run.Those(addresses);
foreach (var part in options.Parts.Count > 0 ? options.Parts.Except(addresses) : ["start", "list", "search", "post", "import"])
    await (part switch
    {
        "start" => run.Start(),
        "list" => run.Lists(),
        "search" => run.Searches(),
        "post" => run.Posts(),
        ['p', 'o', 's', 't', '-', .. var clients] => run.Posts(int.Parse(clients, CultureInfo.InvariantCulture)),
        "import" => run.Import(),
        ['b', 'a', 'r', 'e', '-', .. var clients] => run.Bare(int.Parse(clients, CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"No such part: {part}"),
    });

/// <summary>What the command line says.</summary>
internal sealed record Options(
    string Program, int Scale, string? Data, string Work, string? SlowSync, string? Connection, double Seconds, IReadOnlyList<string> Parts)
{
    public static Options Read(string[] args)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        var parts = new List<string>();
        for (var i = 0; i < args.Length; i++)
            if (args[i].StartsWith("--", StringComparison.Ordinal))
                named[args[i][2..]] = args[++i];
            else
                parts.Add(args[i]);
        return new Options(
            Path.GetFullPath(named.GetValueOrDefault("program", "artifacts/gonglian/Gonglian.Host")),
            int.Parse(named.GetValueOrDefault("scale", "100000"), CultureInfo.InvariantCulture),
            named.TryGetValue("data", out var data) ? Path.GetFullPath(data) : null,
            Path.GetFullPath(named.GetValueOrDefault("work", "artifacts/bench-data")),
            named.GetValueOrDefault("slowsync"), named.GetValueOrDefault("connection"),
            double.Parse(named.GetValueOrDefault("seconds", "8"), CultureInfo.InvariantCulture), parts);
    }
}
