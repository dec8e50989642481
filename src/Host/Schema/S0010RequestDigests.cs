using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gonglian.Host.Schema;

/// <summary>What a program sent when it registered an enterprise, as a digest.</summary>
[DbContext(typeof(AppDb))]
[Migration("S0010RequestDigests")]
public sealed class S0010RequestDigests : Step
{
    /// <inheritdoc/>
    protected override void Build(MigrationBuilder schema) =>
        schema.AddColumn<long>("Sent", "enterprise", nullable: true);
}
