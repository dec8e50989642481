using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gonglian.Host.Schema;

/// <summary>Why an exclusion was not agreed to.</summary>
[DbContext(typeof(AppDb))]
[Migration("S0011WhyDeclined")]
public sealed class S0011WhyDeclined : Step
{
    /// <inheritdoc/>
    protected override void Build(MigrationBuilder schema) =>
        schema.AddColumn<string>("Declined", "exclusion", maxLength: 200, defaultValue: "");
}
