namespace Gonglian.Foundation.Ui;

/// <summary>Where a matter stands at a station of its way.</summary>
public enum StationState
{
    /// <summary>Still ahead.</summary>
    Ahead,

    /// <summary>Being done.</summary>
    Now,

    /// <summary>Behind.</summary>
    Done,
}

/// <summary>步骤: a station of a way.</summary>
/// <param name="Title">Its name, in the reader's language.</param>
/// <param name="State">Where the matter stands.</param>
/// <param name="Note">A day or a count in small type.</param>
/// <param name="Href">Its page, where one may go back to it.</param>
public sealed record Station(
    string Title, StationState State = StationState.Ahead, string? Note = null, string? Href = null)
{
    /// <summary>A way by its titles: those before the station at <paramref name="now"/> are done.</summary>
    /// <param name="now">Index of the station being done; past the end when all are done.</param>
    /// <param name="titles">The stations in order.</param>
    public static IReadOnlyList<Station> Way(int now, params IReadOnlyList<string> titles) =>
        [.. titles.Select((title, i) => new Station(title, StateAt(i, now)))];

    private static StationState StateAt(int index, int now) =>
        index < now ? StationState.Done : index == now ? StationState.Now : StationState.Ahead;
}
