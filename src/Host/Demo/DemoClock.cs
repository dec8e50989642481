namespace Gonglian.Host.Demo;

/// <summary>A clock that stands at the moment of a step, so that the demonstration's records are as old as they say.</summary>
public sealed class DemoClock(DateTime start) : TimeProvider
{
    private DateTime now = start;

    /// <summary>Puts the clock forward.</summary>
    public void Set(DateTime utc) => now = utc;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(now, TimeSpan.Zero);
}
