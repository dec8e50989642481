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

    /// <summary>When it was ended, UTC; none while it lasts.</summary>
    public DateTime? EndedAt { get; set; }

    /// <summary>How its person showed who they are; see <see cref="Ways"/>.</summary>
    public string Way { get; init; } = "";

    /// <summary>From which network address it began.</summary>
    public string? Origin { get; init; }

    /// <summary>Browser and system in words, e.g. <c>Chrome · Windows</c>.</summary>
    public string? Browser { get; init; }

    /// <summary>When it was last used, UTC, to within five minutes; none before it was used.</summary>
    public DateTime? SeenAt { get; set; }

    /// <summary>Whether it can still be used.</summary>
    /// <param name="now">UTC.</param>
    /// <param name="idle">The longest pause.</param>
    public bool Lives(DateTime now, TimeSpan idle) =>
        EndedAt is null && StartedAt + Longest > now && (SeenAt ?? StartedAt) + idle >= now;

    internal static void Map(ModelBuilder model) => model.Entity<Session>(e =>
    {
        e.ToTable("session");
        e.HasKey(s => s.Key);
        e.Property(s => s.Key).ValueGeneratedNever();
        e.Property(s => s.Way).HasMaxLength(20);
        e.Property(s => s.Origin).HasMaxLength(50);
        e.Property(s => s.Browser).HasMaxLength(100);
        e.HasIndex(s => s.Id).IsUnique();
        e.HasIndex(s => s.UserKey);
    });
}

/// <summary>登录方式.</summary>
public static class Ways
{
    /// <summary>The password alone.</summary>
    public const string Password = "password";

    /// <summary>The password and a code of the authenticator.</summary>
    public const string Code = "code";

    /// <summary>The password and a recovery code.</summary>
    public const string Recovery = "recovery";

    /// <summary>A passkey, which asks the person itself.</summary>
    public const string Passkey = "passkey";

    /// <summary>In Chinese.</summary>
    public static string Title(string way) => way switch
    {
        Code => "密码 + 验证码",
        Recovery => "密码 + 恢复码",
        Passkey => "通行密钥",
        _ => "密码",
    };
}
