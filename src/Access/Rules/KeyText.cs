using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Gonglian.Access.Rules;

/// <summary>程序密钥的写法: <c>gonglian_</c>, 12 signs that name the key, <c>_</c>, 43 signs of secret, 6 of check.</summary>
/// <remarks>
/// The secret is 256 random bits as base64url. The check is the first 36 bits of SHA-256 over everything before it: a key that
/// was mistyped, cut off or invented is known without a look-up, and whoever searches texts for lost keys finds hardly a wrong
/// one. It is no protection: anybody can compute it.
/// </remarks>
public static class KeyText
{
    /// <summary>How every key begins.</summary>
    public const string Prefix = "gonglian_";

    /// <summary>Signs of the name.</summary>
    public const int CodeLength = 12;

    private const int SecretBytes = 32;
    private const int Check = 6;
    private const int Before = 9 + CodeLength + 1 + 43;

    /// <summary>A new name for a key.</summary>
    public static string NewCode() => RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz234567", CodeLength);

    /// <summary>A new key of that name.</summary>
    public static string New(string code)
    {
        var text = $"{Prefix}{code}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}";
        return text + CheckOf(text);
    }

    /// <summary>The name in a key; nothing where it cannot be one.</summary>
    public static string? CodeOf(string? text) =>
        text?.Length == Before + Check && text.StartsWith(Prefix, StringComparison.Ordinal) && text[Prefix.Length + CodeLength] == '_'
        && text.AsSpan(Before).SequenceEqual(CheckOf(text[..Before]))
            ? text.Substring(Prefix.Length, CodeLength)
            : null;

    private static string CheckOf(string text) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 6))[..Check];
}
