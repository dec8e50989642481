using System.Data.Common;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Vaults;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Gonglian.Foundation.Backups;

/// <summary>One state of a database that is being backed up; whoever writes meanwhile is not stopped.</summary>
internal abstract class BackupSource : IDisposable
{
    protected const string History = "__EFMigrationsHistory";

    /// <summary>The state as it is now.</summary>
    public static BackupSource Of(Store store) => store.IsSqlite ? new SqliteSource(store) : new PostgresSource(store);

    /// <summary>The last step of the schema.</summary>
    public abstract string Step { get; }

    /// <summary>The tables.</summary>
    public abstract IReadOnlyList<BackupTable> Tables { get; }

    /// <summary>The block of integer keys given out last, read after everything else.</summary>
    public virtual long KeyBlock => 0;

    /// <summary>Writes the rows.</summary>
    public abstract void Write(BackupWriter backup);

    /// <inheritdoc/>
    public abstract void Dispose();

    protected static T One<T>(DbConnection connection, string sql, DbTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names come from the database's own catalogue.
        (command.CommandText, command.Transaction, command.CommandTimeout) = (sql, transaction, 0);
#pragma warning restore CA2100
        return (T)command.ExecuteScalar()!;
    }

    protected static List<T> All<T>(DbConnection connection, string sql, Func<DbDataReader, T> read, DbTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names come from the database's own catalogue.
        (command.CommandText, command.Transaction) = (sql, transaction);
#pragma warning restore CA2100
        using var rows = command.ExecuteReader();
        var all = new List<T>();
        while (rows.Read())
            all.Add(read(rows));
        return all;
    }

    /// <summary>The tables of an embedded database, without those that only point at others.</summary>
    internal static List<BackupTable> TablesOf(SqliteConnection connection) =>
    [
        .. All(connection, """
            SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%'
            ORDER BY name
            """, r => r.GetString(0)).Select(name => new BackupTable(name, One<long>(connection, $"SELECT count(*) FROM \"{name}\""), [])),
    ];

    /// <summary>How many rows a server's table has.</summary>
    internal static long RowsOf(NpgsqlConnection connection, string name, NpgsqlTransaction transaction) =>
        One<long>(connection, $"SELECT count(*) FROM \"{name}\"", transaction);
}

/// <summary>A copy of the embedded database, page by page in one step, through a connection that only reads.</summary>
/// <remarks>
/// It lies in the data folder beside the database, owner-only, until it has been sealed. On write-ahead logging a reader stops
/// nobody; the log is only not cut while it reads. A connection that only reads never checkpoints (see docs/adr/0003).
/// </remarks>
internal sealed class SqliteSource : BackupSource
{
    private readonly string copy;

    public SqliteSource(Store store)
    {
        copy = Path.Combine(store.Folder, Backup.Copy);
        Remove();
        try
        {
            Owned.Create(copy, FileMode.CreateNew).Dispose();
            using var to = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Pooling = false }.ToString());
            to.Open();
            Set(to, "PRAGMA synchronous=OFF");
            using (var from = store.ReadingConnection())
            {
                from.Open();
                Set(from, "PRAGMA busy_timeout=5000");
                from.BackupDatabase(to);
            }
            Tables = TablesOf(to);
            Step = One<string>(to, $"SELECT max(\"MigrationId\") FROM \"{History}\"");
        }
        catch
        {
            Remove();
            throw;
        }
    }

    public override string Step { get; }

    public override IReadOnlyList<BackupTable> Tables { get; }

    public override void Write(BackupWriter backup) => backup.Add(BackupWriter.Database, part =>
    {
        using var file = File.OpenRead(copy);
        file.CopyTo(part, 1 << 20);
    });

    public override void Dispose() => Remove();

    private static void Set(SqliteConnection connection, string sql) => One<object?>(connection, sql);

    private void Remove()
    {
        foreach (var ending in new[] { "", "-wal", "-shm", "-journal" })
            File.Delete(copy + ending);
    }
}

/// <summary>The tables of a server, from one snapshot of it.</summary>
internal sealed class PostgresSource : BackupSource
{
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;

    public PostgresSource(Store store)
    {
        connection = (NpgsqlConnection)store.WritingConnection();
        connection.Open();
        transaction = connection.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);
        using (var only = new NpgsqlCommand("SET TRANSACTION READ ONLY", connection, transaction))
            only.ExecuteNonQuery();
        Step = One<string>(connection, $"SELECT max(\"MigrationId\") FROM \"{History}\"", transaction);
        Tables = [.. InOrder().Select(name => new BackupTable(name, RowsOf(connection, name, transaction), ColumnsOf(name)))];
    }

    public override string Step { get; }

    public override IReadOnlyList<BackupTable> Tables { get; }

    public override long KeyBlock => One<long>(connection, "SELECT last_value FROM key_block", transaction);

    public override void Write(BackupWriter backup)
    {
        foreach (var table in Tables)
            backup.Add(BackupWriter.Table + table.Name, part =>
            {
                using var rows = connection.BeginRawBinaryCopy($"COPY {Named(table)} TO STDOUT (FORMAT BINARY)");
                rows.CopyTo(part, 1 << 20);
            });
    }

    public override void Dispose()
    {
        transaction.Dispose();
        connection.Dispose();
    }

    /// <summary>A table with its columns, as COPY names it.</summary>
    internal static string Named(BackupTable table) =>
        $"\"{table.Name}\" ({string.Join(", ", table.Columns.Select(c => $"\"{c}\""))})";

    private List<string> ColumnsOf(string table) => All(connection, $"""
        SELECT attname::text FROM pg_attribute
        WHERE attrelid = '"{table}"'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
        """, r => r.GetString(0), transaction);

    // Whoever refers to a table comes after it.
    private List<string> InOrder()
    {
        var rest = All(connection, $"""
            SELECT relname::text FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relname <> '{History}' ORDER BY relname
            """, r => r.GetString(0), transaction);
        var needs = All(connection, """
            SELECT a.relname::text, b.relname::text FROM pg_constraint c
            JOIN pg_class a ON a.oid = c.conrelid JOIN pg_class b ON b.oid = c.confrelid
            WHERE c.contype = 'f' AND a.oid <> b.oid
            """, r => (Table: r.GetString(0), On: r.GetString(1)), transaction);
        var ordered = new List<string>();
        while (rest.Find(t => !needs.Exists(n => n.Table == t && rest.Contains(n.On))) is { } next)
        {
            ordered.Add(next);
            rest.Remove(next);
        }
        return [.. ordered, .. rest];
    }
}
