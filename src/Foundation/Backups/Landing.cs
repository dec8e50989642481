using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Module = Gonglian.Foundation.Modules.Module;

namespace Gonglian.Foundation.Backups;

/// <summary>Where the rows of a backup come to lie; nothing stands until <see cref="Keep"/>.</summary>
internal abstract class Landing : IDisposable
{
    /// <summary>Makes the place ready.</summary>
    /// <exception cref="Refused"><c>restore.not-empty</c>; <c>backup.newer</c>.</exception>
    public abstract void Begin(BackupHead head);

    /// <summary>Takes a part.</summary>
    public abstract void Take(string name, Stream part);

    /// <summary>Compares what lies there with what the backup says.</summary>
    /// <exception cref="Refused"><c>restore.differs</c>; <c>backup.damaged</c>.</exception>
    public abstract void Check(BackupHead head, BackupEnd end);

    /// <summary>From now on it stands.</summary>
    public virtual void Keep()
    {
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }

    protected static void NeedStep(BackupHead head)
    {
        if (!Store.KnownSteps.Contains(head.Step))
            throw BackupSeal.Newer();
    }

    protected static void Compare(string table, long wanted, long found)
    {
        if (wanted != found)
            throw new Refused("restore.differs", "表 {0} 应有 {1} 行,恢复后是 {2} 行;没有恢复", table, wanted, found);
    }
}

/// <summary>The embedded database as one file.</summary>
internal sealed class SqliteLanding(string folder) : Landing
{
    private readonly string file = Path.Combine(folder, Store.FileName);

    public override void Begin(BackupHead head) => NeedStep(head);

    public override void Take(string name, Stream part)
    {
        if (name != BackupWriter.Database)
            throw BackupSeal.Damaged();
        using var database = Owned.Create(file, FileMode.CreateNew);
        part.CopyTo(database, 1 << 20);
        database.Flush(flushToDisk: true);
    }

    public override void Check(BackupHead head, BackupEnd end)
    {
        if (!File.Exists(file))
            throw BackupSeal.Damaged();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        if (command.ExecuteScalar() as string != "ok")
            throw BackupSeal.Damaged();
        var found = BackupSource.TablesOf(connection).ToDictionary(t => t.Name, t => t.Rows);
        foreach (var table in head.Tables)
            Compare(table.Name, table.Rows, found.GetValueOrDefault(table.Name, -1));
    }
}

/// <summary>An empty database of a server: schema and rows in one transaction.</summary>
internal sealed class PostgresLanding : Landing
{
    private readonly Store store;
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;
    private Dictionary<string, BackupTable> tables = [];

    public PostgresLanding(IReadOnlyList<Module> modules, string folder, string server, TimeProvider clock)
    {
        store = new Store(modules, folder, server, clock);
        connection = (NpgsqlConnection)store.WritingConnection();
        connection.Open();
        transaction = connection.BeginTransaction();
    }

    public override void Begin(BackupHead head)
    {
        NeedStep(head);
        using var command = Command("SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace");
        if ((long)command.ExecuteScalar()! > 0)
            throw new Refused("restore.database-not-empty", "这个数据库不是空的;只恢复到空数据库");
        MakeSchema(head.Step);
        tables = head.Tables.ToDictionary(t => t.Name);
        // What the steps put in stands in the backup as well.
        Run($"TRUNCATE {string.Join(", ", head.Tables.Select(t => $"\"{t.Name}\""))}");
    }

    public override void Take(string name, Stream part)
    {
        if (!name.StartsWith(BackupWriter.Table, StringComparison.Ordinal)
            || !tables.TryGetValue(name[BackupWriter.Table.Length..], out var table))
            throw BackupSeal.Damaged();
        using var rows = connection.BeginRawBinaryCopy($"COPY {PostgresSource.Named(table)} FROM STDIN (FORMAT BINARY)");
        part.CopyTo(rows, 1 << 20);
    }

    public override void Check(BackupHead head, BackupEnd end)
    {
        Run($"SELECT setval('key_block', {end.KeyBlock})");
        foreach (var table in head.Tables)
            Compare(table.Name, table.Rows, BackupSource.RowsOf(connection, table.Name, transaction));
    }

    public override void Keep()
    {
        transaction.Commit();
        using var command = new NpgsqlCommand("ANALYZE", connection) { CommandTimeout = 0 };
        command.ExecuteNonQuery();
    }

    public override void Dispose()
    {
        transaction.Dispose();
        connection.Dispose();
        store.Dispose();
        base.Dispose();
    }

    // The migrator itself would commit after each step.
    private void MakeSchema(string upTo)
    {
        using var db = store.Write(connection, Caller.System("系统"));
        var (history, steps) = (db.GetService<IHistoryRepository>(), db.GetService<IMigrationsAssembly>());
        Run(history.GetCreateScript());
        foreach (var (id, type) in steps.Migrations.Where(m => string.CompareOrdinal(m.Key, upTo) <= 0))
        {
            var step = steps.CreateMigration(type, db.Database.ProviderName!);
            foreach (var command in db.GetService<IMigrationsSqlGenerator>().Generate(step.UpOperations))
                Run(command.CommandText);
            Run(history.GetInsertScript(new HistoryRow(id, ProductInfo.GetVersion())));
        }
    }

#pragma warning disable CA2100 // The program's own steps, and names that the backup has under its seal.
    private NpgsqlCommand Command(string sql) => new(sql, connection, transaction) { CommandTimeout = 0 };
#pragma warning restore CA2100

    private void Run(string sql)
    {
        using var command = Command(sql);
        command.ExecuteNonQuery();
    }
}
