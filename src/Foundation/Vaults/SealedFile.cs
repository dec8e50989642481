using System.Buffers.Binary;
using Gonglian.Foundation.Rules;

namespace Gonglian.Foundation.Vaults;

/// <summary>密封文件: a file whose content lies encrypted on the disk, from its first byte on.</summary>
/// <remarks>
/// A key of its own, wrapped by the vault; then chunks of 64 KB, each under the vault's algorithm with its number and whether it is
/// the last in the nonce, so that a chunk that is changed, missing or in another place does not open. Only the last chunk
/// is shorter than the others (it may be empty). The file is bound to its name: it opens under no other.
/// </remarks>
public sealed class SealedFile(Vault vault, string path)
{
    internal const int Chunk = 64 << 10;

    /// <summary>Takes content in; what is on the disk is durable then.</summary>
    /// <param name="content">Read to its end.</param>
    /// <param name="most">The most bytes that are taken.</param>
    /// <param name="tooLarge">The refusal of more.</param>
    /// <param name="cancel">Stops; the rest of a file that was not finished does not open.</param>
    /// <returns>Bytes of content.</returns>
    public async Task<long> Write(
        Stream content, long most = long.MaxValue, Func<Refused>? tooLarge = null, CancellationToken cancel = default)
    {
        await using var file = FileSeal.Create(path, FileMode.CreateNew);
        using var key = FileSeal.Begin(vault, file, FileSeal.File);
        var (plain, chunk) = (new byte[Chunk], new byte[Chunk + Vault.Tag]);
        var (size, number) = (0L, 0L);
        int read;
        do
        {
            read = await content.ReadAtLeastAsync(plain, Chunk, throwOnEndOfStream: false, cancel);
            if ((size += read) > most)
                throw tooLarge!();
            Encrypt(key, number++, plain.AsSpan(0, read), chunk);
            await file.WriteAsync(chunk.AsMemory(0, read + Vault.Tag), cancel);
        }
        while (read == Chunk);
#pragma warning disable CA1849 // Only this overload waits for the disk.
        file.Flush(flushToDisk: true);
#pragma warning restore CA1849
        return size;
    }

    /// <summary>The content, as a stream in which one may go back and forth.</summary>
    /// <remarks>The end is looked at here: a file that was cut off does not open. A byte in the middle is missed when it is read.</remarks>
    /// <exception cref="Refused"><c>vault.file-damaged</c>: a byte was changed or lost.</exception>
    public Stream Open() => SealedStream.Open(vault, path);

    /// <summary>Reads it through, so that nothing is given away of a file that is damaged.</summary>
    /// <exception cref="Refused"><c>vault.file-damaged</c>: a byte was changed or lost.</exception>
    public void Check()
    {
        using var content = Open();
        content.CopyTo(Stream.Null);
    }

    /// <summary>What somebody is told who needs a file of which a byte was changed or lost.</summary>
    public static Refused Damaged() =>
        new("vault.file-damaged", "保存的文件已损坏或不完整,不能打开;请重新上传");

    /// <summary>Deletes it, if it is there.</summary>
    public void Delete()
    {
        if (File.Exists(path))
            File.Delete(path);
    }

    internal static void Number(Span<byte> nonce, long number, bool last)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64BigEndian(nonce, number);
        nonce[^1] = last ? (byte)1 : (byte)0;
    }

    private static void Encrypt(Cipher key, long number, ReadOnlySpan<byte> plain, Span<byte> chunk)
    {
        Span<byte> nonce = stackalloc byte[Vault.Nonce];
        Number(nonce, number, last: plain.Length < Chunk);
        key.Encrypt(nonce, plain, chunk[..plain.Length], chunk.Slice(plain.Length, Vault.Tag));
    }
}
