namespace Gonglian.Foundation.Bulletins;

/// <summary>隶属调整: a unit of the tree and everything below it has another path. Rows with a <c>Path</c> have followed already.</summary>
/// <param name="From">The path it had.</param>
/// <param name="To">The path it has.</param>
public sealed record UnitMoved(string From, string To);
