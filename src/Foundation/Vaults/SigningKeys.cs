using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;

namespace Gonglian.Foundation.Vaults;

/// <summary>签名钥: the platform's key for snapshots and the roots of the trail. Its private part never leaves the program, its public part goes with every package.</summary>
/// <param name="Public">SubjectPublicKeyInfo, base64.</param>
/// <param name="Private">PKCS#8, base64.</param>
public sealed record SigningKey(string Public, string Private)
{
    // How every key on this curve begins; other curves a platform may not know at all.
    private static ReadOnlySpan<byte> Start =>
    [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03,
        0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
    ];

    /// <summary>Fingerprint: SHA-256 of the public part, hexadecimal.</summary>
    public string Id => IdOf(Public);

    /// <summary>A new one.</summary>
    public static SigningKey New()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new(Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()), Convert.ToBase64String(key.ExportPkcs8PrivateKey()));
    }

    /// <summary>Fingerprint of a public part.</summary>
    /// <exception cref="FormatException">It is not base64.</exception>
    public static string IdOf(string publicKey) => Convert.ToHexStringLower(SHA256.HashData(Convert.FromBase64String(publicKey)));

    /// <summary>A fingerprint for the eye, in groups of eight.</summary>
    public static string Shown(string id) => string.Join(' ', id.Chunk(8).Select(c => new string(c)));

    /// <summary>The signature of a text, base64.</summary>
    public string Sign(string text)
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(Private), out _);
        return Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256));
    }

    /// <summary>Whether a signature is that of a text.</summary>
    public static bool Holds(string publicKey, string text, string signature)
    {
        try
        {
            var point = Convert.FromBase64String(publicKey);
            if (point.Length != Start.Length + 64 || !point.AsSpan().StartsWith(Start))
                return false;
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(point, out _);
            return key.VerifyData(Encoding.UTF8.GetBytes(text), Convert.FromBase64String(signature), HashAlgorithmName.SHA256);
        }
        catch (Exception wrong) when (wrong is FormatException or CryptographicException)
        {
            return false;
        }
    }
}

/// <summary>Keeps the one key of a store: made when something is signed first, its private part sealed by the vault.</summary>
public sealed class SigningKeys(Store store, Writes writes, Vault vault) : IWrapped
{
    /// <summary>The setting that holds it.</summary>
    public const string Setting = "snapshots.key";

    private static readonly Caller Keeper = Caller.System("签名");
    private SigningKey? known;

    /// <summary>The key; nothing while nothing was signed.</summary>
    /// <exception cref="Refused"><c>vault.signing-key-lost</c>: the vault cannot open it.</exception>
    public async ValueTask<SigningKey?> Find()
    {
        if (known is not null)
            return known;
        await using var db = store.Read(Keeper);
        return known = Open(await db.Get(Setting));
    }

    /// <summary>The key; nothing where there is none, or the vault cannot open it: then no signature holds.</summary>
    public async ValueTask<SigningKey?> Known()
    {
        try
        {
            return await Find();
        }
        catch (Refused)
        {
            return null;
        }
    }

    /// <summary>The key, made if there is none.</summary>
    /// <exception cref="Refused"><c>vault.signing-key-lost</c>: the vault cannot open it.</exception>
    public async Task<SigningKey> Get()
    {
        if (await Find() is { } found)
            return found;
        var made = SigningKey.New();
        var (person, value) = vault.NewKey(0, made.Private);
        var text = JsonSerializer.Serialize(new Kept(made.Public, person.Envelope, person.Wrapped, value.Bytes));
        var kept = await writes.Do(Keeper, async db =>
        {
            if (await db.Get(Setting) is { } other)
                return other;
            await db.Set(Setting, text);
            return text;
        });
        return known = Open(kept)!;
    }

    /// <inheritdoc/>
    public string Title => "签名钥";

    /// <inheritdoc/>
    public Task<int> Rewrap() => writes.Do(Keeper, async db =>
    {
        if (await db.Get(Setting) is not { } text || JsonSerializer.Deserialize<Kept>(text)! is var kept && kept.Envelope == vault.Current)
            return 0;
        var anew = vault.Rewrap(new() { Key = 0, Envelope = kept.Envelope, Wrapped = kept.Wrapped });
        await db.Set(Setting, JsonSerializer.Serialize(kept with { Envelope = anew.Envelope, Wrapped = anew.Wrapped }));
        return 1;
    });

    /// <inheritdoc/>
    public async Task<int> Count(int envelope)
    {
        await using var db = store.Read(Keeper);
        return await db.Get(Setting) is { } text && JsonSerializer.Deserialize<Kept>(text)!.Envelope == envelope ? 1 : 0;
    }

    private SigningKey? Open(string? text)
    {
        if (text is null)
            return null;
        try
        {
            var kept = JsonSerializer.Deserialize<Kept>(text)!;
            var key = new SealKey { Key = 0, Envelope = kept.Envelope, Wrapped = kept.Wrapped };
            var opened = new SigningKey(kept.Public, vault.Open(key, new Sealed(kept.Sealed)));
            // Somebody who can write to the database alone cannot put a key of their own in the place of this one.
            if (SigningKey.Holds(opened.Public, Setting, opened.Sign(Setting)))
                return opened;
        }
        catch (Exception wrong) when (wrong is CryptographicException or JsonException or FormatException)
        {
            // Said below.
        }
        throw new Refused("vault.signing-key-lost", "签名钥打不开:数据目录里的 keys 与数据库不是一套,请从同一份备份恢复");
    }

    private sealed record Kept(string Public, int Envelope, byte[] Wrapped, byte[] Sealed);
}
