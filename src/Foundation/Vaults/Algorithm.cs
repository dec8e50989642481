using System.Security.Cryptography;

namespace Gonglian.Foundation.Vaults;

/// <summary>算法: how personal data is sealed and how look-up hashes are made.</summary>
/// <remarks>
/// Which one a key belongs to lies with the key, so that both may stand side by side in one store: what was sealed by one
/// goes on opening after the other was chosen. All keys are <see cref="KeyLength"/> bytes long, nonces and tags are of one
/// length, so that every sealed thing has its parts in the same places.
/// </remarks>
public abstract class Algorithm
{
    /// <summary>Bytes of every key; SM4 takes the first sixteen.</summary>
    public const int KeyLength = 32;

    /// <summary>Bytes of a nonce.</summary>
    public const int Nonce = 12;

    /// <summary>Bytes of the tag by which a changed byte is found.</summary>
    public const int Tag = 16;

    /// <summary>Bytes of a keyed hash.</summary>
    public const int Hash = 32;

    /// <summary>AES-256-GCM (NIST SP 800-38D) and HMAC-SHA-256 (FIPS 198-1): the default.</summary>
    public static Algorithm Aes { get; } = new AesAlgorithm();

    /// <summary>国密: SM4-GCM (GB/T 32907-2016, mode as in RFC 8998) and HMAC-SM3 (GB/T 32905-2016).</summary>
    public static Algorithm Sm { get; } = new SmAlgorithm();

    /// <summary>Those there are.</summary>
    public static IReadOnlyList<Algorithm> All { get; } = [Aes, Sm];

    /// <summary>The number that stands with keys and in sealed files; it never changes its meaning.</summary>
    public abstract int Number { get; }

    /// <summary>What it is called on the command line, e.g. <c>aes</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What people read, e.g. <c>AES-256-GCM / HMAC-SHA-256</c>.</summary>
    public abstract string Title { get; }

    /// <summary>The algorithm of a number.</summary>
    /// <exception cref="CryptographicException">This program knows none of that number.</exception>
    public static Algorithm Of(int number) => All.FirstOrDefault(a => a.Number == number)
        ?? throw new CryptographicException($"Algorithm {number} is not known here: the key comes from a newer version");

    /// <summary>Seals and opens under a key; used by one thread at a time.</summary>
    public abstract Cipher Cipher(ReadOnlySpan<byte> key);

    /// <summary>Makes hashes under a key; used by one thread at a time.</summary>
    public abstract Mac Mac(ReadOnlySpan<byte> key);
}

/// <summary>Sealing and opening under one key, so that a changed byte is found.</summary>
public abstract class Cipher : IDisposable
{
    /// <summary>Seals.</summary>
    /// <param name="nonce">Never the same twice under one key.</param>
    /// <param name="text">What is sealed.</param>
    /// <param name="sealedText">As long as the text.</param>
    /// <param name="tag">Takes the tag.</param>
    /// <param name="bound">What is authenticated with it, and must be the same at opening.</param>
    public abstract void Encrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> text, Span<byte> sealedText, Span<byte> tag, ReadOnlySpan<byte> bound = default);

    /// <summary>Opens.</summary>
    /// <inheritdoc cref="Encrypt"/>
    /// <exception cref="CryptographicException">A byte, the key or what is bound is not the same.</exception>
    public abstract void Decrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sealedText, ReadOnlySpan<byte> tag, Span<byte> text, ReadOnlySpan<byte> bound = default);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Forgets the key.</summary>
    protected abstract void Dispose(bool disposing);
}

/// <summary>Keyed hashes, one after another.</summary>
public abstract class Mac : IDisposable
{
    /// <summary>Takes more in.</summary>
    public abstract void Add(ReadOnlySpan<byte> bytes);

    /// <summary>Gives the hash of what was taken in, and begins anew.</summary>
    public abstract void Finish(Span<byte> hash);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Forgets the key.</summary>
    protected abstract void Dispose(bool disposing);
}
