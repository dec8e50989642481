using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gonglian.Host.Schema;

/// <summary>System administrators may run the program itself: settings, maintenance, scheduled backups.</summary>
[DbContext(typeof(AppDb))]
[Migration("S0025Operations")]
public sealed class S0025Operations : Step
{
    /// <inheritdoc/>
    protected override void Build(MigrationBuilder schema) => schema.Sql("""
        UPDATE "role" SET "Rights" = "Rights" || ' system.manage', "Stamp" = "Stamp" + 1
        WHERE "Code" = 'system-admin' AND "Rights" NOT LIKE '%system.manage%'
        """);
}
