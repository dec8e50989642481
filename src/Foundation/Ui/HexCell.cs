namespace Gonglian.Foundation.Ui;

/// <summary>One unit on the hexagon map.</summary>
/// <param name="Label">Its name, at most four characters.</param>
/// <param name="Value">Its figure in words; — where there is none.</param>
/// <param name="Column">Place from the left; odd rows stand half a place to the right.</param>
/// <param name="Row">Place from the top.</param>
/// <param name="Bucket">Index into the shades of the legend; null where there is no figure.</param>
/// <param name="Href">The unit's page.</param>
public sealed record HexCell(string Label, string Value, int Column, int Row, int? Bucket, string? Href = null);

/// <summary>One point of a trend.</summary>
/// <param name="Label">The month or day: 2020-12.</param>
/// <param name="Value">The figure; null where nothing was counted: the line has a gap.</param>
/// <param name="Text">The figure in words, with its counts.</param>
public sealed record TrendPoint(string Label, decimal? Value, string Text)
{
    /// <summary>A point of a rate.</summary>
    public static TrendPoint Of(string label, Rules.Share share) =>
        new(label, share.Value, $"{share.Percent()} {share}");
}
