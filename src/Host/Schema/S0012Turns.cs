using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gonglian.Host.Schema;

/// <summary>Whose turn a job is, and which file of refused rows counts; enterprises without a union leave the index of forms.</summary>
[DbContext(typeof(AppDb))]
[Migration("S0012Turns")]
public sealed class S0012Turns : Step
{
    /// <inheritdoc/>
    protected override void Build(MigrationBuilder schema)
    {
        schema.AddColumn<int>("Turn", "job", defaultValue: 0);
        schema.AddColumn<string>("LeftName", "import", maxLength: 100, defaultValue: "");
        schema.DropIndex("ix_enterprise_form", "enterprise");
        schema.CreateIndex("ix_enterprise_form", "enterprise", ["UnionForm", "Members", "Key", "Path"],
            filter: "\"UnionForm\" IS NOT NULL");
    }
}
