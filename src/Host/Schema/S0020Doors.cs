using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gonglian.Host.Schema;

/// <summary>Second steps, recovery codes, where accounts were opened from, and what a session says of itself.</summary>
[DbContext(typeof(AppDb))]
[Migration("S0020Doors")]
public sealed class S0020Doors : Step
{
    /// <inheritdoc/>
    protected override void Build(MigrationBuilder schema)
    {
        schema.CreateTable("familiar_address", t => new
        {
            Key = t.Column<long>(),
            UserKey = t.Column<long>(),
            Network = t.Column<string>(maxLength: 50),
            LastAt = t.Column<DateTime>(),
            FailedCount = t.Column<int>(),
            LockedUntil = t.Column<DateTime>(nullable: true),
            Stamp = t.Column<int>(),
        }, constraints: t => t.PrimaryKey("pk_familiar_address", a => a.Key));
        schema.CreateIndex("ix_familiar_address_user", "familiar_address", "UserKey");
        schema.CreateTable("authenticator", t => new
        {
            Key = t.Column<long>(),
            SealKeyKey = t.Column<long>(),
            Secret = t.Column<byte[]>(),
            SetUpAt = t.Column<DateTime>(),
            LastStep = t.Column<long>(),
            Stamp = t.Column<int>(),
        }, constraints: t => t.PrimaryKey("pk_authenticator", a => a.Key));
        schema.CreateTable("recovery_code", t => new
        {
            Key = t.Column<long>(),
            UserKey = t.Column<long>(),
            Salt = t.Column<byte[]>(),
            Hash = t.Column<byte[]>(),
            UsedAt = t.Column<DateTime>(nullable: true),
            Stamp = t.Column<int>(),
        }, constraints: t => t.PrimaryKey("pk_recovery_code", c => c.Key));
        schema.CreateIndex("ix_recovery_code_user", "recovery_code", "UserKey");
        schema.AddColumn<string>("Way", "session", maxLength: 20, defaultValue: "");
        schema.AddColumn<string>("Origin", "session", maxLength: 50, nullable: true);
        schema.AddColumn<string>("Browser", "session", maxLength: 100, nullable: true);
        schema.AddColumn<DateTime>("SeenAt", "session", nullable: true);
    }
}
