using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gonglian.Foundation.Rules;

namespace Gonglian.Foundation.Vaults;

/// <summary>How a sealed file begins, and the key of its content.</summary>
/// <remarks>
/// Eight bytes of mark (the seventh is the number of the <see cref="Algorithm"/> of the content), four of the envelope key's
/// number, sixty of the file's own key, wrapped. The mark and the file's name are authenticated with the wrapped key, so
/// that one file cannot be put in the place of another.
/// </remarks>
internal static class FileSeal
{
    /// <summary>Mark of a <see cref="SealedFile"/>.</summary>
    public static ReadOnlySpan<byte> File => "GLSEAL1F"u8;

    /// <summary>Mark of a <see cref="SealedLog"/>.</summary>
    public static ReadOnlySpan<byte> Log => "GLSEAL1L"u8;

    /// <summary>Bytes before the content.</summary>
    public const int Header = 12 + Vault.WrappedKey;

    private const int Marked = 12;
    private const int Numbered = 6;

    /// <summary>Opens a file of which only its owner may read the bytes.</summary>
    public static FileStream Create(string path, FileMode mode)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return Owned.Create(path, mode, FileAccess.ReadWrite);
    }

    /// <summary>Writes the header of a new file.</summary>
    /// <returns>The key of its content.</returns>
    public static Cipher Begin(Vault vault, FileStream file, ReadOnlySpan<byte> mark)
    {
        Span<byte> header = stackalloc byte[Header];
        var number = vault.Current;
        mark.CopyTo(header);
        header[Numbered] = (byte)('0' + vault.AlgorithmOf(number).Number);
        BinaryPrimitives.WriteInt32BigEndian(header[mark.Length..], number);
        var key = vault.NewFileKey(number, header[Marked..], Bound(header, file.Name));
        file.Write(header);
        return key;
    }

    /// <summary>Reads the header of a file.</summary>
    /// <returns>The key of its content.</returns>
    /// <exception cref="Refused"><c>vault.file-damaged</c>: it is not the header of this file.</exception>
    public static Cipher Read(Vault vault, FileStream file, ReadOnlySpan<byte> mark)
    {
        Span<byte> header = stackalloc byte[Header];
        if (file.ReadAtLeast(header, Header, throwOnEndOfStream: false) < Header || !Has(header, mark))
            throw SealedFile.Damaged();
        try
        {
            return Algorithm.Of(header[Numbered] - '0').Cipher(vault.FileKey(NumberOf(header), header[Marked..], Bound(header, file.Name)));
        }
        catch (CryptographicException)
        {
            throw SealedFile.Damaged();
        }
    }

    /// <summary>The envelope that wraps the key of a sealed file; nothing where a file is not sealed.</summary>
    public static int? EnvelopeOf(string path)
    {
        Span<byte> header = stackalloc byte[Header];
        using var file = System.IO.File.OpenRead(path);
        return file.ReadAtLeast(header, Header, throwOnEndOfStream: false) == Header && (Has(header, File) || Has(header, Log))
            ? NumberOf(header) : null;
    }

    /// <summary>Wraps the key of a file by the current envelope: the content stays, and the file is replaced at once or not at all.</summary>
    /// <exception cref="CryptographicException">Its key does not open.</exception>
    public static void Rewrap(Vault vault, string path)
    {
        var next = path + ".rewrapped";
        using (var file = System.IO.File.OpenRead(path))
        using (var copy = Create(next, FileMode.Create))
        {
            Span<byte> header = stackalloc byte[Header];
            file.ReadExactly(header);
            var key = vault.FileKey(NumberOf(header), header[Marked..], Bound(header, path));
            var number = vault.Current;
            BinaryPrimitives.WriteInt32BigEndian(header[File.Length..], number);
            vault.WrapFileKey(number, key, header[Marked..], Bound(header, path));
            copy.Write(header);
            file.CopyTo(copy);
            copy.Flush(flushToDisk: true);
        }
        System.IO.File.Move(next, path, overwrite: true);
    }

    private static bool Has(ReadOnlySpan<byte> header, ReadOnlySpan<byte> mark) =>
        header.StartsWith(mark[..Numbered]) && header[mark.Length - 1] == mark[^1];

    private static int NumberOf(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt32BigEndian(header[File.Length..]);

    private static byte[] Bound(ReadOnlySpan<byte> header, string path) =>
        [.. header[..Marked], .. Encoding.UTF8.GetBytes(Path.GetFileName(path))];
}
