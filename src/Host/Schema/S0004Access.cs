using Gonglian.Access;
using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gonglian.Host.Schema;

/// <summary>Accounts, roles, grants, sessions, and the roles that there are from the start.</summary>
[DbContext(typeof(AppDb))]
[Migration("S0004Access")]
public sealed class S0004Access : Step
{
    /// <inheritdoc/>
    protected override void Build(MigrationBuilder schema)
    {
        schema.CreateTable("user", t => new
        {
            Key = t.Column<long>(),
            Id = t.Column<Guid>(),
            Path = t.Column<string>(),
            Login = t.Column<string>(maxLength: 60),
            NormalisedLogin = t.Column<string>(maxLength: 60),
            Name = t.Column<string>(maxLength: 60),
            PasswordHash = t.Column<string>(nullable: true),
            PasswordSetAt = t.Column<DateTime>(nullable: true),
            MustChange = t.Column<bool>(),
            SecurityStamp = t.Column<string>(),
            FailedCount = t.Column<int>(),
            LockedUntil = t.Column<DateTime>(nullable: true),
            Disabled = t.Column<bool>(),
            Sample = t.Column<bool>(),
            Stamp = t.Column<int>(),
        }, constraints: t => t.PrimaryKey("pk_user", u => u.Key));
        schema.CreateIndex("ix_user_id", "user", "Id", unique: true);
        schema.CreateIndex("ix_user_login", "user", "NormalisedLogin", unique: true);
        schema.CreateIndex("ix_user_path", "user", ["Path", "Key"]);
        schema.CreateTable("role", t => new
        {
            Key = t.Column<long>(),
            Code = t.Column<string>(maxLength: 40),
            Name = t.Column<string>(maxLength: 60),
            Rights = t.Column<string>(),
            Stamp = t.Column<int>(),
        }, constraints: t => t.PrimaryKey("pk_role", r => r.Key));
        schema.CreateIndex("ix_role_code", "role", "Code", unique: true);
        schema.CreateTable("granted", t => new
        {
            Key = t.Column<long>(),
            Id = t.Column<Guid>(),
            UserKey = t.Column<long>(),
            RoleCode = t.Column<string>(maxLength: 40),
            Path = t.Column<string>(),
            Deny = t.Column<bool>(),
            EffectiveFrom = t.Column<DateOnly>(),
            EffectiveTo = t.Column<DateOnly>(nullable: true),
            GrantedBy = t.Column<string>(maxLength: 60),
            Ended = t.Column<bool>(),
            Stamp = t.Column<int>(),
        }, constraints: t => t.PrimaryKey("pk_granted", g => g.Key));
        schema.CreateIndex("ix_granted_id", "granted", "Id", unique: true);
        schema.CreateIndex("ix_granted_user", "granted", "UserKey");
        schema.CreateTable("session", t => new
        {
            Key = t.Column<long>(),
            Id = t.Column<Guid>(),
            UserKey = t.Column<long>(),
            StartedAt = t.Column<DateTime>(),
            EndedAt = t.Column<DateTime>(nullable: true),
        }, constraints: t => t.PrimaryKey("pk_session", s => s.Key));
        schema.CreateIndex("ix_session_id", "session", "Id", unique: true);
        schema.CreateIndex("ix_session_user", "session", "UserKey");
        schema.CreateTable("protection_key", t => new
        {
            Key = t.Column<long>(),
            Xml = t.Column<string>(),
        }, constraints: t => t.PrimaryKey("pk_protection_key", k => k.Key));
        foreach (var (key, role) in RoleCatalogue.Roles.Index())
            schema.Sql($"""
                INSERT INTO "role" ("Key", "Code", "Name", "Rights", "Stamp")
                VALUES ({key + 1}, '{role.Code}', '{role.Name}', '{role.Rights}', 0)
                """);
    }
}
