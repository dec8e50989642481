using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gonglian.Foundation.Vaults;

/// <summary>保险柜: seals personal fields, opens them, and makes the blind hashes by which they are looked up.</summary>
/// <remarks>
/// AES-256-GCM under a key per person; that key is wrapped by an envelope key. The envelopes and the hash key lie in the
/// folder <c>keys</c> beside, never inside, the database, so that a copy of the database alone opens nothing. Envelopes are
/// numbered: new keys are wrapped by the highest, and every wrapped key says by which (<see cref="Rotation"/>).
/// </remarks>
public sealed class Vault : IDisposable
{
    internal const int Nonce = 12;
    internal const int Tag = 16;
    internal const int WrappedKey = Nonce + KeyLength + Tag;
    private const int KeyLength = 32;
    private static readonly TimeSpan Looked = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<int, ThreadLocal<AesGcm>> envelopes = new();
    private readonly string folder;
    private readonly Lazy<byte[]> blind;
    private int current;
    private long lookedAt;

    /// <summary>Reads the keys from the folder when they are first needed, or makes them then: who only reads leaves no trace.</summary>
    /// <param name="folder">The folder of the keys; several nodes share one.</param>
    public Vault(string folder)
    {
        this.folder = folder;
        blind = new(() => KeyIn(folder, "blind.key"));
    }

    /// <summary>The number of the envelope that wraps new keys; another node may have made one some seconds ago.</summary>
    public int Current
    {
        get
        {
            if (current == 0 || Stopwatch.GetElapsedTime(lookedAt) > Looked)
                (current, lookedAt) = (Math.Max(Highest, 1), Stopwatch.GetTimestamp());
            return current;
        }
    }

    /// <summary>The numbers of the envelopes that are there, rising.</summary>
    public IReadOnlyList<int> Envelopes() => Directory.Exists(folder)
        ?
        [
            .. Directory.EnumerateFiles(folder, "envelope-*.key").Select(f => Path.GetFileNameWithoutExtension(f)["envelope-".Length..])
                .Where(n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                .Select(n => int.Parse(n, CultureInfo.InvariantCulture)).Order(),
        ]
        : [];

    private int Highest => Envelopes() is [.., var last] ? last : 0;

    /// <summary>Makes a new envelope; from now on it wraps new keys.</summary>
    public int NewEnvelope()
    {
        var number = Math.Max(Current, Highest) + 1;
        _ = KeyIn(folder, Name(number));
        (current, lookedAt) = (number, Stopwatch.GetTimestamp());
        return number;
    }

    /// <summary>Removes an envelope that nothing is wrapped by any more.</summary>
    public void Remove(int number) => File.Delete(Path.Combine(folder, Name(number)));

    /// <summary>When an envelope was made, UTC.</summary>
    public DateTime MadeAt(int number) => File.GetLastWriteTimeUtc(Path.Combine(folder, Name(number)));

    /// <summary>The same key, wrapped by the current envelope.</summary>
    /// <exception cref="CryptographicException">Its envelope is not there, or not the one it was wrapped by.</exception>
    public SealKey Rewrap(SealKey person)
    {
        var plain = Decrypt(Envelope(person.Envelope), person.Wrapped);
        Span<byte> nonce = stackalloc byte[Nonce];
        RandomNumberGenerator.Fill(nonce);
        var number = Current;
        return new() { Key = person.Key, Envelope = number, Wrapped = Encrypt(Envelope(number), nonce, plain) };
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
        var number = Current;
        return (
            new() { Key = key, Envelope = number, Wrapped = Encrypt(Envelope(number), nonces[..Nonce], plain) },
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

    /// <summary>Whether the envelope key that lies here is the one that wraps a person's key.</summary>
    public bool Fits(SealKey person)
    {
        try
        {
            CryptographicOperations.ZeroMemory(Decrypt(Envelope(person.Envelope), person.Wrapped));
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
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
    /// <param name="number">The envelope.</param>
    /// <param name="wrapped">Takes the wrapped key.</param>
    /// <param name="bound">What is authenticated with it.</param>
    internal AesGcm NewFileKey(int number, Span<byte> wrapped, ReadOnlySpan<byte> bound)
    {
        Span<byte> plain = stackalloc byte[KeyLength];
        RandomNumberGenerator.Fill(plain);
        WrapFileKey(number, plain, wrapped, bound);
        return new(plain, Tag);
    }

    /// <summary>Wraps the key of a file.</summary>
    internal void WrapFileKey(int number, ReadOnlySpan<byte> plain, Span<byte> wrapped, ReadOnlySpan<byte> bound)
    {
        RandomNumberGenerator.Fill(wrapped[..Nonce]);
        Envelope(number).Encrypt(wrapped[..Nonce], plain, wrapped.Slice(Nonce, KeyLength), wrapped[(Nonce + KeyLength)..], bound);
    }

    /// <summary>The key of a file.</summary>
    /// <exception cref="CryptographicException">It was wrapped by another envelope, or with something else.</exception>
    internal byte[] FileKey(int number, ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> bound)
    {
        var plain = new byte[KeyLength];
        Envelope(number).Decrypt(wrapped[..Nonce], wrapped.Slice(Nonce, KeyLength), wrapped[(Nonce + KeyLength)..], plain, bound);
        return plain;
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
        foreach (var envelope in envelopes.Values)
        {
            foreach (var aes in envelope.Values)
                aes.Dispose();
            envelope.Dispose();
        }
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"envelope-{number}.key");

    // Only the first one is made when it is missing: any other was removed, or never belonged here.
    private AesGcm Envelope(int number) => envelopes.GetOrAdd(number, n =>
    {
        if (n != 1 && !File.Exists(Path.Combine(folder, Name(n))) || n == 1 && !File.Exists(Path.Combine(folder, Name(1))) && Envelopes().Count > 0)
            throw new CryptographicException($"There is no envelope {n}: it was rotated away, or the keys belong to another store");
        var key = KeyIn(folder, Name(n));
        return new(() => new AesGcm(key, Tag), trackAllValues: true);
    }).Value!;

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

    private AesGcm Of(SealKey person) => new(Decrypt(Envelope(person.Envelope), person.Wrapped), Tag);

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
