using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>排除代码: why a unit is not in the base set U of the rates.</summary>
public enum ExclusionCode
{
    /// <summary>X1 已注销或吊销.</summary>
    Deregistered = 1,

    /// <summary>X2 仅注册地址 (集群注册, no site).</summary>
    AddressOnly = 2,

    /// <summary>X3 无职工.</summary>
    NoEmployees = 3,

    /// <summary>X4 已迁出 (to whom stands in the reason).</summary>
    Moved = 4,

    /// <summary>X5 国家机关.</summary>
    StateOrgan = 5,

    /// <summary>X6 个体工商户; by rule, switchable.</summary>
    SoleTrader = 6,

    /// <summary>X7 重复, or a branch reported elsewhere.</summary>
    Duplicate = 7,

    /// <summary>X8 成立未满三个月; by rule, switchable.</summary>
    New = 8,
}

/// <summary>How far the decision is.</summary>
public enum ExclusionState
{
    /// <summary>Proposed; counts for nothing until a second person confirms it.</summary>
    Proposed = 1,

    /// <summary>Confirmed by a second person.</summary>
    Confirmed = 2,

    /// <summary>Not agreed to.</summary>
    Declined = 3,
}

/// <summary>排除: one person proposes that a unit be left out of the base set, another one confirms it.</summary>
/// <remarks>Leaving units out is the classic way to improve a rate: so it takes two, and the list stands beside the rate.</remarks>
public sealed class Exclusion : IScoped, IRecorded, IStamped
{
    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>Public id.</summary>
    public required Guid Id { get; init; }

    /// <inheritdoc/>
    public required string Path { get; set; }

    /// <summary>The enterprise.</summary>
    public required long EnterpriseKey { get; init; }

    /// <summary>Why, as a code.</summary>
    public required ExclusionCode Code { get; init; }

    /// <summary>Why, in words; for X4 the new place, for X7 the other file.</summary>
    public required string Reason { get; init; }

    /// <summary>First day on which it shall count.</summary>
    public required DateOnly EffectiveFrom { get; init; }

    /// <summary>First day on which it no longer counts; none while it lasts.</summary>
    public DateOnly? EffectiveTo { get; init; }

    /// <summary>How far the decision is.</summary>
    public ExclusionState State { get; private set; } = ExclusionState.Proposed;

    /// <summary>Who proposed it; none for an import.</summary>
    public Guid? ProposedById { get; init; }

    /// <summary>The proposer's name.</summary>
    public required string ProposedBy { get; init; }

    /// <summary>When it was proposed, UTC.</summary>
    public required DateTime ProposedAt { get; init; }

    /// <summary>Who decided.</summary>
    public Guid? DecidedById { get; private set; }

    /// <summary>The decider's name.</summary>
    public string DecidedBy { get; private set; } = "";

    /// <summary>When it was decided, UTC: from then on we know it.</summary>
    public DateTime? DecidedAt { get; private set; }

    /// <summary>Why it was not agreed to, for whoever proposed it; empty otherwise.</summary>
    public string Declined { get; private set; } = "";

    /// <summary>When it was taken back, UTC.</summary>
    public DateTime? SupersededAt { get; private set; }

    /// <inheritdoc/>
    public int Stamp { get; set; }

    string IRecorded.Subject => "enterprise";

    long IRecorded.SubjectKey => EnterpriseKey;

    string IRecorded.SubjectPath => Path;

    /// <summary>A second person agrees or does not.</summary>
    /// <exception cref="Refused">
    /// <c>exclusions.same-person</c>: the proposer cannot confirm; <c>exclusions.decided</c>: it is decided already.
    /// </exception>
    public void Decide(bool agree, Guid? userId, string name, DateTime at, string? why = null)
    {
        if (State != ExclusionState.Proposed)
            throw new Refused("exclusions.decided", "这条排除已由 {0} 处理过", DecidedBy);
        if (agree && userId is not null && userId == ProposedById)
            throw new Refused("exclusions.same-person", "提出排除的人不能自己确认,请另一位同事处理");
        State = agree ? ExclusionState.Confirmed : ExclusionState.Declined;
        (DecidedById, DecidedBy, DecidedAt) = (userId, name, at);
        Declined = agree ? "" : why ?? "";
    }

    /// <summary>Takes a confirmed exclusion back: the unit counts again, and the record stays.</summary>
    /// <exception cref="Refused"><c>exclusions.not-in-force</c>: it is not in force.</exception>
    public void TakeBack(DateTime at)
    {
        if (State != ExclusionState.Confirmed || SupersededAt is not null)
            throw new Refused("exclusions.not-in-force", "这条排除没有生效或已撤销");
        SupersededAt = at;
    }

    /// <summary>Whether it counted on the day, as far as it was known at the instant (nothing: now).</summary>
    public bool Holds(DateOnly day, DateTime? known) =>
        DecidedAt is { } decided && State == ExclusionState.Confirmed
        && EffectiveFrom <= day && (EffectiveTo is null || day < EffectiveTo)
        && Known.At(decided, SupersededAt, known);

    internal static void Map(ModelBuilder model) => model.Entity<Exclusion>(e =>
    {
        e.ToTable("exclusion");
        e.HasKey(x => x.Key);
        e.Property(x => x.Code).HasAnnotation(ChangeLog.Naming, true);
        e.Property(x => x.ProposedById).HasAnnotation(ChangeLog.Naming, true);
        e.Property(x => x.Key).ValueGeneratedNever();
        e.Property(x => x.Reason).HasMaxLength(Excluding.LongestReason);
        e.Property(x => x.Declined).HasMaxLength(Wording.LongestReason);
        e.HasIndex(x => x.Id).IsUnique();
        e.HasIndex(x => x.EnterpriseKey);
        e.HasIndex(x => new { x.State, x.Path });
        e.HasOne<Enterprise>().WithMany().HasForeignKey(x => x.EnterpriseKey);
    });
}
