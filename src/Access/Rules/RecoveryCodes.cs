using System.Security.Cryptography;
using System.Text;
using Gonglian.Foundation.Rules;

namespace Gonglian.Access.Rules;

/// <summary>恢复码: ten codes on paper for the day on which the telephone is gone; each opens the second step once.</summary>
public static class RecoveryCodes
{
    /// <summary>How many are made at once.</summary>
    public const int Count = 10;

    /// <summary>Bytes of the salt, one for the ten.</summary>
    public const int SaltLength = 16;

    private const int Signs = 12;
    private const int Rounds = 20_000;

    /// <summary>New codes: 12 signs each, in groups of four, 59 bits of chance.</summary>
    public static IReadOnlyList<string> Make() => [.. Enumerable.Range(0, Count).Select(_ => Passwords.Random(Signs))];

    /// <summary>The slow hash that is kept (PBKDF2, HMAC-SHA-512).</summary>
    /// <param name="typed">As typed: capitals, blanks and hyphens do not matter.</param>
    /// <param name="salt">The salt of the ten.</param>
    public static byte[] Hash(string? typed, byte[] salt)
    {
        var code = string.Concat(Plain.Fold(typed ?? "").Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        var bytes = Encoding.ASCII.GetBytes(code[..Math.Min(code.Length, 64)]);
        return Rfc2898DeriveBytes.Pbkdf2(bytes, salt, Rounds, HashAlgorithmName.SHA512, 32);
    }
}
