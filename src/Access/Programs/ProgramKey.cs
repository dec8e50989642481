using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access.Programs;

/// <summary>How far a key is.</summary>
public enum KeyState
{
    /// <summary>待领取: allowed, and its owner has not fetched it.</summary>
    Waiting,

    /// <summary>有效.</summary>
    Open,

    /// <summary>已到期.</summary>
    Expired,

    /// <summary>已作废.</summary>
    Revoked,
}

/// <summary>程序密钥: lets another system in, with a part of what one account may, until a day.</summary>
public sealed class ProgramKey : IScoped, IRecorded, IStamped
{
    /// <summary>The longest name.</summary>
    public const int LongestName = 40;

    /// <summary>The longest time, in days.</summary>
    public const int LongestDays = 366;

    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>Public id.</summary>
    public required Guid Id { get; init; }

    /// <summary>范围: the node, with everything below it.</summary>
    public required string Path { get; init; }

    /// <summary>The name in the key itself; no secret.</summary>
    public required string Code { get; init; }

    /// <summary>Which program it is for.</summary>
    public required string Name { get; init; }

    /// <summary>责任人: whose rights it borrows, and who answers for it.</summary>
    public required long OwnerKey { get; init; }

    /// <summary>The owner's name as it was then.</summary>
    public required string OwnerName { get; init; }

    /// <summary>The codes of its rights, with blanks between.</summary>
    public required string Rights { get; init; }

    /// <summary>First day on which it no longer opens, in China.</summary>
    public required DateOnly ExpiresOn { get; init; }

    /// <summary>Who allowed it.</summary>
    public required string GivenBy { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTime GivenAt { get; init; }

    /// <summary>Keyed hash of the whole key; nothing before its owner fetched it.</summary>
    public byte[]? Mac { get; private set; }

    /// <summary>When its owner fetched it, UTC.</summary>
    public DateTime? CollectedAt { get; private set; }

    /// <summary>When it was taken back, UTC.</summary>
    public DateTime? RevokedAt { get; private set; }

    /// <summary>By whom.</summary>
    public string? RevokedBy { get; private set; }

    /// <summary>The last day on which it was used, in China.</summary>
    public DateOnly? LastUsedOn { get; set; }

    /// <summary>From which range of addresses.</summary>
    public string? LastRange { get; set; }

    /// <inheritdoc/>
    public int Stamp { get; set; }

    string IRecorded.Subject => "program";

    long IRecorded.SubjectKey => Key;

    string IRecorded.SubjectPath => Path;

    /// <summary>How far it is on a day.</summary>
    public KeyState StateOn(DateOnly day) => RevokedAt is not null ? KeyState.Revoked
        : ExpiresOn <= day ? KeyState.Expired
        : Mac is null ? KeyState.Waiting : KeyState.Open;

    /// <summary>The rights as a set.</summary>
    public IReadOnlySet<string> RightsSet() => Rights.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet();

    /// <summary>Its owner has fetched it.</summary>
    internal void Collect(byte[] mac, DateTime now) => (Mac, CollectedAt) = (mac, now);

    /// <summary>Takes it back.</summary>
    internal void Revoke(string by, DateTime now) => (RevokedAt, RevokedBy) = (now, by);

    internal static void Map(ModelBuilder model) => model.Entity<ProgramKey>(e =>
    {
        e.ToTable("program_key");
        e.HasKey(k => k.Key);
        e.Property(k => k.Key).ValueGeneratedNever();
        e.Property(k => k.Code).HasMaxLength(Rules.KeyText.CodeLength);
        e.Property(k => k.Name).HasMaxLength(LongestName).HasAnnotation(ChangeLog.Naming, true);
        e.Property(k => k.OwnerName).HasMaxLength(60);
        e.Property(k => k.GivenBy).HasMaxLength(60);
        e.Property(k => k.RevokedBy).HasMaxLength(60);
        e.Property(k => k.LastRange).HasMaxLength(50);
        // What opens, or only follows from use, has no place in the change records.
        e.Property(k => k.Mac).HasAnnotation(ChangeLog.Derived, true);
        e.Property(k => k.LastUsedOn).HasAnnotation(ChangeLog.Derived, true);
        e.Property(k => k.LastRange).HasAnnotation(ChangeLog.Derived, true);
        e.HasIndex(k => k.Id).IsUnique();
        e.HasIndex(k => k.Code).IsUnique();
        e.HasIndex(k => new { k.Path, k.Key });
        e.HasIndex(k => k.OwnerKey);
    });
}
