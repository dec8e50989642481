using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Foundation.Audit;

/// <summary>链节: one link of the trail, which holds the digests of all change records of one commit and the link before it.</summary>
/// <remarks>
/// Who changes, removes or re-orders a record, or a link, breaks every hash after it. On the embedded database there is one
/// lane, as there is one writer; on PostgreSQL several changes commit at once, each on a lane of its own, and the daily
/// root (<see cref="TrailRoot"/>) ties the lanes together.
/// </remarks>
public sealed class TrailLink
{
    /// <summary>Bytes of a hash, SHA-256.</summary>
    public const int HashLength = SHA256.HashSizeInBytes;

    /// <summary>Bytes of one entry: the key of a change record and its digest.</summary>
    public const int EntryLength = sizeof(long) + HashLength;

    /// <summary>Which lane; from 0.</summary>
    public required int Lane { get; init; }

    /// <summary>Place in the lane; from 1, without a gap.</summary>
    public required long Seq { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>Key (8 bytes, most significant first) and <see cref="ChangeDigest"/> of each record, one behind the other.</summary>
    public required byte[] Entries { get; init; }

    /// <summary>The hash of the link before it, of its own place, instant and entries.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>How many records it holds.</summary>
    public int Count => Entries.Length / EntryLength;

    /// <summary>Key and digest of a record by its place in the link.</summary>
    public (long Key, ReadOnlyMemory<byte> Digest) this[int place] => (
        BinaryPrimitives.ReadInt64BigEndian(Entries.AsSpan(place * EntryLength)),
        Entries.AsMemory((place * EntryLength) + sizeof(long), HashLength));

    /// <summary>The hash that a link must have.</summary>
    /// <param name="before">Hash of the link before; zeros before the first one.</param>
    /// <param name="lane">Its lane.</param>
    /// <param name="seq">Its place.</param>
    /// <param name="at">When, UTC; microseconds count.</param>
    /// <param name="entries">Its entries.</param>
    public static byte[] HashOf(ReadOnlySpan<byte> before, int lane, long seq, DateTime at, ReadOnlySpan<byte> entries)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> numbers = stackalloc byte[sizeof(int) + (2 * sizeof(long))];
        BinaryPrimitives.WriteInt32BigEndian(numbers, lane);
        BinaryPrimitives.WriteInt64BigEndian(numbers[sizeof(int)..], seq);
        BinaryPrimitives.WriteInt64BigEndian(numbers[(sizeof(int) + sizeof(long))..], ChangeDigest.Microseconds(at));
        hash.AppendData(before);
        hash.AppendData(numbers);
        hash.AppendData(entries);
        return hash.GetHashAndReset();
    }

    internal static void Map(ModelBuilder model)
    {
        model.Entity<TrailLink>(e =>
        {
            e.ToTable("trail_link");
            e.HasKey(l => new { l.Lane, l.Seq });
            e.Ignore(l => l.Count);
        });
        model.Entity<TrailHead>(e =>
        {
            e.ToTable("trail_head");
            e.HasKey(h => h.Lane);
            e.Property(h => h.Lane).ValueGeneratedNever();
        });
        TrailRoot.Map(model);
    }
}

/// <summary>The end of a lane, to which the next link is put.</summary>
public sealed class TrailHead
{
    /// <summary>Lanes on PostgreSQL; more changes at once than this wait for each other.</summary>
    public const int Lanes = 16;

    /// <summary>Which lane.</summary>
    public required int Lane { get; init; }

    /// <summary>Place of its last link; 0 before the first one.</summary>
    public required long Seq { get; init; }

    /// <summary>Hash of its last link; zeros before the first one.</summary>
    public required byte[] Hash { get; init; }
}
