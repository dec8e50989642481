using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>文件: a paper in an enterprise's file; its bytes lie sealed in the data folder under its id.</summary>
public sealed class Document : IScoped, IRecorded, IStamped
{
    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>Public id.</summary>
    public required Guid Id { get; init; }

    /// <inheritdoc/>
    public required string Path { get; set; }

    /// <summary>The enterprise.</summary>
    public required long EnterpriseKey { get; init; }

    /// <summary>文件名, as the person sees it.</summary>
    public required string Name { get; init; }

    /// <summary>Size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Digest of the bytes under the vault's key, hexadecimal: the same paper is not taken twice.</summary>
    public required string Hash { get; init; }

    /// <summary>When it was put in, UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>Who put it in.</summary>
    public required string By { get; init; }

    /// <summary>When it was taken out, UTC; the bytes stay until retention ends.</summary>
    public DateTime? RemovedAt { get; set; }

    /// <inheritdoc/>
    public int Stamp { get; set; }

    string IRecorded.Subject => "enterprise";

    long IRecorded.SubjectKey => EnterpriseKey;

    string IRecorded.SubjectPath => Path;

    internal static void Map(ModelBuilder model) => model.Entity<Document>(e =>
    {
        e.ToTable("document");
        e.HasKey(d => d.Key);
        e.Property(d => d.Name).HasAnnotation(ChangeLog.Naming, true);
        e.Property(d => d.Key).ValueGeneratedNever();
        e.Property(d => d.Name).HasMaxLength(200);
        e.Property(d => d.Hash).HasMaxLength(64);
        e.HasIndex(d => d.Id).IsUnique();
        e.HasIndex(d => d.EnterpriseKey);
        e.HasOne<Enterprise>().WithMany().HasForeignKey(d => d.EnterpriseKey);
    });
}
