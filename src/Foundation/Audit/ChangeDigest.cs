using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gonglian.Foundation.Audit;

/// <summary>The digest of a change record, which the trail holds.</summary>
/// <remarks>
/// SHA-256 over a form number and every field in one order, each text as its length in bytes (4 bytes, −1 for nothing) and
/// UTF-8, each number as 8 bytes, most significant first, the instant in microseconds since 1970, the account as 16 bytes
/// (zeros for none). <see cref="Change.Path"/> is not among them: it follows the node when the tree is re-ordered.
/// </remarks>
public static class ChangeDigest
{
    private const byte Form = 1;

    /// <summary>Writes the digest of a record.</summary>
    /// <param name="change">The record, before it is written or as it was read.</param>
    /// <param name="digest">Takes <see cref="TrailLink.HashLength"/> bytes.</param>
    public static void Of(Change change, Span<byte> digest)
    {
        string?[] texts =
        [
            change.By, change.Origin, change.Subject, change.Action, change.Row, change.Before, change.After, change.Reason,
        ];
        var longest = 1 + (4 * sizeof(long)) + 16 + texts.Sum(t => sizeof(int) + (3 * (t?.Length ?? 0)));
        var buffer = ArrayPool<byte>.Shared.Rent(longest);
        buffer[0] = Form;
        var used = 1;
        foreach (var number in (ReadOnlySpan<long>)[change.Key, Microseconds(change.At), change.SubjectKey, change.ImportKey ?? -1])
        {
            BinaryPrimitives.WriteInt64BigEndian(buffer.AsSpan(used), number);
            used += sizeof(long);
        }
        (change.UserId ?? Guid.Empty).TryWriteBytes(buffer.AsSpan(used), bigEndian: true, out _);
        used += 16;
        foreach (var text in texts)
        {
            var length = text is null ? -1 : Encoding.UTF8.GetBytes(text, buffer.AsSpan(used + sizeof(int)));
            BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(used), length);
            used += sizeof(int) + Math.Max(length, 0);
        }
        SHA256.HashData(buffer.AsSpan(0, used), digest);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>An instant as both databases keep it: PostgreSQL knows no tenths of a microsecond.</summary>
    internal static long Microseconds(DateTime at) => (at.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
