using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gonglian.Host.Schema;

/// <summary>What the nightly recounts found.</summary>
[DbContext(typeof(AppDb))]
[Migration("S0017Recounts")]
public sealed class S0017Recounts : Step
{
    /// <inheritdoc/>
    protected override void Build(MigrationBuilder schema)
    {
        schema.CreateTable("recount", t => new
        {
            Key = t.Column<long>(),
            Day = t.Column<DateOnly>(),
            At = t.Column<DateTime>(),
            By = t.Column<string>(),
            Units = t.Column<long>(),
            Unions = t.Column<long>(),
            Differences = t.Column<long>(),
        }, constraints: t => t.PrimaryKey("pk_recount", r => r.Key));
        schema.CreateTable("recount_difference", t => new
        {
            Key = t.Column<long>(),
            RecountKey = t.Column<long>(),
            Path = t.Column<string>(),
            Kind = t.Column<int>(),
            SubjectKey = t.Column<long>(),
            What = t.Column<string>(maxLength: 40),
            Kept = t.Column<string>(),
            Counted = t.Column<string>(),
        }, constraints: t => t.PrimaryKey("pk_recount_difference", d => d.Key));
        schema.CreateIndex("ix_recount_difference_recount_key", "recount_difference", "RecountKey");
    }
}
