using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gonglian.Host.Schema;

/// <summary>Views of the list of enterprises that people keep.</summary>
[DbContext(typeof(AppDb))]
[Migration("S0006SavedViews")]
public sealed class S0006SavedViews : Step
{
    /// <inheritdoc/>
    protected override void Build(MigrationBuilder schema)
    {
        schema.CreateTable("saved_view", t => new
        {
            Key = t.Column<long>(),
            Id = t.Column<Guid>(),
            UserId = t.Column<Guid>(),
            Name = t.Column<string>(maxLength: 40),
            Query = t.Column<string>(),
        }, constraints: t => t.PrimaryKey("pk_saved_view", v => v.Key));
        schema.CreateIndex("ix_saved_view_id", "saved_view", "Id", unique: true);
        schema.CreateIndex("ix_saved_view_user", "saved_view", ["UserId", "Name"], unique: true);
    }
}
