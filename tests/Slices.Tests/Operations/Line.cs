using System.Data.Common;
using System.Globalization;
using Gonglian.Foundation;
using Gonglian.Host.Commands;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Gonglian.Slices.Tests.Operations;

/// <summary>Runs commands, and reads whole databases past the program.</summary>
internal static class Line
{
    /// <summary>Runs a command.</summary>
    public static async Task<(int Code, string Output, string Error)> Run(params string[] command)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await Entry.Run(command, new Terminal(output, error, Texts.Chinese));
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command that must be done.</summary>
    public static async Task<string> Done(params string[] command)
    {
        var (code, output, error) = await Run(command);
        Assert.True(code == Entry.Done, $"{code}: {output}{error}");
        return output + error;
    }

    /// <summary>Runs a command that must be refused in one sentence.</summary>
    public static async Task No(string sentence, params string[] command)
    {
        var (code, output, error) = await Run(command);
        Assert.True(code == Entry.No, $"{code}: {output}{error}");
        Assert.Equal("", output);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    /// <summary>The words that name a place.</summary>
    public static string[] At(Place place) =>
        place.Connection is { } server ? ["--data", place.Data, "--connection", server] : ["--data", place.Data];

    /// <summary>Every row of every table, as text.</summary>
    public static async Task<SortedDictionary<string, List<string>>> Everything(Place place)
    {
        await using DbConnection connection = place.Connection is { } server
            ? new NpgsqlConnection(server)
            : new SqliteConnection($"Data Source={Path.Combine(place.Data, "gonglian.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        var all = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        var tables = place.IsSqlite
            ? "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
            : "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'";
        foreach (var table in await Rows(connection, tables))
            all[table] = [.. (await Rows(connection, place.IsSqlite ? $"SELECT * FROM \"{table}\"" : $"SELECT t::text FROM \"{table}\" t"))
                .Order(StringComparer.Ordinal)];
        if (!place.IsSqlite)
            all["(schema)"] = [.. await Rows(connection, """
                SELECT table_name || '.' || column_name || ' ' || udt_name || ' ' || is_nullable || coalesce(collation_name, '')
                    || coalesce(column_default, '') AS line
                FROM information_schema.columns WHERE table_schema = 'public'
                UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
                UNION ALL SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
                UNION ALL SELECT tgname || tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1
                """)];
        return all;
    }

    private static async Task<List<string>> Rows(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var rows = await command.ExecuteReaderAsync();
        var all = new List<string>();
        while (await rows.ReadAsync())
            all.Add(string.Join('|', Enumerable.Range(0, rows.FieldCount).Select(i => rows.GetValue(i) switch
            {
                byte[] bytes => Convert.ToHexString(bytes),
                var value => Convert.ToString(value, CultureInfo.InvariantCulture),
            })));
        return all;
    }
}
