namespace Gonglian.Enterprises.Rules;

/// <summary>规模段: bands by headcount, cut where duties begin.</summary>
public static class SizeBands
{
    private static readonly int[] Edges = [1, 10, 25, 100, 200, 1000];

    /// <summary>The bands in order: 0 is 人数不详, then 0人, 1–9, 10–24, 25–99, 100–199, 200–999, 1000 and more.</summary>
    public static IReadOnlyList<string> Titles { get; } =
        ["人数不详", "0 人", "1–9 人", "10–24 人", "25–99 人", "100–199 人", "200–999 人", "1000 人以上"];

    /// <summary>The band of a headcount.</summary>
    /// <param name="headcount">Employees; nothing while unknown.</param>
    public static int Of(int? headcount) => headcount is { } people ? 1 + Edges.Count(edge => people >= edge) : 0;
}
