using System.Data.Common;
using Gonglian.Foundation.Data;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Gonglian.Slices.Tests.Foundation;

/// <summary>Migrations are written by hand and serve both databases: what they build is what the mapping expects.</summary>
public sealed class The_tables_are_what_the_mapping_says
{
    // Tables that no entity maps, with the reason.
    private static readonly Dictionary<string, string> Unmapped = new()
    {
        ["__EFMigrationsHistory"] = "the list of migrations that have run",
        ["__EFMigrationsLock"] = "held while migrations run",
        ["sqlite_sequence"] = "SQLite's own",
        ["enterprise_search"] = "the index of names, read and written with SQL",
    };

    [Theory]
    [OnEveryDatabase]
    public async Task Every_table_column_and_index_is_there_and_nothing_else(Database database)
    {
        await using var stand = await Stand.On(database);
        await using var db = stand.Read();
        Assert.Equal(Expected(db), await Found(db));
    }

    [Theory]
    [OnEveryDatabase("ALTER TABLE \"enterprise\" ADD COLUMN \"Extra\" INTEGER")]
    [OnEveryDatabase("DROP INDEX \"ix_enterprise_credit_code\"")]
    [OnEveryDatabase("ALTER TABLE \"post\" DROP COLUMN \"Office\"")]
    [OnEveryDatabase("CREATE TABLE \"extra\" (\"Key\" INTEGER)")]
    public async Task A_difference_is_seen(Database database, string change)
    {
        await using var stand = await Stand.On(database);
        await stand.Sql(change);
        await using var db = stand.Read();
        Assert.NotEqual(Expected(db), await Found(db));
    }

    [Fact]
    public void Where_everything_shall_be_tested_postgres_takes_part() => Assert.True(
        Environment.GetEnvironmentVariable("GONGLIAN_TEST_ALL") is null || Databases.All.Count == 2);

    private static List<string> Expected(AppDb db)
    {
        var lines = new List<string>();
        var model = db.GetService<IDesignTimeModel>().Model.GetRelationalModel();
        foreach (var table in model.Tables)
        {
            foreach (var column in table.Columns)
            {
                var collation = column.Collation is { } bytes ? $" {bytes}" : "";
                var nullable = column.IsNullable ? "null" : "not null";
                lines.Add($"{table.Name}.{column.Name} {column.StoreType}{collation} {nullable}".ToLowerInvariant());
            }
            lines.Add($"{table.Name} key {Names(table.PrimaryKey!.Columns)}");
            foreach (var index in table.Indexes)
                lines.Add($"{table.Name} index {Names(index.Columns)}{(index.IsUnique ? " unique" : "")}");
            foreach (var foreign in table.ForeignKeyConstraints)
                lines.Add($"{table.Name} {Names(foreign.Columns)} refers to {foreign.PrincipalTable.Name}");
        }
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static async Task<List<string>> Found(AppDb db)
    {
        var connection = db.Database.GetDbConnection();
        await connection.OpenAsync();
        var lines = (await Lines(connection, db.IsSqlite ? SqliteCatalog : PostgresCatalog))
            .Where(l => !Unmapped.Keys.Any(t => l.StartsWith(t, StringComparison.OrdinalIgnoreCase))).ToList();
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static string Names(IEnumerable<IColumn> columns) => string.Join(",", columns.Select(c => c.Name));

    private static async Task<List<string>> Lines(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        return lines;
    }

    private const string SqliteCatalog = """
        WITH t AS (SELECT name FROM sqlite_master WHERE type = 'table')
        SELECT lower(t.name || '.' || c.name || ' ' || c.type || CASE WHEN c."notnull" THEN ' not null' ELSE ' null' END)
        FROM t, pragma_table_info(t.name) c
        UNION ALL
        SELECT t.name || ' key ' || group_concat(c.name, ',' ORDER BY c.pk)
        FROM t, pragma_table_info(t.name) c WHERE c.pk > 0 GROUP BY t.name
        UNION ALL
        SELECT t.name || ' index ' || (SELECT group_concat(c.name, ',' ORDER BY c.seqno) FROM pragma_index_info(i.name) c)
            || CASE WHEN i."unique" THEN ' unique' ELSE '' END
        FROM t, pragma_index_list(t.name) i WHERE i.origin = 'c'
        UNION ALL
        SELECT t.name || ' ' || group_concat(f."from", ',' ORDER BY f.seq) || ' refers to ' || f."table"
        FROM t, pragma_foreign_key_list(t.name) f GROUP BY t.name, f.id
        """;

    private const string PostgresCatalog = """
        WITH t AS (SELECT oid, relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace)
        SELECT lower(t.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
            || CASE WHEN a.atttypid IN ('text'::regtype, 'varchar'::regtype)
                THEN ' ' || (SELECT collname FROM pg_collation c WHERE c.oid = a.attcollation) ELSE '' END
            || CASE WHEN a.attnotnull THEN ' not null' ELSE ' null' END)
        FROM t JOIN pg_attribute a ON a.attrelid = t.oid WHERE a.attnum > 0 AND NOT a.attisdropped
        UNION ALL
        SELECT t.relname || CASE WHEN i.indisprimary THEN ' key ' ELSE ' index ' END
            || (SELECT string_agg(a.attname, ',' ORDER BY k.n)
                FROM unnest(i.indkey) WITH ORDINALITY k(num, n)
                JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.num)
            || CASE WHEN i.indisunique AND NOT i.indisprimary THEN ' unique' ELSE '' END
        FROM t JOIN pg_index i ON i.indrelid = t.oid
        UNION ALL
        SELECT t.relname || ' ' || (SELECT string_agg(a.attname, ',' ORDER BY k.n)
                FROM unnest(c.conkey) WITH ORDINALITY k(num, n)
                JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.num)
            || ' refers to ' || p.relname
        FROM t JOIN pg_constraint c ON c.conrelid = t.oid JOIN pg_class p ON p.oid = c.confrelid WHERE c.contype = 'f'
        """;
}
