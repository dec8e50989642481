using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace Gonglian.Foundation.Data;

/// <summary>A query that was asked, on a connection of its own until it is disposed.</summary>
internal abstract class Prepared : IAsyncDisposable
{
    public abstract Task<DbDataReader> Read();

    public abstract ValueTask DisposeAsync();
}

/// <summary>Reading connections to the embedded database that keep what they have prepared.</summary>
/// <remarks>To prepare a list's query takes as long as to answer it.</remarks>
internal sealed class PreparedReaders(string connection, Action<SqliteConnection> opened) : IDisposable
{
    private const int MostKept = 50;
    private readonly ConcurrentStack<Line> idle = new();

    public Prepared Ask(string sql, List<KeyValuePair<string, object>> values)
    {
        if (!idle.TryPop(out var line))
            line = new(this, Open());
        line.Prepare(sql, values);
        return line;
    }

    /// <summary>Closes what lies idle.</summary>
    public void Dispose()
    {
        while (idle.TryPop(out var line))
            line.Close();
    }

    private SqliteConnection Open()
    {
        var made = new SqliteConnection(connection);
        made.Open();
        opened(made);
        // Otherwise a value that could open a filtered index has the statement planned anew each time it is given.
        raw.sqlite3_db_config(made.Handle!, raw.SQLITE_DBCONFIG_ENABLE_QPSG, 1, out _);
        return made;
    }

    private sealed class Line(PreparedReaders owner, SqliteConnection connection) : Prepared
    {
        private readonly Dictionary<string, SqliteCommand> kept = [];
        private string asked = "";

        public void Prepare(string sql, List<KeyValuePair<string, object>> values)
        {
            asked = sql;
            if (!kept.TryGetValue(sql, out var command))
            {
                if (kept.Count == MostKept)
                    Forget();
#pragma warning disable CA2100 // Whatever comes from outside is a value: see ScopedQuery.
                kept[sql] = command = new SqliteCommand(sql, connection);
#pragma warning restore CA2100
                foreach (var (name, _) in values)
                    command.Parameters.Add(new SqliteParameter { ParameterName = name });
            }
            for (var i = 0; i < values.Count; i++)
                command.Parameters[i].Value = values[i].Value;
        }

        public override async Task<DbDataReader> Read() => await kept[asked].ExecuteReaderAsync();

        public override ValueTask DisposeAsync()
        {
            owner.idle.Push(this);
            return ValueTask.CompletedTask;
        }

        public void Close()
        {
            Forget();
            connection.Dispose();
        }

        private void Forget()
        {
            foreach (var one in kept.Values)
                one.Dispose();
            kept.Clear();
        }
    }
}

/// <summary>A query on a connection to PostgreSQL.</summary>
internal sealed class PreparedOnServer(NpgsqlConnection connection, string sql, List<KeyValuePair<string, object>> values) : Prepared
{
#pragma warning disable CA2100 // Whatever comes from outside is a value: see ScopedQuery.
    private readonly NpgsqlCommand command = new(sql, connection);
#pragma warning restore CA2100

    public override async Task<DbDataReader> Read()
    {
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        // What names no value has one plan; its connection keeps it.
        if (values.Count == 0)
            await command.PrepareAsync();
        return await command.ExecuteReaderAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await command.DisposeAsync();
        await connection.DisposeAsync();
    }
}
