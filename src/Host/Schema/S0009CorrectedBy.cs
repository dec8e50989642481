using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gonglian.Host.Schema;

/// <summary>Who typed a cell of an import anew.</summary>
[DbContext(typeof(AppDb))]
[Migration("S0009CorrectedBy")]
public sealed class S0009CorrectedBy : Step
{
    /// <inheritdoc/>
    protected override void Build(MigrationBuilder schema) =>
        schema.AddColumn<string>("By", "import_note", nullable: true);
}
