using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Insight.Snapshots;

/// <summary>快照: the figures of a month end as they were known when somebody froze them. It is never changed and never deleted.</summary>
/// <remarks>
/// What is wrong in it is put right by a 更正, a further snapshot of the same month and scope with a reason, which stands
/// beside the first for ever. Only its place follows when a unit of the tree moves; that is no part of what is signed.
/// </remarks>
public sealed class Snapshot : IScoped
{
    /// <summary>Integer key; that of its request.</summary>
    public required long Key { get; init; }

    /// <summary>Public id; names its package in the data folder too.</summary>
    public required Guid Id { get; init; }

    /// <inheritdoc/>
    public required string Path { get; init; }

    /// <summary>Division code of the unit then, or the group's name.</summary>
    public required string ScopeCode { get; init; }

    /// <summary>The name of the unit or group then.</summary>
    public required string ScopeName { get; init; }

    /// <summary>The group's name; empty for a unit of the tree.</summary>
    public required string GroupCode { get; init; }

    /// <summary>Codes of the units that it sums up, separated by blanks.</summary>
    public required string Units { get; init; }

    /// <summary>月末 (as-of), China time.</summary>
    public required DateOnly Month { get; init; }

    /// <summary>The moment of freezing, UTC (known-on).</summary>
    public required DateTime KnownOn { get; init; }

    /// <summary>1 for the first one, 2 and more for restatements.</summary>
    public required int Number { get; init; }

    /// <summary>Key of what it restates; none for the first one.</summary>
    public required long? Restates { get; init; }

    /// <summary>Why it was restated; empty for the first one.</summary>
    public required string Reason { get; init; }

    /// <summary>Who froze it.</summary>
    public required string FrozenBy { get; init; }

    /// <summary>The account; none for the program itself.</summary>
    public required Guid? FrozenById { get; init; }

    /// <summary>SHA-256 of its rows, hexadecimal.</summary>
    public required string RowsHash { get; init; }

    /// <summary>The exact text that is signed: <see cref="PackageManifest"/>.</summary>
    public required string Manifest { get; init; }

    /// <summary>The exact text of the definitions and parameters: <see cref="PackageDefinition"/>.</summary>
    public required string Definition { get; init; }

    /// <summary>Signature of the manifest, base64.</summary>
    public required string Signature { get; init; }

    /// <summary>Fingerprint of the key that signed.</summary>
    public required string KeyId { get; init; }

    /// <summary>SHA-256 of the whole package, hexadecimal.</summary>
    public required string PackageHash { get; init; }

    /// <summary>Bytes of the package.</summary>
    public required long PackageSize { get; init; }

    internal static void Map(ModelBuilder model)
    {
        model.Entity<Snapshot>(e =>
        {
            e.ToTable("snapshot");
            e.HasKey(s => s.Key);
            e.Property(s => s.Key).ValueGeneratedNever();
            e.HasIndex(s => s.Id).IsUnique();
            e.HasIndex(s => new { s.Path, s.GroupCode, s.Month, s.Number }).IsUnique();
        });
        model.Entity<SnapshotFigure>(e =>
        {
            e.ToTable("snapshot_figure");
            e.HasKey(f => f.Key);
            e.Property(f => f.Key).ValueGeneratedNever();
            e.HasIndex(f => f.SnapshotKey);
            e.HasOne<Snapshot>().WithMany().HasForeignKey(f => f.SnapshotKey);
        });
        SnapshotRequest.Map(model);
    }
}

/// <summary>One figure of a snapshot with its definition as it was: a copy, never a reference.</summary>
public sealed class SnapshotFigure
{
    /// <summary>Integer key; grows in the order of the indicators.</summary>
    public required long Key { get; init; }

    /// <summary>The snapshot.</summary>
    public required long SnapshotKey { get; init; }

    /// <summary>The indicator, e.g. <c>N1</c>.</summary>
    public required string Indicator { get; init; }

    /// <summary>口径版本.</summary>
    public required int Version { get; init; }

    /// <summary>The field's name for it.</summary>
    public required string Title { get; init; }

    /// <summary>口径 in words.</summary>
    public required string Definition { get; init; }

    /// <summary>依据.</summary>
    public required string Basis { get; init; }

    /// <summary>口径负责部门.</summary>
    public required string Owner { get; init; }

    /// <summary>计量单位.</summary>
    public required string Unit { get; init; }

    /// <summary>The measure above the line.</summary>
    public required string Above { get; init; }

    /// <summary>The measure below the line; none for a list.</summary>
    public required string? Below { get; init; }

    /// <summary>分子; none where it could not be measured.</summary>
    public required long? Numerator { get; init; }

    /// <summary>分母; none for a list, and where it could not be measured.</summary>
    public required long? Denominator { get; init; }

    /// <summary>The target as a fraction, in digits; none where there was none.</summary>
    public required string? Target { get; init; }

    /// <summary>The measure of those of whom nobody knew whether they count.</summary>
    public required string? UnknownMeasure { get; init; }

    /// <summary>How many those were.</summary>
    public required long? Unknown { get; init; }

    /// <summary>Why it could not be measured.</summary>
    public required string? NotYet { get; init; }

    /// <summary>The counts.</summary>
    public Share Share => new(Numerator ?? 0, Denominator ?? 0);

    /// <summary>The indicator as it was, without the address of its rows.</summary>
    public Indicator AsIndicator() => new(
        Indicator, Version, Title, Definition, Basis, Unit, Above, Below,
        Target is null ? null : decimal.Parse(Target, System.Globalization.CultureInfo.InvariantCulture), "")
    {
        Owner = Owner,
        Unknown = UnknownMeasure,
        NotYet = NotYet,
    };
}

/// <summary>The tables of the snapshots.</summary>
public static class SnapshotTables
{
    extension(AppDb db)
    {
        /// <summary>快照.</summary>
        public DbSet<Snapshot> Snapshots => db.Set<Snapshot>();

        /// <summary>Their figures.</summary>
        public DbSet<SnapshotFigure> SnapshotFigures => db.Set<SnapshotFigure>();

        /// <summary>What was asked to be frozen.</summary>
        public DbSet<SnapshotRequest> SnapshotRequests => db.Set<SnapshotRequest>();
    }
}
