namespace Gonglian.Foundation.Callers;

/// <summary>A part of the tree as a half-open range of paths: a node and everything below it.</summary>
/// <param name="From">The node's path, ending in <c>/</c>; inclusive.</param>
/// <param name="To">The first path after the node's subtree; exclusive.</param>
/// <remarks>
/// Paths compare by their bytes. <c>/</c> is followed by <c>0</c>, so the subtree of <c>4403/05/</c> is everything from
/// <c>4403/05/</c> up to, not including, <c>4403/050</c>. A range can use an index; a prefix test cannot on every database.
/// </remarks>
public readonly record struct PathRange(string From, string To)
{
    /// <summary>The whole tree.</summary>
    public static PathRange All { get; } = new("", "\uffff");

    /// <summary>No path at all.</summary>
    public static PathRange None { get; } = new("", "");

    /// <summary>The subtree of a node.</summary>
    /// <param name="path">The node's path, ending in <c>/</c>; the empty path is the whole tree.</param>
    public static PathRange Of(string path) => path.Length == 0 ? All : new(path, path[..^1] + '0');

    /// <summary>Whether the path lies in the range.</summary>
    public bool Covers(string path) =>
        string.CompareOrdinal(path, From) >= 0 && string.CompareOrdinal(path, To) < 0;
}
