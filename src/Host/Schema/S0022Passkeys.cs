using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gonglian.Host.Schema;

/// <summary>Passkeys: the public parts of keys that lie in people's devices.</summary>
[DbContext(typeof(AppDb))]
[Migration("S0022Passkeys")]
public sealed class S0022Passkeys : Step
{
    /// <inheritdoc/>
    protected override void Build(MigrationBuilder schema)
    {
        schema.CreateTable("passkey", t => new
        {
            Key = t.Column<long>(),
            Id = t.Column<Guid>(),
            UserKey = t.Column<long>(),
            CredentialId = t.Column<byte[]>(),
            PublicKey = t.Column<byte[]>(),
            Name = t.Column<string>(maxLength: 40),
            AddedAt = t.Column<DateTime>(),
            UsedAt = t.Column<DateTime>(nullable: true),
            SignCount = t.Column<long>(),
            IsBackupEligible = t.Column<bool>(),
            Stamp = t.Column<int>(),
        }, constraints: t => t.PrimaryKey("pk_passkey", p => p.Key));
        schema.CreateIndex("ix_passkey_credential", "passkey", "CredentialId", unique: true);
        schema.CreateIndex("ix_passkey_user", "passkey", "UserKey");
    }
}
