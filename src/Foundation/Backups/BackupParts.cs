using System.Security.Cryptography;
using System.Text.Json;
using Gonglian.Foundation.Rules;

namespace Gonglian.Foundation.Backups;

/// <summary>What a backup says of itself first.</summary>
/// <param name="Version">The program's version.</param>
/// <param name="IsSqlite">Whether it is an embedded database, as one file; otherwise the tables of a server.</param>
/// <param name="Step">The last step of its schema.</param>
/// <param name="At">The instant whose state it holds, UTC.</param>
/// <param name="Tables">Its tables, those that others refer to first.</param>
public sealed record BackupHead(string Version, bool IsSqlite, string Step, DateTime At, IReadOnlyList<BackupTable> Tables);

/// <summary>A table of a backup.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Columns">Its columns in the order in which they lie here; none for an embedded database.</param>
public sealed record BackupTable(string Name, long Rows, IReadOnlyList<string> Columns);

/// <summary>One part of a backup.</summary>
/// <param name="Name">Which.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Hash">SHA-256, hexadecimal.</param>
public sealed record BackupPart(string Name, long Size, string Hash);

/// <summary>What a backup says of itself last.</summary>
/// <param name="Parts">Every part with its hash.</param>
/// <param name="KeyBlock">The block of integer keys that was given out last; on a server only.</param>
public sealed record BackupEnd(IReadOnlyList<BackupPart> Parts, long KeyBlock);

/// <summary>Writes the parts of a backup, one after another.</summary>
internal sealed class BackupWriter(BackupSeal to) : IDisposable
{
    /// <summary>The part that holds the head.</summary>
    public const string Head = "head";

    /// <summary>The part that holds an embedded database.</summary>
    public const string Database = "database";

    /// <summary>How the part of a table begins.</summary>
    public const string Table = "table/";

    /// <summary>How the part of a file begins.</summary>
    public const string File = "file/";

    /// <summary>The part that holds the end.</summary>
    public const string End = "end";

    private readonly BinaryWriter writer = new(to);

    /// <summary>What was written so far.</summary>
    public List<BackupPart> Parts { get; } = [];

    /// <summary>Adds a part.</summary>
    public void Add(string name, Action<Stream> write)
    {
        writer.Write(name);
        using var part = new Part(writer);
        write(part);
        writer.Write(0);
        Parts.Add(new(name, part.Size, part.Hash()));
    }

    /// <summary>Adds what the program says.</summary>
    public void Add<T>(string name, T said) => Add(name, part => part.Write(JsonSerializer.SerializeToUtf8Bytes(said)));

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();

    private sealed class Part(BinaryWriter writer) : PartStream
    {
        public override bool CanWrite => true;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (buffer.Length == 0)
                return;
            writer.Write(buffer.Length);
            writer.Write(buffer);
            Count(buffer);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    }
}

/// <summary>Reads the parts of a backup, one after another.</summary>
internal sealed class BackupReader : IDisposable
{
    private readonly BinaryReader reader;
    private readonly List<BackupPart> seen = [];

    private BackupReader(BackupSeal from)
    {
        reader = new(from);
        Name = BackupWriter.Head;
        Head = Next() && Name == BackupWriter.Head ? Said<BackupHead>() : throw BackupSeal.Damaged();
    }

    /// <summary>What it says of itself.</summary>
    public BackupHead Head { get; }

    /// <summary>Which part comes now.</summary>
    public string Name { get; private set; }

    /// <summary>Opens a backup.</summary>
    /// <exception cref="Refused">See <see cref="BackupSeal.Open"/>; <c>backup.damaged</c>.</exception>
    public static BackupReader Open(BackupSeal from) => Whole(() => new BackupReader(from));

    /// <summary>Goes through all parts; each must be what the end says, none may be missing.</summary>
    /// <param name="take">Takes the part <see cref="Name"/>; what it leaves is read all the same.</param>
    public BackupEnd Through(Action<string, Stream> take) => Whole(() =>
    {
        while (Next() && Name != BackupWriter.End)
            Take(part => take(Name, part));
        var end = Said<BackupEnd>();
        var isAll = end.Parts.SequenceEqual(seen.SkipLast(1)) && reader.BaseStream.Read(new byte[1]) == 0;
        return isAll ? end : throw BackupSeal.Damaged();
    });

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();

    private static T Whole<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception broken) when (broken is EndOfStreamException or JsonException or FormatException)
        {
            throw BackupSeal.Damaged();
        }
    }

    private bool Next()
    {
        Name = reader.ReadString();
        return true;
    }

    private T Said<T>()
    {
        using var text = new MemoryStream();
        Take(part => part.CopyTo(text));
        return JsonSerializer.Deserialize<T>(text.GetBuffer().AsSpan(0, (int)text.Length)) ?? throw BackupSeal.Damaged();
    }

    private void Take(Action<Stream> take)
    {
        using var part = new Part(reader);
        take(part);
        part.CopyTo(Stream.Null);
        seen.Add(new(Name, part.Size, part.Hash()));
    }

    private sealed class Part(BinaryReader reader) : PartStream
    {
        private int left;
        private bool ended;

        public override bool CanRead => true;

        public override int Read(Span<byte> buffer)
        {
            if (left == 0 && !ended)
                ended = (left = reader.ReadInt32()) == 0;
            if (left == 0)
                return 0;
            var some = reader.Read(buffer[..Math.Min(left, buffer.Length)]);
            if (some == 0 && buffer.Length > 0)
                throw new EndOfStreamException();
            Count(buffer[..some]);
            left -= some;
            return some;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    }
}

/// <summary>The content of one part; it is counted and hashed on its way.</summary>
internal abstract class PartStream : Stream
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Bytes so far.</summary>
    public long Size { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>SHA-256 of all of it, hexadecimal.</summary>
    public string Hash() => Convert.ToHexStringLower(hash.GetHashAndReset());

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected void Count(ReadOnlySpan<byte> bytes)
    {
        Size += bytes.Length;
        hash.AppendData(bytes);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            hash.Dispose();
        base.Dispose(disposing);
    }
}
