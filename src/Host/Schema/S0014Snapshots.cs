using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gonglian.Host.Schema;

/// <summary>Snapshots of month ends with their figures, what was asked to be frozen, and the right to freeze.</summary>
[DbContext(typeof(AppDb))]
[Migration("S0014Snapshots")]
public sealed class S0014Snapshots : Step
{
    /// <inheritdoc/>
    protected override void Build(MigrationBuilder schema)
    {
        schema.CreateTable("snapshot_request", t => new
        {
            Key = t.Column<long>(),
            Id = t.Column<Guid>(),
            Path = t.Column<string>(),
            ScopeCode = t.Column<string>(),
            ScopeName = t.Column<string>(),
            GroupCode = t.Column<string>(),
            Units = t.Column<string>(),
            Month = t.Column<DateOnly>(),
            Number = t.Column<int>(),
            Reason = t.Column<string>(),
            KnownOn = t.Column<DateTime>(),
            By = t.Column<string>(),
            ById = t.Column<Guid>(nullable: true),
        }, constraints: t => t.PrimaryKey("pk_snapshot_request", r => r.Key));
        schema.CreateIndex("ix_snapshot_request_id", "snapshot_request", "Id", unique: true);
        schema.CreateIndex(
            "ix_snapshot_request_place", "snapshot_request", ["Path", "GroupCode", "Month", "Number"], unique: true);
        schema.CreateTable("snapshot", t => new
        {
            Key = t.Column<long>(),
            Id = t.Column<Guid>(),
            Path = t.Column<string>(),
            ScopeCode = t.Column<string>(),
            ScopeName = t.Column<string>(),
            GroupCode = t.Column<string>(),
            Units = t.Column<string>(),
            Month = t.Column<DateOnly>(),
            KnownOn = t.Column<DateTime>(),
            Number = t.Column<int>(),
            Restates = t.Column<long>(nullable: true),
            Reason = t.Column<string>(),
            FrozenBy = t.Column<string>(),
            FrozenById = t.Column<Guid>(nullable: true),
            RowsHash = t.Column<string>(),
            Manifest = t.Column<string>(),
            Definition = t.Column<string>(),
            Signature = t.Column<string>(),
            KeyId = t.Column<string>(),
            PackageHash = t.Column<string>(),
            PackageSize = t.Column<long>(),
        }, constraints: t => t.PrimaryKey("pk_snapshot", s => s.Key));
        schema.CreateIndex("ix_snapshot_id", "snapshot", "Id", unique: true);
        schema.CreateIndex("ix_snapshot_place", "snapshot", ["Path", "GroupCode", "Month", "Number"], unique: true);
        schema.CreateTable("snapshot_figure", t => new
        {
            Key = t.Column<long>(),
            SnapshotKey = t.Column<long>(),
            Indicator = t.Column<string>(),
            Version = t.Column<int>(),
            Title = t.Column<string>(),
            Definition = t.Column<string>(),
            Basis = t.Column<string>(),
            Owner = t.Column<string>(),
            Unit = t.Column<string>(),
            Above = t.Column<string>(),
            Below = t.Column<string>(nullable: true),
            Numerator = t.Column<long>(nullable: true),
            Denominator = t.Column<long>(nullable: true),
            Target = t.Column<string>(nullable: true),
            UnknownMeasure = t.Column<string>(nullable: true),
            Unknown = t.Column<long>(nullable: true),
            NotYet = t.Column<string>(nullable: true),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_snapshot_figure", f => f.Key);
            t.ForeignKey("fk_snapshot_figure", f => f.SnapshotKey, "snapshot", "Key");
        });
        schema.CreateIndex("ix_snapshot_figure", "snapshot_figure", "SnapshotKey");

        // A fresh store has the right from the catalogue.
        schema.Sql("""
            UPDATE "role" SET "Rights" = "Rights" || ' figures.freeze'
            WHERE "Code" IN ('district-leader', 'district-officer', 'station-chief') AND "Rights" NOT LIKE '%figures.freeze%'
            """);
    }
}
