using Gonglian.Foundation.Rules;

namespace Gonglian.Access.Rules;

/// <summary>登录名: how it may look and how it is found.</summary>
public static class Logins
{
    /// <summary>The longest login.</summary>
    public const int Longest = 60;

    /// <summary>The form by which a login is found: half-width, without blanks around it, in small letters.</summary>
    public static string Normal(string? login) => Plain.Fold(login ?? "").Trim().ToLowerInvariant();

    /// <summary>The login as it is kept.</summary>
    /// <exception cref="Refused">
    /// <c>access.login</c>: shorter than 2, longer than 60, or with signs other than letters, digits, <c>. - _ @</c>.
    /// </exception>
    public static string Check(string? login)
    {
        var plain = Plain.Fold(login ?? "").Trim();
        var signs = plain.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or '@');
        if (plain.Length is < 2 or > Longest || !signs)
            throw new Refused("access.login", "登录名为 2–60 个字,只用字母、数字、汉字和 . - _ @").At("login");
        return plain;
    }
}
