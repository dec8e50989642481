using Gonglian.Foundation.Data;
using Gonglian.Host;
using Npgsql;

[assembly: AssemblyFixture(typeof(Gonglian.Slices.Tests.Fixture.Databases))]

namespace Gonglian.Slices.Tests.Fixture;

/// <summary>Fresh databases for tests, each a copy of one that was migrated once.</summary>
public sealed class Databases : IAsyncDisposable
{
    private static readonly string? Server = Environment.GetEnvironmentVariable("GONGLIAN_TEST_POSTGRES");
    private static readonly SemaphoreSlim One = new(1, 1);
    private static readonly string Run = $"gonglian_{Environment.ProcessId}";
    private static readonly string Folder = Directory.CreateTempSubdirectory("gonglian-template-").FullName;
    private static readonly Lazy<Task> SqliteTemplate = new(() => Migrated(Folder, null));
    private static readonly Lazy<Task> PostgresTemplate = new(MakePostgresTemplate);
    private static int made;

    /// <summary>SQLite always; PostgreSQL where the environment names a server.</summary>
    public static IReadOnlyList<Database> All { get; } =
        string.IsNullOrEmpty(Server) ? [Database.Sqlite] : [Database.Sqlite, Database.Postgres];

    /// <summary>Makes a fresh store in the folder.</summary>
    /// <returns>The connection string; nothing for SQLite.</returns>
    public static async Task<string?> Fresh(Database database, string folder)
    {
        if (database == Database.Sqlite)
        {
            await SqliteTemplate.Value;
            File.Copy(Path.Combine(Folder, "gonglian.db"), Path.Combine(folder, "gonglian.db"));
            return null;
        }
        await PostgresTemplate.Value;
        var name = $"{Run}_{Interlocked.Increment(ref made)}";
        await Execute($"CREATE DATABASE {name} TEMPLATE {Run}");
        return Named(name);
    }

    /// <summary>An empty PostgreSQL database without any table.</summary>
    public static async Task<string> Empty()
    {
        var name = $"{Run}_{Interlocked.Increment(ref made)}";
        await Execute($"CREATE DATABASE {name}");
        return Named(name);
    }

    /// <summary>Removes a PostgreSQL database.</summary>
    public static Task Drop(string connection) =>
        Execute($"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(connection).Database} WITH (FORCE)");

    public async ValueTask DisposeAsync()
    {
        if (PostgresTemplate.IsValueCreated)
            await Drop(Named(Run));
        Directory.Delete(Folder, recursive: true);
    }

    private static async Task MakePostgresTemplate()
    {
        await Execute($"CREATE DATABASE {Run}");
        var folder = Directory.CreateTempSubdirectory("gonglian-template-").FullName;
        await Migrated(folder, Named(Run));
        Directory.Delete(folder, recursive: true);
    }

    private static async Task Migrated(string folder, string? connection)
    {
        using var store = new Store(House.Modules, folder, connection, TimeProvider.System);
        await store.Migrate();
    }

    private static string Named(string database) =>
        new NpgsqlConnectionStringBuilder(Server) { Database = database, MaxPoolSize = 20 }.ToString();

    private static async Task Execute(string sql)
    {
        await One.WaitAsync();
        try
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Server)
            {
                Database = "postgres",
                Pooling = false,
            }.ToString());
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync();
        }
        finally
        {
            One.Release();
        }
    }
}
