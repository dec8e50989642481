using System.Globalization;

namespace Gonglian.Bench;

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
