using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gonglian.Host.Schema;

/// <summary>The few units that are due, apart from the many that are not.</summary>
[DbContext(typeof(AppDb))]
[Migration("S0007Establishment")]
public sealed class S0007Establishment : Step
{
    /// <inheritdoc/>
    protected override void Build(MigrationBuilder schema) =>
        schema.CreateIndex("ix_enterprise_due", "enterprise", "Path", filter: "(\"Counted\" & 16) <> 0");
}
