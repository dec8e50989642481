namespace Gonglian.Foundation.Sheets;

/// <summary>Takes what an archive writes synchronously and passes it on asynchronously, as responses demand.</summary>
internal sealed class PassedOn(Stream target) : Stream
{
    /// <summary>Bytes worth passing on.</summary>
    public const int Enough = 32 << 10;

    private readonly MemoryStream gathered = new();
    private bool dropped;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Passes on what has gathered, if it is at least this much.</summary>
    public async ValueTask PassAsync(int atLeast, CancellationToken cancel)
    {
        if (gathered.Length < atLeast)
            return;

        await target.WriteAsync(gathered.GetBuffer().AsMemory(0, (int)gathered.Length), cancel);
        gathered.SetLength(0);
    }

    /// <summary>Nobody wants the rest.</summary>
    public void Drop() => dropped = true;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!dropped)
            gathered.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => target.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            gathered.Dispose();

        base.Dispose(disposing);
    }
}
