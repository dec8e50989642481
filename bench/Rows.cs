using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Gonglian.Bench;

/// <summary>The bare measure beside an import: the rows it wrote, copied by SQL into empty tables with the same indexes.</summary>
internal static class Rows
{
    private static readonly string[] Tables =
        ["enterprise", "union", "union_fact", "enterprise_fact", "joining", "seal_key", "contact", "exclusion", "change"];

    /// <summary>Copies the rows of a store behind a key.</summary>
    /// <param name="store">The database in which they stand.</param>
    /// <param name="file">The new database.</param>
    /// <param name="behind">Every table's greatest key before the import.</param>
    /// <returns>Seconds, the commit included.</returns>
    public static async Task<double> Copy(string store, string file, long behind)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        await connection.OpenAsync();
        Run(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536");
        Run(connection, $"ATTACH '{store}' AS made");
        foreach (var sql in Schema(connection))
            Run(connection, sql);
        var began = Stopwatch.GetTimestamp();
        await using (var transaction = (SqliteTransaction)await connection.BeginTransactionAsync())
        {
            foreach (var table in Tables)
                Run(connection, $"INSERT INTO main.\"{table}\" SELECT * FROM made.\"{table}\" WHERE \"Key\" > {behind}", transaction);
            await transaction.CommitAsync();
        }
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>The greatest key of a store.</summary>
    public static long Greatest(string store)
    {
        using var connection = new SqliteConnection($"Data Source={store};Mode=ReadOnly;Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tables are named above.
        command.CommandText = $"SELECT max(k) FROM ({string.Join(" UNION ALL ", Tables.Select(t => $"SELECT max(\"Key\") AS k FROM \"{t}\""))})";
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }

    private static List<string> Schema(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tables are named above.
        command.CommandText = $"""
            SELECT sql FROM made.sqlite_master WHERE sql IS NOT NULL AND tbl_name IN ({string.Join(", ", Tables.Select(t => $"'{t}'"))})
            ORDER BY type DESC
            """;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var all = new List<string>();
        while (reader.Read())
            all.Add(reader.GetString(0));
        return all;
    }

    private static void Run(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Made above of the tables' names and the database's own schema.
        (command.CommandText, command.Transaction) = (sql, transaction);
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
