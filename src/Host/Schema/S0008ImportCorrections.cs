using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gonglian.Host.Schema;

/// <summary>Cells of an import that somebody typed anew, sealed.</summary>
[DbContext(typeof(AppDb))]
[Migration("S0008ImportCorrections")]
public sealed class S0008ImportCorrections : Step
{
    /// <inheritdoc/>
    protected override void Build(MigrationBuilder schema)
    {
        schema.AddColumn<byte[]>("Given", "import_note", nullable: true);
        schema.AddColumn<long>("SealKeyKey", "import_note", nullable: true);
    }
}
