using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gonglian.Host.Schema;

/// <summary>Dated versions of the definition of the figures.</summary>
[DbContext(typeof(AppDb))]
[Migration("S0016Definitions")]
public sealed class S0016Definitions : Step
{
    /// <inheritdoc/>
    protected override void Build(MigrationBuilder schema)
    {
        schema.CreateTable("definition", t => new
        {
            Number = t.Column<int>(),
            ValidFrom = t.Column<DateOnly>(),
            Parameters = t.Column<string>(),
            Reason = t.Column<string>(maxLength: 200),
            Path = t.Column<string>(),
            SetBy = t.Column<string>(),
            SetAt = t.Column<DateTime>(),
            WithdrawnAt = t.Column<DateTime>(nullable: true),
            WithdrawnBy = t.Column<string>(),
            Stamp = t.Column<int>(),
        }, constraints: t => t.PrimaryKey("pk_definition", d => d.Number));
        schema.Sql("""
            UPDATE "role" SET "Rights" = "Rights" || ' figures.define'
            WHERE "Code" = 'district-leader' AND "Rights" NOT LIKE '%figures.define%'
            """);
    }
}
