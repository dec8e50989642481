using Gonglian.Access;
using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gonglian.Host.Schema;

/// <summary>Grants that hang on a post or are part of a colleague's, proposals for a second person, and the roles of today.</summary>
[DbContext(typeof(AppDb))]
[Migration("S0023Grants")]
public sealed class S0023Grants : Step
{
    /// <inheritdoc/>
    protected override void Build(MigrationBuilder schema)
    {
        schema.AddColumn<long>("SourceKey", "granted", nullable: true);
        schema.AddColumn<long>("PostKey", "granted", nullable: true);
        schema.CreateIndex("ix_granted_path", "granted", "Path");
        schema.CreateIndex("ix_granted_source", "granted", "SourceKey");
        schema.CreateIndex("ix_granted_post", "granted", "PostKey");
        schema.CreateTable("role_proposal", t => new
        {
            Key = t.Column<long>(),
            Id = t.Column<Guid>(),
            Path = t.Column<string>(),
            Kind = t.Column<int>(),
            AboutKey = t.Column<long>(),
            RoleCode = t.Column<string>(maxLength: 40),
            Name = t.Column<string>(maxLength: 60),
            WasName = t.Column<string>(maxLength: 60),
            Rights = t.Column<string>(),
            WasRights = t.Column<string>(),
            GrantId = t.Column<Guid>(nullable: true),
            EffectiveFrom = t.Column<DateOnly>(nullable: true),
            EffectiveTo = t.Column<DateOnly>(nullable: true),
            PostKey = t.Column<long>(nullable: true),
            ProposedById = t.Column<Guid>(nullable: true),
            ProposedBy = t.Column<string>(maxLength: 60),
            ProposedAt = t.Column<DateTime>(),
            Reason = t.Column<string>(maxLength: 200),
            LapsesAt = t.Column<DateTime>(),
            Confirmed = t.Column<bool>(nullable: true),
            DecidedBy = t.Column<string>(maxLength: 60),
            DecidedAt = t.Column<DateTime>(nullable: true),
            Answer = t.Column<string>(maxLength: 200),
            Stamp = t.Column<int>(),
        }, constraints: t => t.PrimaryKey("pk_role_proposal", p => p.Key));
        schema.CreateIndex("ix_role_proposal_id", "role_proposal", "Id", unique: true);
        schema.CreateIndex("ix_role_proposal_path", "role_proposal", "Path");
        // A store of before has fewer roles, and one administrator who did what three do now.
        foreach (var (key, role) in RoleCatalogue.Roles.Index())
            schema.Sql($"""
                INSERT INTO "role" ("Key", "Code", "Name", "Rights", "Stamp")
                SELECT {key + 1}, '{role.Code}', '{role.Name}', '{role.Rights}', 0
                WHERE NOT EXISTS (SELECT 1 FROM "role" WHERE "Code" = '{role.Code}')
                """);
        foreach (var role in RoleCatalogue.Roles.Where(r => RoleCatalogue.IsFixed(r.Code)))
            schema.Sql($"""
                UPDATE "role" SET "Rights" = '{role.Rights}' WHERE "Code" = '{role.Code}'
                """);
        foreach (var role in RoleCatalogue.Roles.Where(r => !RoleCatalogue.IsFixed(r.Code) && r.Rights.Contains("access.who")))
            schema.Sql($"""
                UPDATE "role" SET "Rights" = "Rights" || ' access.who'
                WHERE "Code" = '{role.Code}' AND "Rights" NOT LIKE '%access.who%'
                """);
    }
}
