using System.Buffers.Binary;
using System.Security.Cryptography;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;

namespace Gonglian.Foundation.Backups;

/// <summary>How a backup lies on the disk: a header in the clear, then frames under AES-256-GCM.</summary>
/// <remarks>
/// Eight bytes of mark; format, kind of key and rounds, four each; salt; sixteen bytes by which a wrong key is told from a
/// damaged file. The number of each frame and whether it is the last are its nonce, the header is authenticated with it. Only
/// the last frame is shorter than the others (it may be empty), so that a file that was cut off does not open.
/// </remarks>
internal sealed class BackupSeal : Stream
{
    /// <summary>The newest format that this version reads, and the one it writes.</summary>
    public const int Format = 1;

    private const int Frame = 256 << 10;
    private const int Salted = 20;
    private const int Checked = Salted + BackupKey.SaltLength;
    private const int Header = Checked + BackupKey.CheckLength;
    private const int MostRounds = 10_000_000;

    private readonly Stream file;
    private readonly byte[] header;
    private readonly AesGcm aes;
    private readonly byte[] plain = new byte[Frame];
    private readonly byte[] frame = new byte[Frame + Vault.Tag];
    private readonly bool writes;
    private long number;
    private int filled;
    private int taken;
    private bool ended;

    private BackupSeal(Stream file, byte[] header, byte[] key, bool writes) =>
        (this.file, this.header, aes, this.writes) = (file, header, new AesGcm(key, Vault.Tag), writes);

    private static ReadOnlySpan<byte> Mark => "GLBACKUP"u8;

    public override bool CanRead => !writes;

    public override bool CanSeek => false;

    public override bool CanWrite => writes;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Begins a backup.</summary>
    public static BackupSeal Begin(Stream file, BackupKey key)
    {
        var begin = new byte[Header];
        Mark.CopyTo(begin);
        BinaryPrimitives.WriteInt32BigEndian(begin.AsSpan(8), Format);
        BinaryPrimitives.WriteInt32BigEndian(begin.AsSpan(12), key.Kind);
        BinaryPrimitives.WriteInt32BigEndian(begin.AsSpan(16), BackupKey.Rounds);
        RandomNumberGenerator.Fill(begin.AsSpan(Salted, BackupKey.SaltLength));
        var (own, check) = key.Of(begin.AsSpan(Salted, BackupKey.SaltLength), BackupKey.Rounds);
        check.CopyTo(begin, Checked);
        file.Write(begin);
        return new(file, begin, own, writes: true);
    }

    /// <summary>Opens a backup.</summary>
    /// <exception cref="Refused">
    /// <c>backup.no-backup</c>: something else; <c>backup.newer</c>: of a later version; <c>backup.wrong-key</c>.
    /// </exception>
    public static BackupSeal Open(Stream file, BackupKey key)
    {
        var begin = new byte[Header];
        if (file.ReadAtLeast(begin, Header, throwOnEndOfStream: false) < Header || !begin.AsSpan().StartsWith(Mark))
            throw new Refused("backup.no-backup", "这不是工联的备份文件");
        if (BinaryPrimitives.ReadInt32BigEndian(begin.AsSpan(8)) > Format)
            throw Newer();
        if (BinaryPrimitives.ReadInt32BigEndian(begin.AsSpan(12)) != key.Kind)
            throw new Refused("backup.other-key", key.Kind == BackupKey.ByFile
                ? "这份备份要用口令打开,不是密钥文件" : "这份备份要用密钥文件打开:请写 --key-file");
        var rounds = BinaryPrimitives.ReadInt32BigEndian(begin.AsSpan(16));
        if (rounds is < 1 or > MostRounds)
            throw Damaged();
        var (own, check) = key.Of(begin.AsSpan(Salted, BackupKey.SaltLength), rounds);
        if (!CryptographicOperations.FixedTimeEquals(check, begin.AsSpan(Checked)))
            throw new Refused("backup.wrong-key", "口令或密钥文件不对,打不开这份备份");
        return new(file, begin, own, writes: false);
    }

    /// <summary>What somebody is told whose backup was changed or cut off.</summary>
    public static Refused Damaged() => new("backup.damaged", "备份文件已损坏、被改过或不完整,不能恢复;请用另一份备份");

    /// <summary>What somebody is told whose backup is of a later version.</summary>
    public static Refused Newer() => new("backup.newer", "这份备份由更新的版本生成,请用那个版本的程序恢复");

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var some = Math.Min(buffer.Length, Frame - filled);
            buffer[..some].CopyTo(plain.AsSpan(filled));
            filled += some;
            buffer = buffer[some..];
            if (filled == Frame)
                Seal(last: false);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Nothing more will come: now it can be read.</summary>
    public void Complete() => Seal(last: true);

    public override int Read(Span<byte> buffer)
    {
        if (taken == filled && !ended)
            Next();
        var some = Math.Min(buffer.Length, filled - taken);
        plain.AsSpan(taken, some).CopyTo(buffer);
        taken += some;
        return some;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            aes.Dispose();
            CryptographicOperations.ZeroMemory(plain);
        }
        base.Dispose(disposing);
    }

    private void Seal(bool last)
    {
        Span<byte> nonce = stackalloc byte[Vault.Nonce];
        SealedFile.Number(nonce, number++, last);
        aes.Encrypt(nonce, plain.AsSpan(0, filled), frame.AsSpan(0, filled), frame.AsSpan(filled, Vault.Tag), header);
        file.Write(frame.AsSpan(0, filled + Vault.Tag));
        filled = 0;
    }

    private void Next()
    {
        var read = file.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false);
        if (read < Vault.Tag)
            throw Damaged();
        (ended, taken, filled) = (read < frame.Length, 0, read - Vault.Tag);
        Span<byte> nonce = stackalloc byte[Vault.Nonce];
        SealedFile.Number(nonce, number++, ended);
        try
        {
            aes.Decrypt(nonce, frame.AsSpan(0, filled), frame.AsSpan(filled, Vault.Tag), plain.AsSpan(0, filled), header);
        }
        catch (CryptographicException)
        {
            throw Damaged();
        }
    }
}
