namespace Gonglian.Foundation.Sheets;

/// <summary>What has been unpacked of a workbook so far, against what it may unpack to.</summary>
internal sealed class UnpackedTotal(SheetLimits limits)
{
    private const long Harmless = 8 << 20;

    private long total;

    /// <summary>Counts bytes as they come out, whatever the archive declared.</summary>
    public void Add(long bytes, long ofPart, long packed)
    {
        total += bytes;
        if (total > limits.UnpackedBytes * 2 || Bad(ofPart, packed))
            throw SheetRefusals.Bomb();
    }

    /// <summary>Whether a part of this size cannot come from honest content.</summary>
    public bool Bad(long unpacked, long packed) =>
        unpacked > limits.UnpackedBytes || (unpacked > Harmless && unpacked > packed * limits.Ratio);
}

/// <summary>Counts every byte that an archive's part unpacks to, and stops a bomb before it fills anything.</summary>
/// <remarks>A sheet is unpacked twice (merged cells stand behind the rows), hence twice the limit in total.</remarks>
internal sealed class CountedStream(Stream inner, long packed, UnpackedTotal total) : Stream
{
    /// <summary>Bytes unpacked so far.</summary>
    public long Count { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => Count;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = inner.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw SheetRefusals.Damaged();
        }

        Count += read;
        total.Add(read, Count, packed);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();

        base.Dispose(disposing);
    }
}
