using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Gonglian.Host.Schema;

/// <summary>One step of the schema, written once for both databases.</summary>
/// <remarks>Text compares by its bytes everywhere: collation C on PostgreSQL, SQLite's own BINARY elsewhere.</remarks>
public abstract class Step : Migration
{
    /// <inheritdoc/>
    protected sealed override void Up(MigrationBuilder migrationBuilder)
    {
        Build(migrationBuilder);
        if (OnSqlite)
            return;
        var created = migrationBuilder.Operations.OfType<CreateTableOperation>().SelectMany(t => t.Columns);
        foreach (var text in created.Concat(migrationBuilder.Operations.OfType<AddColumnOperation>())
                     .Where(c => c.ClrType == typeof(string)))
            text.Collation = "C";
    }

    /// <summary>Whether the step runs on the embedded database.</summary>
    protected bool OnSqlite => ActiveProvider!.EndsWith("Sqlite", StringComparison.Ordinal);

    /// <summary>The step's operations.</summary>
    protected abstract void Build(MigrationBuilder schema);
}
