using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gonglian.Foundation.Vaults;

/// <summary>保险柜: seals personal fields, opens them, and makes the blind hashes by which they are looked up.</summary>
/// <remarks>
/// Sealed under a key per person; that key is wrapped by an envelope key. The envelopes and the hash key lie in the
/// folder <c>keys</c> beside, never inside, the database, so that a copy of the database alone opens nothing. Envelopes are
/// numbered: new keys are wrapped by the highest, and every wrapped key says by which (<see cref="Rotation"/>). An envelope
/// has an <see cref="Algorithm"/>: it is how it wraps, and what the keys that are made under it are for. A wrapped key, and
/// a key in the folder, without an algorithm's number before it is one of <see cref="Algorithm.Aes"/>.
/// </remarks>
public sealed class Vault : IDisposable
{
    internal const int Nonce = Algorithm.Nonce;
    internal const int Tag = Algorithm.Tag;
    internal const int WrappedKey = Nonce + Algorithm.KeyLength + Tag;
    private static readonly TimeSpan Looked = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<int, (Algorithm Algorithm, ThreadLocal<Cipher> Cipher)> envelopes = new();
    private readonly string folder;
    private readonly Lazy<(Algorithm Algorithm, byte[] Key)> blind;
    private int current;
    private long lookedAt;

