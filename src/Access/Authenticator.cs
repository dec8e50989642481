using Gonglian.Foundation.Data;
using Gonglian.Foundation.Vaults;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access;

/// <summary>验证器: the secret that an account shares with an application on its owner's telephone.</summary>
public sealed class Authenticator : IStamped
{
    /// <summary>The account's key.</summary>
    public required long Key { get; init; }

    /// <summary>The key under which the secret is sealed.</summary>
    public required long SealKeyKey { get; init; }

    /// <summary>The secret, in Base32, sealed.</summary>
    public required Sealed Secret { get; init; }

    /// <summary>When it was set up, UTC.</summary>
    public required DateTime SetUpAt { get; init; }

    /// <summary>The step of the last code that was taken: a code works once.</summary>
    public long LastStep { get; private set; }

    /// <inheritdoc/>
    public int Stamp { get; set; }

    /// <summary>A code was taken.</summary>
    public void Used(long step) => (LastStep, Stamp) = (step, Stamp + 1);

    internal static void Map(ModelBuilder model) => model.Entity<Authenticator>(e =>
    {
        e.ToTable("authenticator");
        e.HasKey(a => a.Key);
        e.Property(a => a.Key).ValueGeneratedNever();
    });
}

/// <summary>恢复码: one of ten, as a slow hash.</summary>
public sealed class RecoveryCode : IStamped
{
    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>Whose it is.</summary>
    public required long UserKey { get; init; }

    /// <summary>The salt of the ten.</summary>
    public required byte[] Salt { get; init; }

    /// <summary>See <see cref="Rules.RecoveryCodes.Hash"/>; never the code.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>When it was used, UTC; it works once.</summary>
    public DateTime? UsedAt { get; private set; }

    /// <inheritdoc/>
    public int Stamp { get; set; }

    /// <summary>It was used.</summary>
    public void Used(DateTime now) => (UsedAt, Stamp) = (now, Stamp + 1);

    internal static void Map(ModelBuilder model) => model.Entity<RecoveryCode>(e =>
    {
        e.ToTable("recovery_code");
        e.HasKey(c => c.Key);
        e.Property(c => c.Key).ValueGeneratedNever();
        e.HasIndex(c => c.UserKey);
    });
}
