using System.Security.Cryptography;

namespace Gonglian.Foundation.Vaults;

/// <summary>The content of a <see cref="SealedFile"/>; one chunk of it is open at a time.</summary>
internal sealed class SealedStream : Stream
{
    private const int Stored = SealedFile.Chunk + Vault.Tag;

    private readonly FileStream file;
    private readonly Cipher key;
    private readonly byte[] chunk = new byte[Stored];
    private readonly byte[] plain = new byte[SealedFile.Chunk];
    private readonly long last;
    private long opened = -1;

    private SealedStream(FileStream file, Cipher key)
    {
        (this.file, this.key) = (file, key);
        (last, var rest) = Math.DivRem(file.Length - FileSeal.Header, Stored);
        Length = last * SealedFile.Chunk + rest - Vault.Tag;
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position { get; set; }

    public static SealedStream Open(Vault vault, string path)
    {
        if (!File.Exists(path))
            throw SealedFile.Damaged();
        var sealedFile = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
        SealedStream? stream = null;
        try
        {
            stream = new SealedStream(sealedFile, FileSeal.Read(vault, sealedFile, FileSeal.File));
            stream.Load(stream.last);
            return stream;
        }
        catch
        {
            stream?.Dispose();
            sealedFile.Dispose();
            throw;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        var (number, from) = Math.DivRem(Position, SealedFile.Chunk);
        var count = (int)Math.Min(buffer.Length, Math.Min(SealedFile.Chunk - from, Length - Position));
        if (count <= 0)
            return 0;
        if (number != opened)
            Load(number);
        plain.AsSpan((int)from, count).CopyTo(buffer);
        Position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override long Seek(long offset, SeekOrigin origin)
    {
        var to = offset + origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => Position,
            _ => Length,
        };
        return to < 0 ? throw new IOException("Before the beginning.") : Position = to;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            key.Dispose();
            file.Dispose();
            CryptographicOperations.ZeroMemory(plain);
        }
        base.Dispose(disposing);
    }

    private void Load(long number)
    {
        opened = -1;
        file.Position = FileSeal.Header + number * Stored;
        var read = file.ReadAtLeast(chunk, Stored, throwOnEndOfStream: false);
        if (number < last ? read < Stored : read is < Vault.Tag or Stored)
            throw SealedFile.Damaged();
        Span<byte> nonce = stackalloc byte[Vault.Nonce];
        SealedFile.Number(nonce, number, number == last);
        var length = read - Vault.Tag;
        try
        {
            key.Decrypt(nonce, chunk.AsSpan(0, length), chunk.AsSpan(length, Vault.Tag), plain.AsSpan(0, length));
        }
        catch (CryptographicException)
        {
            throw SealedFile.Damaged();
        }
        opened = number;
    }
}
