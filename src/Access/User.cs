using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access;

/// <summary>账号: one person's way in.</summary>
public sealed class User : IRecorded, IStamped
{
    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>Public id; stands in the records of what the person did.</summary>
    public required Guid Id { get; init; }

    /// <summary>登录名, as typed.</summary>
    public required string Login { get; set; }

    /// <summary>The login by which it is found: trimmed, half-width, lower case.</summary>
    public required string NormalisedLogin { get; set; }

    /// <summary>姓名.</summary>
    public required string Name { get; set; }

    /// <summary>Salted slow hash of the password; never the password.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>Changes when every session of the account must end.</summary>
    public required string SecurityStamp { get; set; }

    /// <summary>Wrong passwords in a row.</summary>
    public int FailedCount { get; set; }

    /// <summary>Until when the account is locked, UTC.</summary>
    public DateTime? LockedUntil { get; set; }

    /// <summary>停用.</summary>
    public bool Disabled { get; set; }

    /// <summary>示例: made for the demonstration.</summary>
    public bool Sample { get; init; }

    /// <inheritdoc/>
    public int Stamp { get; set; }

    string IRecorded.Subject => "user";

    long IRecorded.SubjectKey => Key;

    string IRecorded.SubjectPath => "";

    internal static void Map(ModelBuilder model) => model.Entity<User>(e =>
    {
        e.ToTable("user");
        e.HasKey(u => u.Key);
        e.Property(u => u.Key).ValueGeneratedNever();
        e.Property(u => u.Login).HasMaxLength(60);
        e.Property(u => u.NormalisedLogin).HasMaxLength(60);
        e.Property(u => u.Name).HasMaxLength(60);
        e.HasIndex(u => u.Id).IsUnique();
        e.HasIndex(u => u.NormalisedLogin).IsUnique();
    });
}
