using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access;

/// <summary>What is proposed.</summary>
public enum ProposalKind
{
    /// <summary>改角色: another name or other rights for a role.</summary>
    Edit = 1,

    /// <summary>新角色.</summary>
    Add = 2,

    /// <summary>任命管理员: one of the three administrators' roles for somebody.</summary>
    Appoint = 3,
}

/// <summary>待确认的改动: proposed by one person, decided by another (四眼), void after some days.</summary>
public sealed class Proposal : IScoped, IRecorded, IStamped
{
    /// <summary>After so many days nobody can confirm it any more.</summary>
    public const int Days = 14;

    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>Public id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Where it holds: the place of a grant; for a role the highest place, since a role is everybody's.</summary>
    public required string Path { get; set; }

    /// <summary>What it is.</summary>
    public required ProposalKind Kind { get; init; }

    /// <summary>Key of what it is about: of the role, or of the account.</summary>
    public required long AboutKey { get; init; }

    /// <summary>Which role.</summary>
    public required string RoleCode { get; init; }

    /// <summary>Its name, as it shall be.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its name as it was when this was proposed.</summary>
    public string WasName { get; init; } = "";

    /// <summary>Its rights, as they shall be.</summary>
    public string Rights { get; init; } = "";

    /// <summary>Its rights as they were when this was proposed.</summary>
    public string WasRights { get; init; } = "";

    /// <summary>The id that the grant shall have.</summary>
    public Guid? GrantId { get; init; }

    /// <summary>First day of the grant.</summary>
    public DateOnly? EffectiveFrom { get; init; }

    /// <summary>First day on which the grant no longer holds.</summary>
    public DateOnly? EffectiveTo { get; init; }

    /// <summary>The post that the grant hangs on.</summary>
    public long? PostKey { get; init; }

    /// <summary>Who proposed it.</summary>
    public Guid? ProposedById { get; internal set; }

    /// <summary>The name of who proposed it.</summary>
    public string ProposedBy { get; internal set; } = "";

    /// <summary>When, UTC.</summary>
    public DateTime ProposedAt { get; internal set; }

    /// <summary>Why.</summary>
    public string Reason { get; internal set; } = "";

    /// <summary>From when on nobody can confirm it any more, UTC.</summary>
    public DateTime LapsesAt { get; internal set; }

    /// <summary>Whether it was confirmed; nothing while nobody has decided.</summary>
    public bool? Confirmed { get; private set; }

    /// <summary>The name of who decided, or took it back.</summary>
    public string DecidedBy { get; private set; } = "";

    /// <summary>When, UTC.</summary>
    public DateTime? DecidedAt { get; private set; }

    /// <summary>Why not.</summary>
    public string Answer { get; private set; } = "";

    /// <inheritdoc/>
    public int Stamp { get; set; }

    string IRecorded.Subject => Kind == ProposalKind.Appoint ? "user" : "role";

    long IRecorded.SubjectKey => AboutKey;

    string IRecorded.SubjectPath => Path;

    /// <summary>Whether somebody can still decide.</summary>
    /// <param name="now">UTC.</param>
    public bool IsOpen(DateTime now) => Confirmed is null && now < LapsesAt;

    /// <summary>A role of an administrator for somebody.</summary>
    public static Proposal ToAppoint(
        long key, User user, Role role, string path, DateOnly from, DateOnly? to, long? postKey, Guid grantId) => new()
        {
            Key = key,
            Id = Guid.CreateVersion7(),
            Path = path,
            Kind = ProposalKind.Appoint,
            AboutKey = user.Key,
            RoleCode = role.Code,
            GrantId = grantId,
            EffectiveFrom = from,
            EffectiveTo = to,
            PostKey = postKey,
        };

    /// <summary>It is decided, or taken back.</summary>
    internal void Decide(bool confirmed, string by, DateTime now, string? answer) =>
        (Confirmed, DecidedBy, DecidedAt, Answer) = (confirmed, by, now, answer ?? "");

    internal static void Map(ModelBuilder model) => model.Entity<Proposal>(e =>
    {
        e.ToTable("role_proposal");
        e.HasKey(p => p.Key);
        e.Property(p => p.Key).ValueGeneratedNever();
        e.Property(p => p.Kind).HasAnnotation(ChangeLog.Derived, true);
        e.Property(p => p.WasName).HasAnnotation(ChangeLog.Derived, true);
        e.Property(p => p.WasRights).HasAnnotation(ChangeLog.Derived, true);
        e.Property(p => p.RoleCode).HasMaxLength(40).HasAnnotation(ChangeLog.Naming, true);
        e.Property(p => p.Name).HasMaxLength(60);
        e.Property(p => p.WasName).HasMaxLength(60);
        e.Property(p => p.ProposedBy).HasMaxLength(60);
        e.Property(p => p.DecidedBy).HasMaxLength(60);
        e.Property(p => p.Reason).HasMaxLength(200);
        e.Property(p => p.Answer).HasMaxLength(200);
        e.HasIndex(p => p.Id).IsUnique();
        e.HasIndex(p => p.Path);
    });
}
