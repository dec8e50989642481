using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Insight.Recounts;

/// <summary>复核: the counters and every unit's counted state compared with the facts, once.</summary>
public sealed class Recount
{
    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>The day for which the counters stood, China time.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>Who asked for it; 日结 every night.</summary>
    public required string By { get; init; }

    /// <summary>Enterprises looked at.</summary>
    public required long Units { get; init; }

    /// <summary>Unions looked at.</summary>
    public required long Unions { get; init; }

    /// <summary>How many values differ; the first ones are kept as <see cref="Difference"/>.</summary>
    public required long Differences { get; init; }

    internal static void Map(ModelBuilder model)
    {
        model.Entity<Recount>(e =>
        {
            e.ToTable("recount");
            e.HasKey(r => r.Key);
            e.Property(r => r.Key).ValueGeneratedNever();
        });
        model.Entity<Difference>(e =>
        {
            e.ToTable("recount_difference");
            e.HasKey(d => d.Key);
            e.Property(d => d.Key).ValueGeneratedNever();
            e.Property(d => d.What).HasMaxLength(40);
            e.HasIndex(d => d.RecountKey);
        });
    }
}

/// <summary>What a difference is of.</summary>
public enum DifferenceKind
{
    /// <summary>计数: a measure at a place.</summary>
    Counter = 1,

    /// <summary>企业.</summary>
    Unit = 2,

    /// <summary>工会.</summary>
    Union = 3,
}

/// <summary>差异: one value that is kept otherwise than the facts say. It is told of and never mended silently.</summary>
public sealed class Difference : IScoped
{
    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>The recount that found it.</summary>
    public required long RecountKey { get; init; }

    /// <inheritdoc/>
    public required string Path { get; init; }

    /// <summary>What it is of.</summary>
    public required DifferenceKind Kind { get; init; }

    /// <summary>The enterprise or union; 0 for a counter.</summary>
    public required long SubjectKey { get; init; }

    /// <summary>The measure, or the column.</summary>
    public required string What { get; init; }

    /// <summary>What is kept; empty for nothing.</summary>
    public required string Kept { get; init; }

    /// <summary>What the facts say; empty for nothing.</summary>
    public required string Counted { get; init; }
}

/// <summary>The tables of recounts.</summary>
public static class RecountTables
{
    extension(AppDb db)
    {
        /// <summary>复核, the newest last.</summary>
        public DbSet<Recount> Recounts => db.Set<Recount>();

        /// <summary>差异.</summary>
        public DbSet<Difference> Differences => db.Set<Difference>();
    }

    /// <summary>The newest recount and how many of its differences lie in the caller's scope; nothing before the first.</summary>
    public static async Task<(Recount Last, int Differences)?> LastRecount(this AppDb db)
    {
        if (await db.Recounts.OrderByDescending(r => r.Key).FirstOrDefaultAsync() is not { } last)
            return null;
        return (last, last.Differences == 0 ? 0 : await db.Differences.CountAsync(d => d.RecountKey == last.Key));
    }
}
