using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gonglian.Host.Schema;

/// <summary>Groups of units that people keep together.</summary>
[DbContext(typeof(AppDb))]
[Migration("S0015SavedGroups")]
public sealed class S0015SavedGroups : Step
{
    /// <inheritdoc/>
    protected override void Build(MigrationBuilder schema)
    {
        schema.CreateTable("saved_group", t => new
        {
            Key = t.Column<long>(),
            Id = t.Column<Guid>(),
            Path = t.Column<string>(),
            Name = t.Column<string>(maxLength: 40),
            Members = t.Column<string>(),
            Listed = t.Column<string>(),
            Stamp = t.Column<int>(),
        }, constraints: t => t.PrimaryKey("pk_saved_group", g => g.Key));
        schema.CreateIndex("ix_saved_group_id", "saved_group", "Id", unique: true);
        schema.CreateIndex("ix_saved_group_path", "saved_group", "Path");
        schema.Sql("""
            UPDATE "role" SET "Rights" = "Rights" || ' groups.edit'
            WHERE "Code" IN ('district-leader', 'district-officer', 'subdistrict-officer', 'community-officer', 'station-chief')
                AND "Rights" NOT LIKE '%groups.edit%'
            """);
    }
}
