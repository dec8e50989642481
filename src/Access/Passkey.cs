using Gonglian.Foundation.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access;

/// <summary>通行密钥: a key in a telephone, computer or stick, which asks its owner itself; here lies only its public part.</summary>
public sealed class Passkey : IStamped
{
    /// <summary>How many an account may have.</summary>
    public const int Most = 10;

    /// <summary>The longest name.</summary>
    public const int LongestName = 40;

    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>Public id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required long UserKey { get; init; }

    /// <summary>By what the device knows it.</summary>
    public required byte[] CredentialId { get; init; }

    /// <summary>The public key, as the standard writes it (COSE).</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>What its owner calls it.</summary>
    public required string Name { get; init; }

    /// <summary>When it was added, UTC.</summary>
    public required DateTime AddedAt { get; init; }

    /// <summary>When somebody last signed in with it, UTC.</summary>
    public DateTime? UsedAt { get; private set; }

    /// <summary>How often it has signed, as it says itself; 0 where it does not count.</summary>
    public long SignCount { get; private set; }

    /// <summary>Whether its maker may keep a copy.</summary>
    public required bool IsBackupEligible { get; init; }

    /// <inheritdoc/>
    public int Stamp { get; set; }

    /// <summary>Somebody signed in with it.</summary>
    /// <param name="count">What it counts now.</param>
    /// <param name="now">When, UTC.</param>
    /// <returns>Whether the count goes on: one that does not was copied, or was sent a second time.</returns>
    public bool Used(long count, DateTime now)
    {
        if (count <= SignCount && (count, SignCount) != (0, 0))
            return false;
        (SignCount, UsedAt, Stamp) = (count, now, Stamp + 1);
        return true;
    }

    /// <summary>What it counted when it was added.</summary>
    public void Begin(long count) => SignCount = count;

    /// <summary>As the framework wants it.</summary>
    internal UserPasskeyInfo Info() => new(
        CredentialId, PublicKey, new DateTimeOffset(AddedAt, TimeSpan.Zero), (uint)SignCount, [], isUserVerified: true, IsBackupEligible, isBackedUp: false, [], []);

    internal static void Map(ModelBuilder model) => model.Entity<Passkey>(e =>
    {
        e.ToTable("passkey");
        e.HasKey(p => p.Key);
        e.Property(p => p.Key).ValueGeneratedNever();
        e.Property(p => p.Name).HasMaxLength(LongestName);
        e.HasIndex(p => p.CredentialId).IsUnique();
        e.HasIndex(p => p.UserKey);
    });
}
