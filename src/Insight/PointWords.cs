using System.Globalization;
using Gonglian.Foundation;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Sheets;
using Gonglian.Foundation.Ui;
using Microsoft.AspNetCore.Http;

namespace Gonglian.Insight;

/// <summary>Points on both time axes in words and in addresses.</summary>
public static class PointWords
{
    /// <summary>By what was known, in words.</summary>
    public static string SayKnown(this TimePoint point, Texts l) => point.KnownOn is not { } known ? l["按现在所知"]
        : Known.IsDay(known) ? l["按 {0} 结束时所知", Known.Word(known)] : l["按 {0} 所知", Cells.Words(known, ColumnKind.Instant)];

    /// <summary>The point in words, beside another one: what was known is said where either looks back.</summary>
    public static string Say(this TimePoint point, TimePoint other, Texts l) => string.Join(' ',
    [
        Cells.Day(point.AsOf),
        .. point.KnownOn is null && other.KnownOn is null ? Array.Empty<string>() : [point.SayKnown(l)],
        .. point.Version is { } version ? [l["口径 v{0}", version]] : Array.Empty<string>(),
    ]);

    /// <summary>The head of a column of one of two points: what tells it from the other on one day, or before and after.</summary>
    public static string Head(this TimePoint point, TimePoint other, bool isFirst, Texts l) =>
        point.AsOf != other.AsOf || (point.KnownOn == other.KnownOn && point.Version is null) ? l[isFirst ? "之前" : "之后"]
        : point.KnownOn != other.KnownOn ? point.SayKnown(l) : l["口径 v{0}", point.Version!];

    /// <summary>How a unit counted at the point.</summary>
    public static string Counted(this TimePoint point, Guid enterprise) => $"/enterprises/{enterprise}/counted" + Query(
        ("day", Cells.Day(point.AsOf)), ("known", point.Word), ("definition", Number(point.Version)));

    /// <summary>The list of what moved a figure between two points, at the page or a sheet of it.</summary>
    public static string Changes(string address, string place, TimePoint from, TimePoint to) => address + Query(
        ("place", place), ("from", Cells.Day(from.AsOf)), ("to", Cells.Day(to.AsOf)), ("knownBefore", from.Word), ("knownAfter", to.Word),
        ("before", Number(from.Version)), ("after", Number(to.Version)));

    /// <summary>The page of it.</summary>
    public static string Changes(Indicator indicator, string place, TimePoint from, TimePoint to) =>
        Changes($"/figures/{indicator.Id}/changes", place, from, to);

    private static string? Number(int? version) => version?.ToString(CultureInfo.InvariantCulture);

    private static string Query(params IEnumerable<(string Name, string? Value)> words) => QueryString.Create(
        words.Where(w => w.Value is not null).Select(w => KeyValuePair.Create(w.Name, w.Value))).ToUriComponent();
}
