using System.Security.Cryptography;
using Gonglian.Foundation.Rules;

namespace Gonglian.Access.Rules;

/// <summary>密码: long enough, and not the login; what it is made of is the person's own affair.</summary>
/// <remarks>
/// Length decides how long guessing takes; rules of composition (a capital, a digit, a sign) lead to the same few
/// endings and are therefore not asked for (NIST SP 800-63B §3.1.1.2).
/// </remarks>
public static class Passwords
{
    /// <summary>The fewest signs.</summary>
    public const int Shortest = 10;

    /// <summary>The most signs: a bound for the work of the slow hash, far above any sentence.</summary>
    public const int Longest = 128;

    private const string Signs = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>Demands that a new password is good enough.</summary>
    /// <exception cref="Refused">
    /// <c>access.password-length</c>: shorter than 10 or longer than 128; <c>access.password-login</c>: contains the
    /// login; <c>access.password-plain</c>: fewer than five different signs.
    /// </exception>
    public static void Check(string? password, string login)
    {
        password ??= "";
        if (password.Length is < Shortest or > Longest)
            throw new Refused("access.password-length", "密码为 {0}–{1} 个字符", Shortest, Longest).At("password");
        if (login.Length > 0 && password.Contains(login, StringComparison.OrdinalIgnoreCase))
            throw new Refused("access.password-login", "密码里不要包含登录名").At("password");
        if (password.Distinct().Count() < 5)
            throw new Refused("access.password-plain", "密码里至少要有 5 个不同的字符").At("password");
    }

    /// <summary>A password for one sign-in: 16 signs that cannot be mistaken for each other, in groups of four.</summary>
    public static string OneTime() => Random(16);

    /// <summary>So many random signs that cannot be mistaken for each other, in groups of four.</summary>
    public static string Random(int signs) =>
        string.Join('-', RandomNumberGenerator.GetString(Signs, signs).Chunk(4).Select(group => new string(group)));
}
