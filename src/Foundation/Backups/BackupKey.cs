using System.Security.Cryptography;
using System.Text;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;

namespace Gonglian.Foundation.Backups;

/// <summary>备份密钥: the passphrase or the key file that alone opens a backup; nothing of it lies in the data folder.</summary>
public sealed class BackupKey
{
    /// <summary>Fewest characters of a passphrase.</summary>
    public const int ShortestPassphrase = 12;

    internal const int SaltLength = 16;
    internal const int CheckLength = 16;
    internal const int Rounds = 600_000;
    internal const int ByPassphrase = 1;
    internal const int ByFile = 2;

    private const int KeyLength = 32;
    private const int LongestFile = 4096;
    private readonly byte[] secret;

    private BackupKey(int kind, byte[] secret) => (Kind, this.secret) = (kind, secret);

    /// <summary>Passphrase or file, as it stands in the backup's header.</summary>
    internal int Kind { get; }

    /// <summary>A key from what somebody remembers.</summary>
    /// <exception cref="Refused"><c>backup.short</c>: fewer than <see cref="ShortestPassphrase"/> characters.</exception>
    public static BackupKey OfPassphrase(string? text) => text?.Length >= ShortestPassphrase
        ? new(ByPassphrase, Encoding.UTF8.GetBytes(text))
        : throw new Refused("backup.short", "备份口令至少 {0} 个字符", ShortestPassphrase);

    /// <summary>A key from a file, e.g. one made by <see cref="Make"/>.</summary>
    /// <exception cref="Refused"><c>backup.no-key</c>: there is no such file, or it is no key.</exception>
    public static BackupKey OfFile(string file)
    {
        var size = File.Exists(file) ? new FileInfo(file).Length : 0;
        if (size is < KeyLength or > LongestFile)
            throw new Refused("backup.no-key", "{0} 不是密钥文件:找不到,或不足 {1} 字节,或超过 {2} 字节", file, KeyLength, LongestFile);
        return new(ByFile, File.ReadAllBytes(file).AsSpan().TrimEnd("\r\n "u8).ToArray());
    }

    /// <summary>Makes a key file that only its owner may read; one that stands is never overwritten.</summary>
    /// <exception cref="Refused"><c>backup.exists</c>: there is a file of that name.</exception>
    public static void Make(string file)
    {
        if (File.Exists(file))
            throw new Refused("backup.exists", "文件 {0} 已存在,不会覆盖", file);
        using var made = Owned.Create(file, FileMode.CreateNew);
        made.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyLength)) + "\n"));
        made.Flush(flushToDisk: true);
    }

    /// <summary>The key of one backup, and the bytes by which the right key is known.</summary>
    internal (byte[] Key, byte[] Check) Of(ReadOnlySpan<byte> salt, int rounds)
    {
        var stretched = Kind == ByPassphrase
            ? Rfc2898DeriveBytes.Pbkdf2(secret, salt, rounds, HashAlgorithmName.SHA256, KeyLength)
            : HKDF.Extract(HashAlgorithmName.SHA256, secret, salt.ToArray());
        var made = HKDF.Expand(HashAlgorithmName.SHA256, stretched, KeyLength + CheckLength, "gonglian backup"u8.ToArray());
        return (made[..KeyLength], made[KeyLength..]);
    }
}
