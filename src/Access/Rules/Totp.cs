using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Gonglian.Access.Rules;

/// <summary>验证码: six digits that change every thirty seconds, from a secret that a telephone holds as well.</summary>
/// <remarks>
/// Unit of time: steps of 30 s since 1970, UTC. One step before and one after the present one are taken too, for clocks that
/// differ. HMAC-SHA-1, six digits: what every authenticator application knows. Source: RFC 6238, RFC 4226 §5.3.
/// </remarks>
public static class Totp
{
    /// <summary>Seconds of a step.</summary>
    public const int Seconds = 30;

    /// <summary>Digits of a code.</summary>
    public const int Digits = 6;

    /// <summary>Bytes of a secret: as long as the hash (RFC 4226 §4, R6).</summary>
    public const int SecretLength = 20;

    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The step of an instant.</summary>
    /// <param name="now">UTC.</param>
    public static long StepOf(DateTime now) => (long)Math.Floor((now - DateTime.UnixEpoch).TotalSeconds / Seconds);

    /// <summary>The code of a step.</summary>
    /// <param name="secret">The shared secret.</param>
    /// <param name="step">The step.</param>
    /// <param name="digits">Six; the published examples have eight.</param>
    public static string Code(ReadOnlySpan<byte> secret, long step, int digits = Digits)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // The standard's own algorithm; what breaks SHA-1 elsewhere does not concern its use in HMAC.
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xf)..]) & 0x7fff_ffff;
        var modulus = 1;
        for (var i = 0; i < digits; i++)
            modulus *= 10;
        return (number % modulus).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>The step whose code was typed: the present one, the one before or the one after; nothing when it is none of them.</summary>
    /// <param name="secret">The shared secret.</param>
    /// <param name="typed">As typed; blanks do not matter.</param>
    /// <param name="now">When, UTC.</param>
    /// <param name="after">The step of the last code that was taken: it and those before it are used up.</param>
    public static long? Find(ReadOnlySpan<byte> secret, string? typed, DateTime now, long after)
    {
        var digits = Plain(typed);
        var present = StepOf(now);
        long? found = null;
        for (var step = present - 1; step <= present + 1; step++)
            if (CryptographicOperations.FixedTimeEquals(Signs(Code(secret, step)), Signs(digits)) && step > after)
                found ??= step;
        return found;
    }

    /// <summary>Whether what was typed looks like a code.</summary>
    public static bool IsCode(string? typed) => Plain(typed) is { Length: Digits } digits && digits.All(char.IsAsciiDigit);

    /// <summary>The secret as people and applications read it: Base32 without filling signs (RFC 4648 §6).</summary>
    public static string Letters(ReadOnlySpan<byte> secret)
    {
        var letters = new char[((secret.Length * 8) + 4) / 5];
        for (var i = 0; i < letters.Length; i++)
        {
            var bit = i * 5;
            var pair = (secret[bit / 8] << 8) | (bit / 8 + 1 < secret.Length ? secret[(bit / 8) + 1] : 0);
            letters[i] = Base32[(pair >> (11 - (bit % 8))) & 31];
        }
        return new(letters);
    }

    /// <summary>The secret from <see cref="Letters"/>.</summary>
    public static byte[] Bytes(string letters)
    {
        var secret = new byte[letters.Length * 5 / 8];
        for (var bit = 0; bit < secret.Length * 8; bit++)
            if ((Base32.IndexOf(letters[bit / 5], StringComparison.Ordinal) >> (4 - (bit % 5)) & 1) == 1)
                secret[bit / 8] |= (byte)(0x80 >> (bit % 8));
        return secret;
    }

    /// <summary>The address that the square picture holds, for the application to read.</summary>
    /// <param name="secret">The shared secret.</param>
    /// <param name="issuer">Which system.</param>
    /// <param name="login">Which account.</param>
    public static string Address(ReadOnlySpan<byte> secret, string issuer, string login) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(login)}?secret={Letters(secret)}"
        + $"&issuer={Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits={Digits}&period={Seconds}";

    private static string Plain(string? typed) =>
        string.Concat(Gonglian.Foundation.Rules.Plain.Fold(typed ?? "").Where(c => !char.IsWhiteSpace(c) && c != '-'));

    private static byte[] Signs(string code) => System.Text.Encoding.UTF8.GetBytes(code);
}
