namespace Gonglian.Foundation.Bulletins;

/// <summary>大批事实入账: so many files were told of at once that the figures of past days may be others than before.</summary>
/// <param name="Files">New and changed files.</param>
public sealed record ManyFactsTold(int Files);
