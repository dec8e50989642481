using System.Globalization;

namespace Gonglian.Foundation.Ui;

/// <summary>Where the marks of a trend stand.</summary>
/// <remarks>Across in per cent, so that text keeps its size at any width; down in pixels.</remarks>
/// <param name="points">The points in order of time.</param>
/// <param name="target">The target; null for none.</param>
/// <param name="height">Height of the plot in pixels.</param>
internal sealed class TrendPlot(IReadOnlyList<TrendPoint> points, decimal? target, int height)
{
    private const int Above = 22;
    private const int Below = 26;
    private const int Apart = 15;

    private readonly decimal step = StepFor(points, target);

    private decimal low => Math.Floor(Known.Min() / step) * step;
    private decimal high => Math.Max(Math.Ceiling(Known.Max() / step) * step, low + step);

    private IEnumerable<decimal> Known => points
        .Select(p => p.Value)
        .Append(target)
        .OfType<decimal>()
        .DefaultIfEmpty(0);

    /// <summary>Values that have a line and a label; those too close to the target's label are left out.</summary>
    public IEnumerable<decimal> Ticks
    {
        get
        {
            for (var value = low; value <= high; value += step)
            {
                if (target is not { } goal || Math.Abs(Y(value) - Y(goal)) >= Apart)
                    yield return value;
            }
        }
    }

    /// <summary>Indexes of the points that have a label below; <c>Spare</c> ones give way to large type.</summary>
    public IEnumerable<(int Index, bool Spare)> Labels
    {
        get
        {
            var every = Math.Max(1, (int)Math.Ceiling(points.Count / 4.0));
            for (var back = 0; back < points.Count; back += every)
                yield return (points.Count - 1 - back, back / every % 2 == 1);
        }
    }

    /// <summary>Runs of points without a gap.</summary>
    public IEnumerable<string> Lines
    {
        get
        {
            var run = new List<string>();
            for (var i = 0; i <= points.Count; i++)
            {
                if (i < points.Count && points[i].Value is { } value)
                {
                    run.Add(string.Create(CultureInfo.InvariantCulture, $"{Across(i) * 10:0.#},{Y(value):0.#}"));
                    continue;
                }

                if (run.Count > 1)
                    yield return string.Join(' ', run);
                run.Clear();
            }
        }
    }

    /// <summary>Pixels from the top.</summary>
    public double Y(decimal value) =>
        Above + (height - Above - Below) * (double)((high - value) / (high - low));

    /// <summary>Per cent from the left, as an attribute.</summary>
    public string X(int index) => Cells.Point(Across(index)) + "%";

    /// <summary>Where the words of the last value stand: away from the target's line, and from a course that falls to it.</summary>
    public double LastLabelY(decimal value)
    {
        var isUnderTarget = target is { } goal && Y(goal) < Y(value) && Y(value) - Y(goal) < 28;
        var falls = points.Where(p => p.Value is not null).SkipLast(1).LastOrDefault()?.Value > value;
        return isUnderTarget || (falls && Y(value) < height - Below - Apart) ? Y(value) + 22 : Y(value) - 10;
    }

    private double Across(int index) => points.Count < 2 ? 50 : 4 + 88.0 * index / (points.Count - 1);

    private static decimal StepFor(IReadOnlyList<TrendPoint> points, decimal? target)
    {
        var known = points.Select(p => p.Value).Append(target).OfType<decimal>().DefaultIfEmpty(0).ToList();
        var rough = Math.Max((double)(known.Max() - known.Min()) / 3, 0.0001);
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var digit = rough / power;
        return (decimal)(power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10));
    }
}
