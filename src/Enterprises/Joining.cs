using Gonglian.Foundation.Figures;
using Gonglian.Organisations.Unions;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>覆盖关系: a union covers an enterprise, as its own or by a joining record (加入联合工会确认书).</summary>
/// <remarks>One joint union has many of these: it is one union and many covered units, never the other way round.</remarks>
public sealed class Joining
{
    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>The enterprise covered.</summary>
    public required long EnterpriseKey { get; init; }

    /// <summary>The union that covers it.</summary>
    public required long UnionKey { get; init; }

    /// <summary>The union's form, copied so that an enterprise's file can be judged by itself; a form never changes.</summary>
    public required UnionForm Form { get; init; }

    /// <summary>签署日期 of the joining record; none while it is unsigned, and then a joint union does not cover the unit.</summary>
    public DateOnly? SignedOn { get; init; }

    /// <summary>First day covered.</summary>
    public required DateOnly EffectiveFrom { get; init; }

    /// <summary>First day no longer covered; none while it lasts.</summary>
    public DateOnly? EffectiveTo { get; init; }

    /// <summary>Since when we know it, UTC.</summary>
    public required DateTime RecordedAt { get; init; }

    /// <summary>Since when we know better, UTC.</summary>
    public DateTime? SupersededAt { get; set; }

    /// <summary>The change record that tells who brought it and why.</summary>
    public required long ChangeKey { get; init; }

    /// <summary>Whether it was true on the day, as far as it was known at the instant (nothing: now).</summary>
    public bool Holds(DateOnly day, DateTime? known) =>
        EffectiveFrom <= day && (EffectiveTo is null || day < EffectiveTo) && Known.At(RecordedAt, SupersededAt, known);

    internal static void Map(ModelBuilder model) => model.Entity<Joining>(e =>
    {
        e.ToTable("joining");
        e.HasKey(j => j.Key);
        e.Property(j => j.Key).ValueGeneratedNever();
        e.HasIndex(j => j.EnterpriseKey);
        e.HasIndex(j => j.UnionKey);
        e.HasOne<Enterprise>().WithMany().HasForeignKey(j => j.EnterpriseKey);
        e.HasOne<Union>().WithMany().HasForeignKey(j => j.UnionKey);
    });
}
