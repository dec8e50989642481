using Gonglian.Enterprises;

namespace Gonglian.Insight.Cubes;

/// <summary>A dimension over the places of one question: its lines, and in which of them a unit lies.</summary>
internal sealed class Axis
{
    private readonly CubeField? of;
    private readonly Dictionary<string, int> lineOfPlace = new(StringComparer.Ordinal);

    private Axis(IReadOnlyList<PivotLine> lines, CubeField? of, int[] lineOfValue) =>
        (Lines, this.of, LineOfValue) = (lines, of, lineOfValue);

    /// <summary>One line with everything in it.</summary>
    public static Axis Whole { get; } = new([new("all", "合计", f => f)], null, []);

    /// <summary>The lines.</summary>
    public IReadOnlyList<PivotLine> Lines { get; private set; }

    /// <summary>The line of each value of the field; empty where the place decides.</summary>
    public int[] LineOfValue { get; }

    /// <summary>Bits below the field.</summary>
    public int Shift => of?.Shift ?? 0;

    /// <summary>The field's mask once shifted; 0 where the place decides.</summary>
    public ulong Mask => of is null ? 0 : (ulong)of.Values - 1;

    /// <summary>The axis of a dimension; nothing makes one line of everything.</summary>
    public static Axis Of(Dimension? dimension, IReadOnlyList<CubePlace> places, UnitTree.Tree tree)
    {
        if (dimension is null)
            return Whole;
        if (dimension.Field is not { } field)
            return OfPlaces(dimension, places, tree);
        if (dimension.Lines.Count > 0)
            return new(dimension.Lines, field, [.. Enumerable.Range(0, field.Values).Select(dimension.At)]);
        var years = places.SelectMany(p => p.Years).Distinct().Order().ToList();
        var lineOf = new int[field.Values];
        foreach (var (line, year) in years.Index())
            lineOf[year] = line;
        return new([.. years.Select(Dimension.OfYear)], field, lineOf);
    }

    /// <summary>The line of every unit at a place, where the place decides.</summary>
    public int LineOf(CubePlace place) => lineOfPlace.GetValueOrDefault(place.Path);

    // In the order of the tree; what lies in no unit of the kind stands last, together.
    private static Axis OfPlaces(Dimension dimension, IReadOnlyList<CubePlace> places, UnitTree.Tree tree)
    {
        var axis = new Axis([], null, []);
        var lines = new List<PivotLine>();
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (place, unit) in places
                     .Select(p => (p, tree.Above(p.Path, dimension.Place!.Value)))
                     .OrderBy(p => p.Item2 is null).ThenBy(p => p.Item2?.Path, StringComparer.Ordinal))
        {
            if (!known.TryGetValue(unit?.Path ?? "", out var line))
            {
                known[unit?.Path ?? ""] = line = lines.Count;
                lines.Add(unit is null
                    ? new("-", "未落到下级", null)
                    : new(unit.Code, unit.Name, f => f) { Place = unit });
            }
            axis.lineOfPlace[place.Path] = line;
        }
        axis.Lines = lines;
        return axis;
    }
}
