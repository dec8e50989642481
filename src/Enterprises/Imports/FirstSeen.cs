using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Gonglian.Enterprises.Imports;

/// <summary>In which row of a file a text stood first: 12 bytes a text, so that a million rows need 25 MB.</summary>
/// <remarks>
/// Texts are kept as 64 bits: of a million texts two fall together once in ten million files. Whoever made them fall
/// together on purpose would only have rows of their own file shown as doubles.
/// </remarks>
public sealed class FirstSeen
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private const ulong Odd = 0xD6E8FEB86659FD93;
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

    /// <summary>The 64 bits by which a text is remembered.</summary>
    internal static long Hash(string text)
    {
        var hash = Fold((ulong)text.Length + 1);
        var rest = MemoryMarshal.AsBytes(text.AsSpan());
        for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..])
            hash = Fold(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(rest));
        var last = 0UL;
        foreach (var one in rest)
            last = (last << 8) | one;
        var value = (long)Fold(Fold(hash ^ last) ^ Odd);
        return value == 0 ? 1 : value;
    }

    // The whole product of 128 bits goes into the result, so that every bit moves half of them.
    private static ulong Fold(ulong value)
    {
        var high = Math.BigMul(value ^ Odd, Golden, out var low);
        return high ^ low;
    }
}
