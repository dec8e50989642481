using System.Data.Common;

namespace Gonglian.Foundation.Data;

/// <summary>Integer keys for the whole store, given out by the program so that a row is known before it is written.</summary>
/// <remarks>
/// On SQLite there is one process: the highest key in use is read once. On PostgreSQL every node takes blocks from a
/// sequence. Small growing numbers keep every index narrow and appended at its end.
/// </remarks>
public sealed class Keys(Store store)
{
    private const int Block = 1000;
    private readonly Lock gate = new();
    private long next;
    private long end;

    /// <summary>The next key.</summary>
    public long Next()
    {
        lock (gate)
        {
            if (next >= end)
                (next, end) = Take();
            return next++;
        }
    }

    private (long From, long To) Take()
    {
        using var connection = store.WritingConnection();
        connection.Open();
        using var command = connection.CreateCommand();
        if (!store.IsSqlite)
        {
            command.CommandText = "SELECT nextval('key_block')";
            var block = (long)command.ExecuteScalar()!;
            return (block * Block, (block + 1) * Block);
        }

        var highest = 0L;
        foreach (var table in Tables(command))
        {
#pragma warning disable CA2100 // The names come from the database's own catalogue.
            command.CommandText = $"SELECT coalesce(max(\"Key\"), 0) FROM \"{table}\"";
#pragma warning restore CA2100
            highest = Math.Max(highest, (long)command.ExecuteScalar()!);
        }
        return (highest + 1, long.MaxValue);
    }

    private static List<string> Tables(DbCommand command)
    {
        command.CommandText = """
            SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = 'Key'
            WHERE m.type = 'table'
            """;
        using var reader = command.ExecuteReader();
        var tables = new List<string>();
        while (reader.Read())
            tables.Add(reader.GetString(0));
        return tables;
    }
}
