using System.Buffers.Binary;
using System.IO.Compression;
using Gonglian.Foundation.Rules;

namespace Gonglian.Foundation.Sheets;

/// <summary>The zip archive of a workbook, looked through for hostile content before anything is read from it.</summary>
internal sealed class WorkbookArchive : IDisposable
{
    private const int LongestDirectory = 4 << 20;

    private readonly ZipArchive zip;
    private readonly UnpackedTotal total;
    private readonly Dictionary<string, ZipArchiveEntry> parts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Opens and checks the archive.</summary>
    /// <exception cref="Refused">
    /// <c>sheets.truncated</c>, <c>sheets.too-many-parts</c>, <c>sheets.unsafe-name</c>, <c>sheets.duplicate-part</c>,
    /// <c>sheets.bomb</c>, <c>sheets.nested-archive</c>, <c>sheets.damaged</c>.
    /// </exception>
    public WorkbookArchive(Stream file, SheetLimits limits)
    {
        total = new UnpackedTotal(limits);
        CheckDirectory(file);
        try
        {
            file.Position = 0;
            zip = new ZipArchive(file, ZipArchiveMode.Read);
            if (zip.Entries.Count > limits.Parts)
                throw SheetRefusals.TooManyParts();
        }
        catch (InvalidDataException)
        {
            throw SheetRefusals.Damaged();
        }

        CheckParts(limits);
    }

    /// <summary>Whether the archive has this part.</summary>
    public bool Has(string name) => parts.ContainsKey(name);

    /// <summary>Unpacked size of a part as the archive declares it; good for a progress bar only.</summary>
    public long Declared(string name) => parts.TryGetValue(name, out var part) ? part.Length : 0;

    /// <summary>Unpacks a part.</summary>
    /// <exception cref="Refused"><c>sheets.damaged</c>: the part is missing or cannot be unpacked.</exception>
    public CountedStream Open(string name)
    {
        if (!parts.TryGetValue(name, out var part))
            throw SheetRefusals.Damaged();

        try
        {
            return new CountedStream(part.Open(), part.CompressedLength, total);
        }
        catch (InvalidDataException)
        {
            throw SheetRefusals.Damaged();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => zip.Dispose();

    private void CheckParts(SheetLimits limits)
    {
        var declared = 0L;
        foreach (var part in zip.Entries)
        {
            var name = part.FullName.Replace('\\', '/');
            if (name.StartsWith('/') || name.Contains(':', StringComparison.Ordinal)
                || name.Contains('\0', StringComparison.Ordinal) || name.Split('/').Contains(".."))
                throw SheetRefusals.UnsafeName(name);

            if (!parts.TryAdd(name, part))
                throw SheetRefusals.Duplicate(name);

            declared += part.Length;
            if (declared > limits.UnpackedBytes || total.Bad(part.Length, part.CompressedLength))
                throw SheetRefusals.Bomb();
        }

        if (!Has("[Content_Types].xml"))
            return;

        foreach (var name in parts.Keys)
            RefuseNested(name);
    }

    /// <summary>An archive within the workbook is never opened; whoever put it there is asked to take it out.</summary>
    private void RefuseNested(string name)
    {
        if (parts[name].Length < 4)
            return;

        Span<byte> start = stackalloc byte[6];
        using var part = Open(name);
        start = start[..part.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        if (start.StartsWith("PK\x03\x04"u8) || start.StartsWith("Rar!"u8)
            || start.StartsWith((ReadOnlySpan<byte>)[0x37, 0x7A, 0xBC, 0xAF])
            || start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B, 0x08]))
            throw SheetRefusals.NestedArchive(name);
    }

    /// <summary>The list of parts is bounded before it is loaded, by its real length and not by its declared count.</summary>
    private static void CheckDirectory(Stream file)
    {
        var tail = new byte[(int)Math.Min(file.Length, 65_557)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        var at = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (at < 0 || tail.Length - at < 22)
            throw SheetRefusals.Truncated();

        var start = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 16));
        var end = file.Length - tail.Length + at;
        if (start > end)
            throw SheetRefusals.Truncated();

        if (end - start > LongestDirectory)
            throw SheetRefusals.TooManyParts();
    }
}
