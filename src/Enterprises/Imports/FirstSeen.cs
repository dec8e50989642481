using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Gonglian.Enterprises.Imports;

/// <summary>In which row of a file a text stood first: 12 bytes a text, so that a million rows need 25 MB.</summary>
/// <remarks>Texts are kept as 63 bits of SHA-256: of a million texts two fall together once in ten million files.</remarks>
public sealed class FirstSeen
{
    private long[] hashes = new long[1 << 12];
    private int[] rows = new int[1 << 12];
    private int count;

    /// <summary>The row in which the text stood before; when there is none, remembers this row and answers 0.</summary>
    /// <param name="text">The text.</param>
    /// <param name="row">The row's number; its sign is kept.</param>
    public int Row(string text, int row)
    {
        if (count * 2 >= hashes.Length)
            Grow();
        var hash = Hash(text);
        var slot = Slot(hash);
        if (hashes[slot] == hash)
            return rows[slot];
        (hashes[slot], rows[slot]) = (hash, row);
        count++;
        return 0;
    }

    private void Grow()
    {
        var (oldHashes, oldRows) = (hashes, rows);
        hashes = new long[oldHashes.Length * 2];
        rows = new int[oldHashes.Length * 2];
        for (var i = 0; i < oldHashes.Length; i++)
        {
            if (oldHashes[i] == 0)
                continue;
            var slot = Slot(oldHashes[i]);
            (hashes[slot], rows[slot]) = (oldHashes[i], oldRows[i]);
        }
    }

    private int Slot(long hash)
    {
        var slot = (int)(hash & (hashes.Length - 1));
        while (hashes[slot] != 0 && hashes[slot] != hash)
            slot = (slot + 1) & (hashes.Length - 1);
        return slot;
    }

    /// <summary>The 63 bits by which a text is remembered.</summary>
    internal static long Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()), hash);
        var value = BitConverter.ToInt64(hash);
        return value == 0 ? 1 : value;
    }
}
