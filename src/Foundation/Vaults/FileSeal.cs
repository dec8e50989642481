using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gonglian.Foundation.Rules;

namespace Gonglian.Foundation.Vaults;

/// <summary>How a sealed file begins, and the key of its content.</summary>
/// <remarks>
/// Eight bytes of mark, four of the envelope key's number, sixty of the file's own key, wrapped. The mark and the file's
/// name are authenticated with the wrapped key, so that one file cannot be put in the place of another.
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

    /// <summary>Opens a file of which only its owner may read the bytes.</summary>
    public static FileStream Create(string path, FileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return new(path, options);
    }

    /// <summary>Writes the header of a new file.</summary>
    /// <returns>The key of its content.</returns>
    public static AesGcm Begin(Vault vault, FileStream file, ReadOnlySpan<byte> mark)
    {
        Span<byte> header = stackalloc byte[Header];
        var number = vault.Current;
        mark.CopyTo(header);
        BinaryPrimitives.WriteInt32BigEndian(header[mark.Length..], number);
        var key = vault.NewFileKey(number, header[Marked..], Bound(header, file.Name));
        file.Write(header);
        return key;
    }

    /// <summary>Reads the header of a file.</summary>
    /// <returns>The key of its content.</returns>
    /// <exception cref="Refused"><c>vault.file-damaged</c>: it is not the header of this file.</exception>
    public static AesGcm Read(Vault vault, FileStream file, ReadOnlySpan<byte> mark)
    {
        Span<byte> header = stackalloc byte[Header];
        if (file.ReadAtLeast(header, Header, throwOnEndOfStream: false) < Header || !header.StartsWith(mark))
            throw SealedFile.Damaged();
        try
        {
            return new(vault.FileKey(NumberOf(header), header[Marked..], Bound(header, file.Name)), Vault.Tag);
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
        return file.ReadAtLeast(header, Header, throwOnEndOfStream: false) == Header && (header.StartsWith(File) || header.StartsWith(Log))
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

    private static int NumberOf(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt32BigEndian(header[File.Length..]);

    private static byte[] Bound(ReadOnlySpan<byte> header, string path) =>
        [.. header[..Marked], .. Encoding.UTF8.GetBytes(Path.GetFileName(path))];
}
