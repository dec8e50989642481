using CsvHelper;

namespace Gonglian.Rules.Tests;

/// <summary>Rows of the tables in <c>Data</c>: expected values that were worked out outside of this program.</summary>
internal static class Vectors
{
    /// <summary>The rows of a table whose first column holds the given word.</summary>
    public static IEnumerable<string[]> Of(string file, Func<string[], bool>? where = null)
    {
        using var csv = CsvReader.FromFile(Path.Combine(AppContext.BaseDirectory, "Data", file));
        while (csv.Read())
        {
            var row = Enumerable.Range(0, csv.FieldCount).Select(csv.GetString).ToArray();
            if (where is null || where(row))
                yield return row;
        }
    }
}
