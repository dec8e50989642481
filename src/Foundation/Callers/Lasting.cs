namespace Gonglian.Foundation.Callers;

/// <summary>Who asks, for an answer that lasts: asked again while it is given.</summary>
/// <param name="Still">The caller as of now; nothing when the session has ended.</param>
public sealed record Lasting(Func<ValueTask<Caller?>> Still);
