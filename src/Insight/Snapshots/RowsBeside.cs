using System.Text;

namespace Gonglian.Insight.Snapshots;

/// <summary>The rows of two packages beside each other: how many lines differ, and how many of them in a measure.</summary>
/// <param name="before">The definition of the earlier rows.</param>
/// <param name="after">That of the later ones.</param>
internal sealed class RowsBeside(PackageDefinition before, PackageDefinition after)
{
    private readonly List<(Dictionary<string, string> Was, Dictionary<string, string> Is)> differing = [];

    /// <summary>How many lines differ, stand in the later rows only, or in the earlier only.</summary>
    public long Differing => differing.Count;

    /// <summary>How many of them add something else to any of some measures.</summary>
    public long DifferingIn(params IEnumerable<string?> measures) => differing.LongCount(d => measures.OfType<string>()
        .Any(m => d.Was.GetValueOrDefault(m, "") != d.Is.GetValueOrDefault(m, "")));

    /// <summary>Reads both; a unit or union is known by its kind and id, wherever its line stands.</summary>
    public void Compare(Stream earlier, Stream later)
    {
        var known = Lines(earlier).ToDictionary(Key, StringComparer.Ordinal);
        foreach (var line in Lines(later))
        {
            known.Remove(Key(line), out var was);
            if (was != line)
                differing.Add((Measures(was, before), Measures(line, after)));
        }
        differing.AddRange(known.Values.Select(was => (Measures(was, before), Measures(null, after))));
    }

    // A line ends where no quote is open; the header is none.
    private static IEnumerable<string> Lines(Stream rows)
    {
        using var reader = new StreamReader(rows, Encoding.UTF8, false, 64 << 10, leaveOpen: true);
        var (line, isHeader) = ("", true);
        while (reader.ReadLine() is { } read)
        {
            line = line.Length == 0 ? read : $"{line}\n{read}";
            if (line.Count(c => c == '"') % 2 != 0)
                continue;
            if (!isHeader)
                yield return line;
            (line, isHeader) = ("", false);
        }
    }

    private static string Key(string line) => line[..line.IndexOf(',', line.IndexOf(',', StringComparison.Ordinal) + 1)];

    // They stand last and hold digits only.
    private static Dictionary<string, string> Measures(string? line, PackageDefinition definition) => line is null ? []
        : definition.Measures.Zip(line.Split(',')[^definition.Measures.Count..])
            .ToDictionary(m => m.First.Name, m => m.Second, StringComparer.Ordinal);
}
