namespace Gonglian.Foundation.Bulletins;

/// <summary>工会事实有变: something was told of a union, its life, term, chair, activity or filings; whom it covers may count otherwise.</summary>
/// <param name="UnionKey">The union's key.</param>
public sealed record UnionChanged(long UnionKey);
