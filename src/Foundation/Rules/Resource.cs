namespace Gonglian.Foundation.Rules;

/// <summary>The tables of <c>Rules/Data</c>, carried inside the assembly.</summary>
internal static class Resource
{
    /// <summary>The lines of a table, without their line ends.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        using var stream = typeof(Resource).Assembly.GetManifestResourceStream("Rules.Data." + name)!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
