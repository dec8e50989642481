using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gonglian.Host.Schema;

/// <summary>Keys of programs, and who gives them.</summary>
[DbContext(typeof(AppDb))]
[Migration("S0024Programs")]
public sealed class S0024Programs : Step
{
    /// <inheritdoc/>
    protected override void Build(MigrationBuilder schema)
    {
        schema.CreateTable("program_key", t => new
        {
            Key = t.Column<long>(),
            Id = t.Column<Guid>(),
            Path = t.Column<string>(),
            Code = t.Column<string>(maxLength: 12),
            Name = t.Column<string>(maxLength: 40),
            OwnerKey = t.Column<long>(),
            OwnerName = t.Column<string>(maxLength: 60),
            Rights = t.Column<string>(),
            ExpiresOn = t.Column<DateOnly>(),
            GivenBy = t.Column<string>(maxLength: 60),
            GivenAt = t.Column<DateTime>(),
            Mac = t.Column<byte[]>(nullable: true),
            CollectedAt = t.Column<DateTime>(nullable: true),
            RevokedAt = t.Column<DateTime>(nullable: true),
            RevokedBy = t.Column<string>(maxLength: 60, nullable: true),
            LastUsedOn = t.Column<DateOnly>(nullable: true),
            LastRange = t.Column<string>(maxLength: 50, nullable: true),
            Stamp = t.Column<int>(),
        }, constraints: t => t.PrimaryKey("pk_program_key", k => k.Key));
        schema.CreateIndex("ix_program_key_id", "program_key", "Id", unique: true);
        schema.CreateIndex("ix_program_key_code", "program_key", "Code", unique: true);
        schema.CreateIndex("ix_program_key_path", "program_key", ["Path", "Key"]);
        schema.CreateIndex("ix_program_key_owner", "program_key", "OwnerKey");
        schema.Sql("""
            UPDATE "role" SET "Rights" = "Rights" || ' programs.manage', "Stamp" = "Stamp" + 1
            WHERE "Code" = 'system-admin' AND "Rights" NOT LIKE '%programs.manage%'
            """);
    }
}
