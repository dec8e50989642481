using System.Security.Cryptography;
using System.Text;

namespace Gonglian.Foundation.Vaults;

/// <summary>保险柜: seals personal fields, opens them, and makes the blind hashes by which they are looked up.</summary>
/// <remarks>
/// AES-256-GCM under a key per person; that key is wrapped by an envelope key. The envelope and the hash key lie in the
/// folder <c>keys</c> beside, never inside, the database, so that a copy of the database alone opens nothing.
/// </remarks>
public sealed class Vault : IDisposable
{
    internal const int Nonce = 12;
    internal const int Tag = 16;
    internal const int WrappedKey = Nonce + KeyLength + Tag;
    private const int KeyLength = 32;
    private readonly ThreadLocal<AesGcm> envelope;
    private readonly Lazy<byte[]> blind;

    /// <summary>Reads the keys from the folder when they are first needed, or makes them then: who only reads leaves no trace.</summary>
    /// <param name="folder">The folder of the keys; several nodes share one.</param>
    public Vault(string folder)
    {
        var key = new Lazy<byte[]>(() => KeyIn(folder, "envelope-1.key"));
        envelope = new(() => new AesGcm(key.Value, Tag), trackAllValues: true);
        blind = new(() => KeyIn(folder, "blind.key"));
    }

    /// <summary>A new key for one person, wrapped.</summary>
    public SealKey NewKey(long key) => NewKey(key, "").Key;

    /// <summary>A new key for one person, wrapped, and a text sealed under it, in less time than one after the other.</summary>
    public (SealKey Key, Sealed Value) NewKey(long key, string text)
    {
        Span<byte> random = stackalloc byte[KeyLength + Nonce + Nonce];
        RandomNumberGenerator.Fill(random);
        var plain = random[..KeyLength];
        var nonces = random[KeyLength..];
        using var person = new AesGcm(plain, Tag);
        return (
            new() { Key = key, Envelope = 1, Wrapped = Encrypt(envelope.Value!, nonces[..Nonce], plain) },
            new(Encrypt(person, nonces[Nonce..], Encoding.UTF8.GetBytes(text))));
    }

    /// <summary>Seals a text under a person's key.</summary>
    public Sealed Seal(SealKey person, string text)
    {
        Span<byte> nonce = stackalloc byte[Nonce];
        RandomNumberGenerator.Fill(nonce);
        using var aes = Of(person);
        return new(Encrypt(aes, nonce, Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Opens a sealed text.</summary>
    /// <exception cref="CryptographicException">The key is not the one it was sealed with, or a byte was changed.</exception>
    public string Open(SealKey person, Sealed value)
    {
        using var aes = Of(person);
        return Encoding.UTF8.GetString(Decrypt(aes, value.Bytes));
    }

    /// <summary>A keyed hash for look-up; the domain keeps equal values of different places apart.</summary>
    /// <param name="domain">What and where, e.g. <c>phone-tail 4403/05/008/011/</c>.</param>
    /// <param name="value">The normalised value.</param>
    /// <returns>Eight bytes as a number: hits are rechecked against the opened value.</returns>
    public long Blind(string domain, string value)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(blind.Value, Encoding.UTF8.GetBytes($"{domain}\n{value}"), hash);
        return BitConverter.ToInt64(hash);
    }

    /// <summary>A keyed digest of content, by which the same content is known again and nothing can be guessed.</summary>
    /// <returns>Hexadecimal, 64 characters.</returns>
    public async Task<string> Digest(Stream content) =>
        Convert.ToHexStringLower(await HMACSHA256.HashDataAsync(blind.Value, content));

    /// <summary>A new key for one file, wrapped.</summary>
    /// <param name="wrapped">Takes the wrapped key.</param>
    /// <param name="bound">What is authenticated with it.</param>
    internal AesGcm NewFileKey(Span<byte> wrapped, ReadOnlySpan<byte> bound)
    {
        Span<byte> plain = stackalloc byte[KeyLength];
        RandomNumberGenerator.Fill(plain);
        RandomNumberGenerator.Fill(wrapped[..Nonce]);
        envelope.Value!.Encrypt(wrapped[..Nonce], plain, wrapped.Slice(Nonce, KeyLength), wrapped[(Nonce + KeyLength)..], bound);
        return new(plain, Tag);
    }

    /// <summary>The key of a file.</summary>
    /// <exception cref="CryptographicException">It was wrapped by another envelope, or with something else.</exception>
    internal AesGcm FileKey(ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> bound)
    {
        Span<byte> plain = stackalloc byte[KeyLength];
        envelope.Value!.Decrypt(wrapped[..Nonce], wrapped.Slice(Nonce, KeyLength), wrapped[(Nonce + KeyLength)..], plain, bound);
        return new(plain, Tag);
    }

    /// <summary>The hashes of one value in many domains, in less time than one after the other.</summary>
    /// <param name="domains">What and where, each; see <see cref="Blind(string, string)"/>.</param>
    /// <param name="value">The normalised value.</param>
    public IReadOnlyList<long> Blind(IEnumerable<string> domains, string value)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, blind.Value);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var hashes = new List<long>();
        foreach (var domain in domains)
        {
            mac.AppendData(Encoding.UTF8.GetBytes($"{domain}\n{value}"));
            mac.GetHashAndReset(hash);
            hashes.Add(BitConverter.ToInt64(hash));
        }
        return hashes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var aes in envelope.Values)
            aes.Dispose();
        envelope.Dispose();
    }

    private static byte[] KeyIn(string folder, string name)
    {
        var file = Path.Combine(folder, name);
        if (File.Exists(file))
            return File.ReadAllBytes(file);
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var key = RandomNumberGenerator.GetBytes(32);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(file, options);
        stream.Write(key);
        stream.Flush(flushToDisk: true);
        return key;
    }

    private AesGcm Of(SealKey person) => new(Decrypt(envelope.Value!, person.Wrapped), Tag);

    private static byte[] Encrypt(AesGcm aes, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> text)
    {
        var sealedBytes = new byte[Nonce + text.Length + Tag];
        nonce.CopyTo(sealedBytes);
        aes.Encrypt(nonce, text, sealedBytes.AsSpan(Nonce, text.Length), sealedBytes.AsSpan(Nonce + text.Length));
        return sealedBytes;
    }

    private static byte[] Decrypt(AesGcm aes, byte[] sealedBytes)
    {
        var text = new byte[sealedBytes.Length - Nonce - Tag];
        aes.Decrypt(sealedBytes.AsSpan(0, Nonce), sealedBytes.AsSpan(Nonce, text.Length), sealedBytes.AsSpan(Nonce + text.Length), text);
        return text;
    }
}
