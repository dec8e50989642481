using System.Security.Cryptography;
using System.Text;

namespace Gonglian.Foundation.Vaults;

/// <summary>保险柜: seals personal fields, opens them, and makes the blind hashes by which they are looked up.</summary>
/// <remarks>
/// AES-256-GCM under a key per person; that key is wrapped by an envelope key. The envelope and the hash key lie in the
/// folder <c>keys</c> beside, never inside, the database, so that a copy of the database alone opens nothing.
/// </remarks>
public sealed class Vault
{
    private const int Nonce = 12;
    private const int Tag = 16;
    private readonly byte[] envelope;
    private readonly byte[] blind;

    /// <summary>Reads the keys from the folder, or makes them at the first start.</summary>
    /// <param name="folder">The folder of the keys; several nodes share one.</param>
    public Vault(string folder)
    {
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        envelope = KeyIn(Path.Combine(folder, "envelope-1.key"));
        blind = KeyIn(Path.Combine(folder, "blind.key"));
    }

    /// <summary>A new key for one person, wrapped.</summary>
    public SealKey NewKey(long key) =>
        new() { Key = key, Envelope = 1, Wrapped = Encrypt(envelope, RandomNumberGenerator.GetBytes(32)) };

    /// <summary>Seals a text under a person's key.</summary>
    public Sealed Seal(SealKey person, string text) =>
        new(Encrypt(Decrypt(envelope, person.Wrapped), Encoding.UTF8.GetBytes(text)));

    /// <summary>Opens a sealed text.</summary>
    /// <exception cref="CryptographicException">The key is not the one it was sealed with, or a byte was changed.</exception>
    public string Open(SealKey person, Sealed value) =>
        Encoding.UTF8.GetString(Decrypt(Decrypt(envelope, person.Wrapped), value.Bytes));

    /// <summary>A keyed hash for look-up; the domain keeps equal values of different places apart.</summary>
    /// <param name="domain">What and where, e.g. <c>phone-tail 4403/05/008/011/</c>.</param>
    /// <param name="value">The normalised value.</param>
    /// <returns>Eight bytes as a number: hits are rechecked against the opened value.</returns>
    public long Blind(string domain, string value)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(blind, Encoding.UTF8.GetBytes($"{domain}\n{value}"), hash);
        return BitConverter.ToInt64(hash);
    }

    private static byte[] KeyIn(string file)
    {
        if (File.Exists(file))
            return File.ReadAllBytes(file);
        var key = RandomNumberGenerator.GetBytes(32);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(file, options);
        stream.Write(key);
        stream.Flush(flushToDisk: true);
        return key;
    }

    private static byte[] Encrypt(byte[] key, byte[] text)
    {
        var sealedBytes = new byte[Nonce + text.Length + Tag];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, Nonce));
        using var aes = new AesGcm(key, Tag);
        aes.Encrypt(sealedBytes.AsSpan(0, Nonce), text, sealedBytes.AsSpan(Nonce, text.Length), sealedBytes.AsSpan(Nonce + text.Length));
        return sealedBytes;
    }

    private static byte[] Decrypt(byte[] key, byte[] sealedBytes)
    {
        var text = new byte[sealedBytes.Length - Nonce - Tag];
        using var aes = new AesGcm(key, Tag);
        aes.Decrypt(sealedBytes.AsSpan(0, Nonce), sealedBytes.AsSpan(Nonce, text.Length), sealedBytes.AsSpan(Nonce + text.Length), text);
        return text;
    }
}
