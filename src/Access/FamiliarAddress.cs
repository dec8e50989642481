using Gonglian.Access.Rules;
using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access;

/// <summary>用过的地址: a network address from which an account was opened before.</summary>
/// <remarks>
/// Wrong passwords from it are counted for it alone: whoever guesses from elsewhere can make the account wait there, and
/// the right person still gets in from here; whoever guesses from here locks nobody out elsewhere.
/// </remarks>
public sealed class FamiliarAddress : IStamped
{
    /// <summary>How many are remembered for an account; then the one longest unused is forgotten.</summary>
    public const int Most = 20;

    /// <summary>How long one is remembered after it was last used.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(90);

    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>Whose account.</summary>
    public required long UserKey { get; init; }

    /// <summary>The address; of IPv6 the network of 64 bits.</summary>
    public required string Network { get; init; }

    /// <summary>When the account was last opened from it, UTC.</summary>
    public DateTime LastAt { get; set; }

    /// <summary>Wrong passwords in a row from here.</summary>
    public int FailedCount { get; private set; }

    /// <summary>Until when the account waits for whoever asks from here, UTC.</summary>
    public DateTime? LockedUntil { get; private set; }

    /// <inheritdoc/>
    public int Stamp { get; set; }

    /// <summary>Whether the account waits here after wrong passwords.</summary>
    public bool IsLocked(DateTime now) => LockedUntil > now;

    /// <summary>A password or code was tried from here. Whether it is taken: right, and not locked.</summary>
    /// <param name="right">Whether it was the right one.</param>
    /// <param name="now">When, UTC.</param>
    public bool Opens(bool right, DateTime now)
    {
        if (IsLocked(now))
            return false;
        Stamp++;
        if (right)
        {
            (FailedCount, LockedUntil, LastAt) = (0, null, now);
            return true;
        }

        FailedCount++;
        if (LockOut.Minutes(FailedCount) is > 0 and var minutes)
            LockedUntil = now.AddMinutes(minutes);
        return false;
    }

    /// <summary>解锁: wrong passwords are forgotten.</summary>
    public void Unlock() => (FailedCount, LockedUntil, Stamp) = (0, null, Stamp + 1);

    internal static void Map(ModelBuilder model) => model.Entity<FamiliarAddress>(e =>
    {
        e.ToTable("familiar_address");
        e.HasKey(a => a.Key);
        e.Property(a => a.Key).ValueGeneratedNever();
        e.Property(a => a.Network).HasMaxLength(50);
        e.HasIndex(a => a.UserKey);
    });
}