    /// <summary>Reads the keys from the folder when they are first needed, or makes them then: who only reads leaves no trace.</summary>
    /// <param name="folder">The folder of the keys; several nodes share one.</param>
    public Vault(string folder)
    {
        this.folder = folder;
        blind = new(() => KeyIn("blind.key", () => AlgorithmOf(Current)));
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

    /// <summary>The algorithm of an envelope.</summary>
    public Algorithm AlgorithmOf(int number) => Envelope(number).Algorithm;

    /// <summary>Makes a new envelope; from now on it wraps new keys.</summary>
    /// <param name="algorithm">How; nothing for that of the last one.</param>
    public int NewEnvelope(Algorithm? algorithm = null)
    {
        var number = Math.Max(Current, Highest) + 1;
        _ = KeyIn(Name(number), () => algorithm ?? (Highest == 0 ? Algorithm.Aes : AlgorithmOf(Highest)));
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
        var (algorithm, plain) = Unwrap(person);
        Span<byte> nonce = stackalloc byte[Nonce];
        RandomNumberGenerator.Fill(nonce);
        return Wrap(person.Key, Current, algorithm, nonce, plain);
    }

    /// <summary>A new key for one person, wrapped.</summary>
    public SealKey NewKey(long key) => NewKey(key, "").Key;

    /// <summary>A new key for one person, wrapped, and a text sealed under it, in less time than one after the other.</summary>
    public (SealKey Key, Sealed Value) NewKey(long key, string text)
    {
        Span<byte> random = stackalloc byte[Algorithm.KeyLength + Nonce + Nonce];
        RandomNumberGenerator.Fill(random);
        var plain = random[..Algorithm.KeyLength];
        var nonces = random[Algorithm.KeyLength..];
        var number = Current;
        var algorithm = AlgorithmOf(number);
        using var person = algorithm.Cipher(plain);
        return (
            Wrap(key, number, algorithm, nonces[..Nonce], plain),
            new(Encrypt(person, nonces[Nonce..], Encoding.UTF8.GetBytes(text))));
    }

    /// <summary>Seals a text under a person's key.</summary>
    public Sealed Seal(SealKey person, string text)
    {
        Span<byte> nonce = stackalloc byte[Nonce];
        RandomNumberGenerator.Fill(nonce);
        using var cipher = Of(person);
        return new(Encrypt(cipher, nonce, Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Opens a sealed text.</summary>
    /// <exception cref="CryptographicException">The key is not the one it was sealed with, or a byte was changed.</exception>
    public string Open(SealKey person, Sealed value)
    {
        using var cipher = Of(person);
        return Encoding.UTF8.GetString(Decrypt(cipher, value.Bytes));
    }

    /// <summary>Whether the envelope key that lies here is the one that wraps a person's key.</summary>
    public bool Fits(SealKey person)
    {
        try
        {
            CryptographicOperations.ZeroMemory(Unwrap(person).Plain);
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
    public long Blind(string domain, string value) => Blind([domain], value)[0];

    /// <summary>A keyed hash of a secret that is kept for comparing only; <see cref="Rotation"/> leaves its key as it is.</summary>
    /// <param name="domain">What it is the secret of.</param>
    /// <param name="secret">The secret.</param>
    public byte[] Mac(string domain, string secret)
    {
        using var mac = blind.Value.Algorithm.Mac(blind.Value.Key);
        var hash = new byte[Algorithm.Hash];
        mac.Add(Encoding.UTF8.GetBytes($"{domain}\n{secret}"));
        mac.Finish(hash);
        return hash;
    }

    /// <summary>A keyed digest of content, by which the same content is known again and nothing can be guessed.</summary>
    /// <returns>Hexadecimal, 64 characters.</returns>
    public async Task<string> Digest(Stream content)
    {
        using var mac = blind.Value.Algorithm.Mac(blind.Value.Key);
        var (piece, hash) = (new byte[64 << 10], new byte[Algorithm.Hash]);
        while (await content.ReadAsync(piece) is > 0 and var read)
            mac.Add(piece.AsSpan(0, read));
        mac.Finish(hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>A new key for one file, wrapped.</summary>
    /// <param name="number">The envelope.</param>
    /// <param name="wrapped">Takes the wrapped key.</param>
    /// <param name="bound">What is authenticated with it.</param>
    internal Cipher NewFileKey(int number, Span<byte> wrapped, ReadOnlySpan<byte> bound)
    {
        Span<byte> plain = stackalloc byte[Algorithm.KeyLength];
        RandomNumberGenerator.Fill(plain);
        WrapFileKey(number, plain, wrapped, bound);
        return AlgorithmOf(number).Cipher(plain);
    }

    /// <summary>Wraps the key of a file.</summary>
    internal void WrapFileKey(int number, ReadOnlySpan<byte> plain, Span<byte> wrapped, ReadOnlySpan<byte> bound)
    {
        RandomNumberGenerator.Fill(wrapped[..Nonce]);
        Envelope(number).Cipher.Encrypt(
            wrapped[..Nonce], plain, wrapped.Slice(Nonce, Algorithm.KeyLength), wrapped[(Nonce + Algorithm.KeyLength)..], bound);
    }

    /// <summary>The key of a file.</summary>
    /// <exception cref="CryptographicException">It was wrapped by another envelope, or with something else.</exception>
    internal byte[] FileKey(int number, ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> bound)
    {
        var plain = new byte[Algorithm.KeyLength];
        Envelope(number).Cipher.Decrypt(
            wrapped[..Nonce], wrapped.Slice(Nonce, Algorithm.KeyLength), wrapped[(Nonce + Algorithm.KeyLength)..], plain, bound);
        return plain;
    }

    /// <summary>The hashes of one value in many domains, in less time than one after the other.</summary>
    /// <param name="domains">What and where, each; see <see cref="Blind(string, string)"/>.</param>
    /// <param name="value">The normalised value.</param>
    public IReadOnlyList<long> Blind(IEnumerable<string> domains, string value)
    {
        using var mac = blind.Value.Algorithm.Mac(blind.Value.Key);
        Span<byte> hash = stackalloc byte[Algorithm.Hash];
        var hashes = new List<long>();
        foreach (var domain in domains)
        {
            mac.Add(Encoding.UTF8.GetBytes($"{domain}\n{value}"));
            mac.Finish(hash);
            hashes.Add(BitConverter.ToInt64(hash));
        }
        return hashes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, ciphers) in envelopes.Values)
        {
            foreach (var cipher in ciphers.Values)
                cipher.Dispose();
            ciphers.Dispose();
        }
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"envelope-{number}.key");

    // Only the first one is made when it is missing: any other was removed, or never belonged here.
    private (Algorithm Algorithm, Cipher Cipher) Envelope(int number)
    {
        var (algorithm, ciphers) = envelopes.GetOrAdd(number, n =>
        {
            if (!File.Exists(Path.Combine(folder, Name(n))) && (n != 1 || Envelopes().Count > 0))
                throw new CryptographicException($"There is no envelope {n}: it was rotated away, or the keys belong to another store");
            var (of, key) = KeyIn(Name(n), () => Algorithm.Aes);
            return (of, new(() => of.Cipher(key), trackAllValues: true));
        });
        return (algorithm, ciphers.Value!);
    }

    private (Algorithm Algorithm, byte[] Key) KeyIn(string name, Func<Algorithm> ofNew)
    {
        var file = Path.Combine(folder, name);
        if (File.Exists(file))
            return Numbered(File.ReadAllBytes(file), Algorithm.KeyLength);
        var algorithm = ofNew();
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var key = RandomNumberGenerator.GetBytes(Algorithm.KeyLength);
        using var stream = Owned.Create(file, FileMode.CreateNew);
        stream.Write(Number(algorithm, key));
        stream.Flush(flushToDisk: true);
        return (algorithm, key);
    }

    private Cipher Of(SealKey person)
    {
        var (algorithm, plain) = Unwrap(person);
        return algorithm.Cipher(plain);
    }

    private (Algorithm Algorithm, byte[] Plain) Unwrap(SealKey person)
    {
        var (algorithm, wrapped) = Numbered(person.Wrapped, WrappedKey);
        return (algorithm, Decrypt(Envelope(person.Envelope).Cipher, wrapped));
    }

    private SealKey Wrap(long key, int envelope, Algorithm algorithm, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain) => new()
    {
        Key = key,
        Envelope = envelope,
        Wrapped = Number(algorithm, Encrypt(Envelope(envelope).Cipher, nonce, plain)),
    };

    private static byte[] Number(Algorithm algorithm, byte[] key) =>
        algorithm == Algorithm.Aes ? key : [(byte)algorithm.Number, .. key];

    private static (Algorithm Algorithm, byte[] Key) Numbered(byte[] stored, int length) =>
        stored.Length > length ? (Algorithm.Of(stored[0]), stored[1..]) : (Algorithm.Aes, stored);

    private static byte[] Encrypt(Cipher cipher, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> text)
    {
        var sealedBytes = new byte[Nonce + text.Length + Tag];
        nonce.CopyTo(sealedBytes);
        cipher.Encrypt(nonce, text, sealedBytes.AsSpan(Nonce, text.Length), sealedBytes.AsSpan(Nonce + text.Length));
        return sealedBytes;
    }

    private static byte[] Decrypt(Cipher cipher, byte[] sealedBytes)
    {
        if (sealedBytes.Length < Nonce + Tag)
            throw new CryptographicException("Too short to have been sealed");
        var text = new byte[sealedBytes.Length - Nonce - Tag];
        cipher.Decrypt(sealedBytes.AsSpan(0, Nonce), sealedBytes.AsSpan(Nonce, text.Length), sealedBytes.AsSpan(Nonce + text.Length), text);
        return text;
    }
}
