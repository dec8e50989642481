using Gonglian.Foundation.Figures;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>What is told of an enterprise.</summary>
public enum FactKind
{
    /// <summary>职工人数 on a day: <see cref="EnterpriseFact.Number"/>.</summary>
    Headcount = 1,

    /// <summary>会员人数 on a day: <see cref="EnterpriseFact.Number"/>.</summary>
    Members = 2,

    /// <summary>实际经营地: <see cref="EnterpriseFact.Text"/> is the path of the place.</summary>
    Workplace = 3,

    /// <summary>经营状态: <see cref="EnterpriseFact.Number"/> is an <see cref="OperatingStatus"/>.</summary>
    Status = 4,

    /// <summary>核实: somebody looked, on <see cref="EnterpriseFact.EffectiveFrom"/>, and it was so.</summary>
    Verified = 5,

    /// <summary>登记信息 as it was before a correction: <see cref="EnterpriseFact.Text"/> is the credit code, and
    /// <see cref="EnterpriseFact.Number"/> the day number of the registration; 0 for an unknown one.</summary>
    /// <remarks>What holds now stands in the file itself, so such a fact is always superseded: it only tells what was known.</remarks>
    Registered = 6,
}

/// <summary>来源 of a fact, the more trusted first.</summary>
public enum FactSource
{
    /// <summary>社保.</summary>
    SocialInsurance = 1,

    /// <summary>企业年报.</summary>
    AnnualReport = 2,

    /// <summary>走访核实.</summary>
    Visit = 3,

    /// <summary>企业自报.</summary>
    SelfReport = 4,

    /// <summary>导入的名册, which does not say where its figures come from.</summary>
    Roster = 5,
}

/// <summary>企业事实: true in the world from one day to another, known to us from one instant to another.</summary>
/// <remarks>
/// Several sources may tell the same thing; all are kept, and <see cref="Rules.UnitFile"/> picks by rule and says which.
/// A correction never overwrites: the old row gets its <see cref="SupersededAt"/>, the new one stands beside it. Rows are
/// reached through their enterprise only, which is filtered to the caller's scope.
/// </remarks>
public sealed class EnterpriseFact
{
    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>The enterprise.</summary>
    public required long EnterpriseKey { get; init; }

    /// <summary>What is told.</summary>
    public required FactKind Kind { get; init; }

    /// <summary>People, or the status.</summary>
    public int Number { get; init; }

    /// <summary>The path of the workplace.</summary>
    public string? Text { get; init; }

    /// <summary>来源.</summary>
    public required FactSource Source { get; init; }

    /// <summary>First day on which it is true; the day a headcount is of.</summary>
    public required DateOnly EffectiveFrom { get; init; }

    /// <summary>First day on which it is no longer true; none while nothing ends it.</summary>
    public DateOnly? EffectiveTo { get; init; }

    /// <summary>Since when we know it, UTC.</summary>
    public required DateTime RecordedAt { get; init; }

    /// <summary>Since when we know better, UTC; none while it is what we know.</summary>
    public DateTime? SupersededAt { get; set; }

    /// <summary>The change record that tells who brought it and why.</summary>
    public required long ChangeKey { get; init; }

    /// <summary>The day of registration that a <see cref="FactKind.Registered"/> tells; none for an unknown one.</summary>
    public DateOnly? Day => Number == 0 ? null : DateOnly.FromDayNumber(Number);

    /// <summary>Whether it was true on the day, as far as it was known at the instant (nothing: now).</summary>
    public bool Holds(DateOnly day, DateTime? known) =>
        EffectiveFrom <= day && (EffectiveTo is null || day < EffectiveTo) && Known.At(RecordedAt, SupersededAt, known);

    internal static void Map(ModelBuilder model) => model.Entity<EnterpriseFact>(e =>
    {
        e.ToTable("enterprise_fact");
        e.HasKey(f => f.Key);
        e.Property(f => f.Key).ValueGeneratedNever();
        e.Property(f => f.Text).HasMaxLength(60);
        e.Ignore(f => f.Day);
        e.HasIndex(f => new { f.EnterpriseKey, f.Kind });
        e.HasOne<Enterprise>().WithMany().HasForeignKey(f => f.EnterpriseKey);
    });
}
