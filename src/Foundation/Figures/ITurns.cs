using Gonglian.Foundation.Data;

namespace Gonglian.Foundation.Figures;

/// <summary>A row by which figures are divided, such as a node of the tree: its change is a turn of its place.</summary>
/// <remarks>So whoever keeps such rows in memory sees by <see cref="Tallies.Version"/> that they are old.</remarks>
public interface ITurns : IScoped;
