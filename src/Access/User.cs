using System.Security.Cryptography;
using Gonglian.Access.Rules;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access;

/// <summary>账号: one person's way in.</summary>
/// <remarks>
/// It lies at the unit where the person works: whoever administers accounts there sees it. What the person may do is
/// said by <see cref="Granted"/>, not by this place.
/// </remarks>
public sealed class User : IScoped, IRecorded, IStamped
{
    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>Public id; stands in the records of what the person did.</summary>
    public required Guid Id { get; init; }

    /// <summary>所在单位: the unit where the person works.</summary>
    public required string Path { get; set; }

    /// <summary>登录名, as typed.</summary>
    public required string Login { get; init; }

    /// <summary>The login by which it is found; see <see cref="Logins.Normal"/>.</summary>
    public required string NormalisedLogin { get; init; }

    /// <summary>姓名.</summary>
    public required string Name { get; set; }

    /// <summary>Salted slow hash of the password; never the password.</summary>
    public string? PasswordHash { get; internal set; }

    /// <summary>When the password was set, UTC.</summary>
    public DateTime? PasswordSetAt { get; private set; }

    /// <summary>The password was set by somebody else: the person chooses an own one before anything else.</summary>
    public bool MustChange { get; private set; }

    /// <summary>Changes when every session of the account must end.</summary>
    public string SecurityStamp { get; internal set; } = NewStamp();

    /// <summary>Wrong passwords in a row.</summary>
    public int FailedCount { get; private set; }

    /// <summary>Until when the account is locked, UTC.</summary>
    public DateTime? LockedUntil { get; private set; }

    /// <summary>停用.</summary>
    public bool Disabled { get; private set; }

    /// <summary>示例: made for the demonstration.</summary>
    public bool Sample { get; init; }

    /// <inheritdoc/>
    public int Stamp { get; set; }

    string IRecorded.Subject => "user";

    long IRecorded.SubjectKey => Key;

    string IRecorded.SubjectPath => Path;

    /// <summary>Whether the account waits after wrong passwords.</summary>
    public bool IsLocked(DateTime now) => LockedUntil > now;

    /// <summary>A password was tried. Whether the account is open with it: right, not locked, not disabled.</summary>
    /// <param name="right">Whether it was the right one.</param>
    /// <param name="now">When, UTC.</param>
    public bool Opens(bool right, DateTime now)
    {
        if (IsLocked(now))
            return false;
        if (right)
        {
            (FailedCount, LockedUntil) = (0, null);
            return !Disabled;
        }

        FailedCount++;
        if (LockOut.Minutes(FailedCount) is > 0 and var minutes)
            LockedUntil = now.AddMinutes(minutes);
        return false;
    }

    /// <summary>Sets the password; every session of the account ends.</summary>
    /// <param name="hash">From the slow hash.</param>
    /// <param name="now">When, UTC.</param>
    /// <param name="byOther">Set by somebody else, so that the person must choose an own one.</param>
    public void SetPassword(string hash, DateTime now, bool byOther)
    {
        (PasswordHash, PasswordSetAt, MustChange) = (hash, now, byOther);
        (FailedCount, LockedUntil, SecurityStamp) = (0, null, NewStamp());
    }

    /// <summary>解锁: wrong passwords are forgotten.</summary>
    public void Unlock() => (FailedCount, LockedUntil) = (0, null);

    /// <summary>Every session of the account ends.</summary>
    public void EndSessions() => SecurityStamp = NewStamp();

    /// <summary>停用: no sign-in, and every session of the account ends.</summary>
    public void Disable() => (Disabled, SecurityStamp) = (true, NewStamp());

    /// <summary>启用.</summary>
    public void Enable() => (Disabled, FailedCount, LockedUntil) = (false, 0, null);

    internal static void Map(ModelBuilder model) => model.Entity<User>(e =>
    {
        e.ToTable("user");
        e.HasKey(u => u.Key);
        e.Property(u => u.Key).ValueGeneratedNever();
        e.Property(u => u.Login).HasMaxLength(Logins.Longest);
        e.Property(u => u.NormalisedLogin).HasMaxLength(Logins.Longest).HasAnnotation(ChangeLog.Derived, true);
        e.Property(u => u.Name).HasMaxLength(60);
        // What opens the account, or only follows from attempts, has no place in the change records.
        e.Property(u => u.PasswordHash).HasAnnotation(ChangeLog.Derived, true);
        e.Property(u => u.SecurityStamp).HasAnnotation(ChangeLog.Derived, true);
        e.Property(u => u.FailedCount).HasAnnotation(ChangeLog.Derived, true);
        e.HasIndex(u => u.Id).IsUnique();
        e.HasIndex(u => u.NormalisedLogin).IsUnique();
        e.HasIndex(u => new { u.Path, u.Key });
    });

    private static string NewStamp() => RandomNumberGenerator.GetHexString(32);
}
