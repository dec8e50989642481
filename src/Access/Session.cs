using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access;

/// <summary>会话: one sign-in, until it is ended. The cookie names it; without it a cookie opens nothing.</summary>
public sealed class Session
{
    /// <summary>The longest time a session lasts, however busy it is.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>What the cookie carries.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required long UserKey { get; init; }

    /// <summary>When it began, UTC.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>When the person ended it, UTC; none while it lasts.</summary>
    public DateTime? EndedAt { get; set; }

    internal static void Map(ModelBuilder model) => model.Entity<Session>(e =>
    {
        e.ToTable("session");
        e.HasKey(s => s.Key);
        e.Property(s => s.Key).ValueGeneratedNever();
        e.HasIndex(s => s.Id).IsUnique();
        e.HasIndex(s => s.UserKey);
    });
}
