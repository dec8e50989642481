using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Insight.Snapshots;

/// <summary>What somebody asked to be frozen, and when: the snapshot is made of it in the background.</summary>
public sealed class SnapshotRequest : IScoped, IRecorded
{
    /// <summary>Integer key; the snapshot's too.</summary>
    public required long Key { get; init; }

    /// <summary>Public id; the form carries it, so that a second click asks for nothing more.</summary>
    public required Guid Id { get; init; }

    /// <inheritdoc/>
    public required string Path { get; init; }

    /// <summary>Division code of the unit, or the group's name.</summary>
    public required string ScopeCode { get; init; }

    /// <summary>The name of the unit or group.</summary>
    public required string ScopeName { get; init; }

    /// <summary>The group's name; empty for a unit of the tree.</summary>
    public required string GroupCode { get; init; }

    /// <summary>Codes of the units to be summed up, separated by blanks.</summary>
    public required string Units { get; init; }

    /// <summary>月末, China time.</summary>
    public required DateOnly Month { get; init; }

    /// <summary>1 for the first one, 2 and more for restatements.</summary>
    public required int Number { get; init; }

    /// <summary>Why it is restated; empty for the first one.</summary>
    public required string Reason { get; init; }

    /// <summary>The moment of asking, UTC: what is known then is frozen, however long the making takes.</summary>
    public required DateTime KnownOn { get; init; }

    /// <summary>Who asked.</summary>
    public required string By { get; init; }

    /// <summary>The account; none for the program itself.</summary>
    public required Guid? ById { get; init; }

    string IRecorded.Subject => "snapshot";

    long IRecorded.SubjectKey => Key;

    string IRecorded.SubjectPath => Path;

    internal static void Map(ModelBuilder model) => model.Entity<SnapshotRequest>(e =>
    {
        e.ToTable("snapshot_request");
        e.HasKey(r => r.Key);
        e.Property(r => r.Key).ValueGeneratedNever();
        e.HasIndex(r => r.Id).IsUnique();
        e.HasIndex(r => new { r.Path, r.GroupCode, r.Month, r.Number }).IsUnique();
        foreach (var derived in new[] { nameof(ScopeCode), nameof(GroupCode), nameof(Units), nameof(Reason), nameof(By) })
            e.Property(derived).HasAnnotation(ChangeLog.Derived, true);
    });
}
