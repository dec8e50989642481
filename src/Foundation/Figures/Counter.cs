using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Foundation.Figures;

/// <summary>计数: how much of a measure there is at one node of the tree (not below it) on the day last rolled.</summary>
/// <remarks>Kept in the transaction that changes the rows. A figure of a unit is the sum over its range of paths.</remarks>
public sealed class Counter : IScoped
{
    /// <summary>次: the measure that grows with every change that judged rows of a place.</summary>
    /// <remarks>Whoever keeps something of a place in memory sees by it that it is old. It belongs to no figure.</remarks>
    public const string Turn = "turn";

    /// <inheritdoc/>
    public required string Path { get; init; }

    /// <summary>Which measure, by its short stable name, e.g. <c>base</c>.</summary>
    public required string Measure { get; init; }

    /// <summary>How much; the measure's unit.</summary>
    public required long Value { get; set; }

    internal static void Map(ModelBuilder model)
    {
        model.Entity<Counter>(e =>
        {
            e.ToTable("counter");
            e.HasKey(c => new { c.Path, c.Measure });
            e.Property(c => c.Measure).HasMaxLength(40);
            // One measure of a large part of the tree, which every list asks for.
            e.HasIndex(c => new { c.Measure, c.Path, c.Value });
        });
        model.Entity<CounterHistory>(e =>
        {
            e.ToTable("counter_history");
            e.HasKey(c => new { c.Path, c.Day, c.Measure });
            e.Property(c => c.Measure).HasMaxLength(40);
        });
    }
}

/// <summary>What the counters held at the end of a past day; the points of a trend.</summary>
public sealed class CounterHistory : IScoped
{
    /// <inheritdoc/>
    public required string Path { get; init; }

    /// <summary>The day, China time.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Which measure.</summary>
    public required string Measure { get; init; }

    /// <summary>How much.</summary>
    public required long Value { get; set; }
}
