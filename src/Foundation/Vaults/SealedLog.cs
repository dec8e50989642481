using System.Buffers.Binary;
using System.Security.Cryptography;
using Gonglian.Foundation.Rules;

namespace Gonglian.Foundation.Vaults;

/// <summary>密封记录: a file that grows piece by piece and lies encrypted on the disk; it can be cut back to a piece's end.</summary>
/// <remarks>
/// A key of its own like a <see cref="SealedFile"/>. Each piece is its length, a random nonce, the ciphertext and the tag;
/// its place in the file and whether it is the last are authenticated. A log without its last piece is not read.
/// </remarks>
public sealed class SealedLog(Vault vault, string path)
{
    internal const int Head = sizeof(int) + Vault.Nonce;

    /// <summary>Whether it is there.</summary>
    public bool Exists => File.Exists(path);

    /// <summary>Deletes it, if it is there.</summary>
    public void Delete()
    {
        if (Exists)
            File.Delete(path);
    }

    /// <summary>Begins another one with what stands in this one up to a piece's end; both are equally long then.</summary>
    /// <exception cref="Refused"><c>vault.file-damaged</c>: not so much of it is there.</exception>
    public void CopyTo(SealedLog other, long length)
    {
        if (!Exists)
            throw SealedFile.Damaged();
        using var file = Open();
        using var key = FileSeal.Read(vault, file, FileSeal.Log);
        using var copy = other.Append(0);
        while (file.Position < length)
        {
            copy.Add(Next(file, key).Piece);
            copy.Flush();
        }
    }

    /// <summary>Begins it anew, or goes on behind the given length.</summary>
    /// <param name="length">What <see cref="SealedLogWriter.Flush"/> told; 0 begins anew.</param>
    /// <exception cref="Refused"><c>vault.file-damaged</c>: not so much of it is there.</exception>
    public SealedLogWriter Append(long length)
    {
        if (length > 0 && !Exists)
            throw SealedFile.Damaged();
        var file = FileSeal.Create(path, length == 0 ? FileMode.Create : FileMode.OpenOrCreate);
        try
        {
            if (length == 0)
                return new(file, FileSeal.Begin(vault, file, FileSeal.Log));
            if (file.Length < length)
                throw SealedFile.Damaged();
            var key = FileSeal.Read(vault, file, FileSeal.Log);
            file.SetLength(length);
            file.Position = length;
            return new(file, key);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Its pieces, one after another.</summary>
    /// <exception cref="Refused"><c>vault.file-damaged</c>: a byte was changed or lost, or it was not ended.</exception>
    public IEnumerable<byte[]> Read()
    {
        using var file = Open();
        using var key = FileSeal.Read(vault, file, FileSeal.Log);
        for (var last = false; !last;)
        {
            (var piece, last) = Next(file, key);
            yield return piece;
        }
        if (file.Position != file.Length)
            throw SealedFile.Damaged();
    }

    /// <summary>Reads it through, so that nothing is given away of a log that is damaged.</summary>
    /// <exception cref="Refused"><c>vault.file-damaged</c>: a byte was changed or lost, or it was not ended.</exception>
    public void Check()
    {
        foreach (var _ in Read())
        {
        }
    }

    private FileStream Open() => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

    /// <summary>What is authenticated with a piece: where it stands, and whether it is the last.</summary>
    internal static void Place(Span<byte> bound, long at, bool last)
    {
        BinaryPrimitives.WriteInt64BigEndian(bound, at);
        bound[^1] = last ? (byte)1 : (byte)0;
    }

    private static (byte[] Piece, bool Last) Next(FileStream file, Cipher key)
    {
        Span<byte> head = stackalloc byte[Head];
        var at = file.Position;
        if (file.ReadAtLeast(head, Head, throwOnEndOfStream: false) < Head)
            throw SealedFile.Damaged();
        // The last piece tells its length as a negative number less one.
        var told = BinaryPrimitives.ReadInt32BigEndian(head);
        var (length, last) = (told < 0 ? ~told : told, told < 0);
        if (file.Length - file.Position < length + (long)Vault.Tag)
            throw SealedFile.Damaged();
        var (cipher, plain) = (new byte[length + Vault.Tag], new byte[length]);
        file.ReadExactly(cipher);
        Span<byte> bound = stackalloc byte[sizeof(long) + 1];
        Place(bound, at, last);
        try
        {
            key.Decrypt(head[sizeof(int)..], cipher.AsSpan(0, length), cipher.AsSpan(length), plain, bound);
        }
        catch (CryptographicException)
        {
            throw SealedFile.Damaged();
        }
        return (plain, last);
    }
}

/// <summary>Writes a <see cref="SealedLog"/>.</summary>
public sealed class SealedLogWriter : IDisposable
{
    private const int Enough = 64 << 10;

    private readonly FileStream file;
    private readonly Cipher key;
    private readonly MemoryStream gathered = new();

    internal SealedLogWriter(FileStream file, Cipher key) => (this.file, this.key) = (file, key);

    /// <summary>Whether nothing stands in it yet.</summary>
    public bool IsEmpty => file.Length == FileSeal.Header && gathered.Length == 0;

    /// <summary>Adds something that is read as a whole.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        gathered.Write(bytes);
        if (gathered.Length >= Enough)
            Seal(last: false);
    }

    /// <summary>Hands on what was added.</summary>
    /// <returns>Bytes so far; the log can be cut back to them.</returns>
    public long Flush()
    {
        if (gathered.Length > 0)
            Seal(last: false);
        return file.Length;
    }

    /// <summary>Nothing more will come: now it can be read.</summary>
    public void End() => Seal(last: true);

    /// <inheritdoc/>
    public void Dispose()
    {
        key.Dispose();
        file.Dispose();
        gathered.Dispose();
    }

    private void Seal(bool last)
    {
        var plain = gathered.GetBuffer().AsSpan(0, (int)gathered.Length);
        var piece = new byte[SealedLog.Head + plain.Length + Vault.Tag];
        BinaryPrimitives.WriteInt32BigEndian(piece, last ? ~plain.Length : plain.Length);
        var nonce = piece.AsSpan(sizeof(int), Vault.Nonce);
        RandomNumberGenerator.Fill(nonce);
        Span<byte> bound = stackalloc byte[sizeof(long) + 1];
        SealedLog.Place(bound, file.Position, last);
        key.Encrypt(nonce, plain, piece.AsSpan(SealedLog.Head, plain.Length), piece.AsSpan(SealedLog.Head + plain.Length), bound);
        file.Write(piece);
        gathered.SetLength(0);
    }
}
