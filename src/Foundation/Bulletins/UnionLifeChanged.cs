namespace Gonglian.Foundation.Bulletins;

/// <summary>工会存续有变: a union was dissolved, or the first day of its life was corrected; whom it covers counts otherwise.</summary>
/// <param name="UnionKey">The union's key.</param>
public sealed record UnionLifeChanged(long UnionKey);
