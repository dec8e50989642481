using Microsoft.AspNetCore.Http.Metadata;

namespace Gonglian.Organisations.Pages;

/// <summary>A page whose form brings a small table: it is held in memory while it is read, and never lies on the disk.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SmallUploadAttribute : Attribute, IFormOptionsMetadata
{
    private const int Held = 32 << 20;

    public bool? BufferBody => null;

    public int? MemoryBufferThreshold => Held;

    public long? BufferBodyLengthLimit => null;

    public int? ValueCountLimit => null;

    public int? KeyLengthLimit => null;

    public int? ValueLengthLimit => null;

    public int? MultipartBoundaryLengthLimit => null;

    public int? MultipartHeadersCountLimit => null;

    public int? MultipartHeadersLengthLimit => null;

    public long? MultipartBodyLengthLimit => null;
}
