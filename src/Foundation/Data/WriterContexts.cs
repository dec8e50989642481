using Gonglian.Foundation.Callers;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using SQLitePCL;

namespace Gonglian.Foundation.Data;

/// <summary>The contexts of the one writing connection, kept per caller: making one costs more than what most changes do.</summary>
internal sealed class WriterContexts(Store store, SqliteConnection connection) : IDisposable
{
    private const int Most = 64;
    private readonly Dictionary<Caller, AppDb> contexts = [];
    private readonly Dictionary<string, SqliteCommand> commands = [];

    /// <summary>How many rows the connection has written so far, also those that were taken back.</summary>
    public int RowsWritten => raw.sqlite3_total_changes(connection.Handle!);

    /// <summary>Whether the transaction has been begun and not been lost, as SQLite does by itself when the disk is full.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(connection.Handle!) == 0;

    /// <summary>An empty context of the caller inside the transaction.</summary>
    public AppDb Of(Caller caller, SqliteTransaction transaction)
    {
        if (!contexts.TryGetValue(caller, out var db))
        {
            if (contexts.Count >= Most)
                Clear();
            contexts.Add(caller, db = store.Write(connection, caller));
        }
        if (db.Database.CurrentTransaction?.GetDbTransaction() != transaction)
        {
            db.Database.UseTransaction(null);
            db.Database.UseTransaction(transaction);
        }
        db.BeginAnew();
        return db;
    }

    /// <summary>Drops the caller's context: what broke inside it may have left anything.</summary>
    public void Forget(Caller caller)
    {
        if (contexts.Remove(caller, out var db))
            db.Dispose();
    }

    /// <summary>Runs a statement that is needed again and again.</summary>
    public void Execute(string sql, SqliteTransaction transaction)
    {
        if (!commands.TryGetValue(sql, out var command))
            commands.Add(sql, command = connection.CreateCommand());
        (command.CommandText, command.Transaction) = (sql, transaction);
        command.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Clear();
        foreach (var command in commands.Values)
            command.Dispose();
    }

    private void Clear()
    {
        foreach (var db in contexts.Values)
            db.Dispose();
        contexts.Clear();
    }
}
