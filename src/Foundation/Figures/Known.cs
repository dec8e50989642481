namespace Gonglian.Foundation.Figures;

/// <summary>The second time axis: what was known when.</summary>
public static class Known
{
    /// <summary>Whether a row belonged to what was known at an instant.</summary>
    /// <param name="recordedAt">Since when it is known, UTC.</param>
    /// <param name="supersededAt">Since when something better is known; none while it holds.</param>
    /// <param name="known">The instant, inclusive; nothing for now.</param>
    public static bool At(DateTime recordedAt, DateTime? supersededAt, DateTime? known) => known is { } instant
        ? recordedAt <= instant && (supersededAt is null || supersededAt > instant)
        : supersededAt is null;
}
