namespace Gonglian.Foundation.Bulletins;

/// <summary>离任: somebody leaves a post; what they may do because of it ends with it.</summary>
/// <param name="PostKey">The post's key.</param>
/// <param name="From">First day no longer in the post, in China.</param>
public sealed record PostEnded(long PostKey, DateOnly From);
