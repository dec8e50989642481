using System.Data.Common;
using System.Reflection;
using System.Runtime.CompilerServices;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Figures;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Module = Gonglian.Foundation.Modules.Module;

namespace Gonglian.Foundation.Data;

/// <summary>Where the data lies: an embedded SQLite file in the data folder, or a PostgreSQL server.</summary>
/// <remarks>
/// On SQLite exactly one connection writes and checkpoints (<see cref="Writes"/> owns it); every other connection is
/// read-only. The bundled library has a fault that needs two writing connections to show (see docs/adr/0003).
/// </remarks>
public sealed class Store : IDisposable
{
    /// <summary>The name of the embedded database in the data folder.</summary>
    internal const string FileName = "gonglian.db";

    private const string Steps = "Gonglian.Host";
    private const string History = "SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\"";

    // Otherwise EF compares all options with every new context to find them.
    private static readonly Lazy<IServiceProvider> SqliteServices =
        new(() => new ServiceCollection().AddEntityFrameworkSqlite().BuildServiceProvider());

    private static readonly Lazy<IServiceProvider> PostgresServices =
        new(() => new ServiceCollection().AddEntityFrameworkNpgsql().BuildServiceProvider());

    private readonly NpgsqlDataSource? postgres;
    private readonly ConditionalWeakTable<DbConnection, DbContextOptions<AppDb>> writing = [];
    private readonly string file;
    private readonly SqliteConnectionStringBuilder readOnly;
    private readonly PreparedReaders readers;

    /// <summary>Opens nothing yet; connections come when they are needed.</summary>
    /// <param name="modules">The rooms, whose tables make the model.</param>
    /// <param name="folder">The data folder; it is created.</param>
    /// <param name="connection">A PostgreSQL connection string, or nothing for SQLite in the folder.</param>
    /// <param name="clock">The clock of the change records.</param>
    public Store(IReadOnlyList<Module> modules, string folder, string? connection, TimeProvider clock)
    {
        Directory.CreateDirectory(folder);
        (Modules, Folder, Clock) = (modules, folder, clock);
        Keys = new Keys(this);
        Tallies = new Tallies(this);
        file = System.IO.Path.Combine(folder, FileName);
        readOnly = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly };
        readers = new(new SqliteConnectionStringBuilder(readOnly.ToString()) { Pooling = false }.ToString(), ReadingPragmas.Prepare);
        postgres = string.IsNullOrWhiteSpace(connection) ? null : new NpgsqlDataSourceBuilder(connection).Build();
    }

    /// <summary>The rooms of the house, in the order of the floors.</summary>
    public IReadOnlyList<Module> Modules { get; }

    /// <summary>The data folder: database, uploads, keys.</summary>
    public string Folder { get; }

    /// <summary>The clock of the change records.</summary>
    internal TimeProvider Clock { get; }

    /// <summary>Integer keys for every table.</summary>
    internal Keys Keys { get; }

    /// <summary>All counters at hand.</summary>
    public Tallies Tallies { get; }

    /// <summary>Scopes as conditions of hand-written queries.</summary>
    internal Scopes Scopes { get; } = new();

    /// <summary>Whether the embedded database is used.</summary>
    public bool IsSqlite => postgres is null;

    /// <summary>Whether a store stands here at all.</summary>
    public bool Exists => !IsSqlite || File.Exists(file);

    /// <summary>A read-only context for one caller; it throws on save.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="within">Only this part of the tree, inside the caller's scope.</param>
    public AppDb Read(Caller caller, string within = "") => new(Reading, this, caller, writable: false, within);

    /// <summary>A context on a writing connection; only <see cref="Writes"/> and the migrations ask for one.</summary>
    internal AppDb Write(DbConnection connection, Caller caller) =>
        new(writing.GetValue(connection, OptionsFor), this, caller, writable: true);

    /// <summary>Reads from tables that lie nowhere in the tree, past the context.</summary>
    /// <remarks>Its model takes half a second to make, which the first page after the start need not wait for.</remarks>
    /// <param name="sql">The text; what comes from outside is a named value.</param>
    /// <param name="read">Makes a row of what the answer stands on.</param>
    /// <param name="values">The values by their names.</param>
    public async Task<List<T>> ReadPastScope<T>(
        string sql, Func<FoundRow, T> read, params List<KeyValuePair<string, object>> values)
    {
        var rows = new List<T>();
        await using var line = await Ask(sql, values);
        await using var reader = await line.Read();
        var row = FoundRow.Of(reader);
        while (await reader.ReadAsync())
            rows.Add(read(row));
        return rows;
    }

    /// <summary>Asks a hand-written query.</summary>
    internal async ValueTask<Prepared> Ask(string sql, List<KeyValuePair<string, object>> values) => postgres is null
        ? readers.Ask(sql, values)
        : new PreparedOnServer(await postgres.OpenConnectionAsync(), sql, values);

    /// <summary>A connection that may write.</summary>
    internal DbConnection WritingConnection() => postgres is null
        ? new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString())
        : postgres.CreateConnection();

    /// <summary>A connection of one's own that only reads the embedded database.</summary>
    internal SqliteConnection ReadingConnection() =>
        new(new SqliteConnectionStringBuilder(readOnly.ToString()) { Pooling = false }.ToString());

    /// <summary>The steps of the schema that this version knows.</summary>
    public static IReadOnlyList<string> KnownSteps =>
        [.. Assembly.Load(Steps).GetTypes().Select(t => t.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>().Order(StringComparer.Ordinal)];

    /// <summary>The steps of the schema that were made here, read without changing anything.</summary>
    public async Task<IReadOnlyList<string>> StepsDone() => await ReadPastScope(History, r => r.Text(0));

    /// <summary>Closes the reading connections that lie idle, so that whoever writes closes last and leaves one file.</summary>
    internal void ReleaseReaders()
    {
        if (!IsSqlite)
            return;
        readers.Dispose();
        using var reader = new SqliteConnection(readOnly.ToString());
        SqliteConnection.ClearPool(reader);
    }

    /// <summary>Brings the tables to this version's shape; creates them in an empty place.</summary>
    public async Task Migrate()
    {
        if (Exists && await IsOfThisVersion())
            return;
        await using var connection = WritingConnection();
        await using var db = Write(connection, Caller.System("系统"));
        // A step rewrites or indexes whole tables, which takes minutes where there are millions of rows.
        db.Database.SetCommandTimeout(TimeSpan.FromHours(1));
        await db.Database.MigrateAsync();
    }

    // The framework needs the whole model to say so.
    private async Task<bool> IsOfThisVersion()
    {
        await using var connection = WritingConnection();
        var done = new HashSet<string>();
        try
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = History;
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                done.Add(reader.GetString(0));
        }
        catch (DbException)
        {
            // Whatever is wrong, the migration meets it and says so.
            return false;
        }
        return KnownSteps.All(done.Contains);
    }

    private DbContextOptions<AppDb> Reading => field ??= OptionsFor(null);

    /// <inheritdoc/>
    public void Dispose()
    {
        postgres?.Dispose();
        Tallies.Dispose();
        ReleaseReaders();
    }

    // Options for a connection, or for read-only connections of the context's own.
    private DbContextOptions<AppDb> OptionsFor(DbConnection? connection)
    {
        var builder = new DbContextOptionsBuilder<AppDb>()
            .UseInternalServiceProvider((IsSqlite ? SqliteServices : PostgresServices).Value)
            .UseQueryTrackingBehavior(connection is null
                ? QueryTrackingBehavior.NoTracking
                : QueryTrackingBehavior.TrackAll)
            .ConfigureWarnings(w => w.Ignore(
                // Migrations are written by hand and serve both databases; a test compares them with the mapping.
                RelationalEventId.PendingModelChangesWarning,
                CoreEventId.PossibleIncorrectRequiredNavigationWithQueryFilterInteractionWarning));
        if (postgres is not null)
            return (connection is null ? builder.UseNpgsql(postgres, Here) : builder.UseNpgsql(connection, Here)).Options;
        if (connection is null)
            builder.UseSqlite(readOnly.ToString(), s => s.MigrationsAssembly(Steps))
                .AddInterceptors(ReadingPragmas.Instance);
        else
            builder.UseSqlite(connection, s => s.MigrationsAssembly(Steps));
        return builder.Options;
    }

    private static void Here(
        Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.NpgsqlDbContextOptionsBuilder npgsql) =>
        npgsql.MigrationsAssembly(Steps);

    /// <summary>Gives reading connections a page cache shared with the file system and patience with the writer.</summary>
    private sealed class ReadingPragmas : DbConnectionInterceptor
    {
        public static readonly ReadingPragmas Instance = new();

        // A pooled connection keeps what was set when it was opened first.
        private static readonly ConditionalWeakTable<object, object> Set = [];

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
            PrepareOnce((SqliteConnection)connection);

        public override Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            PrepareOnce((SqliteConnection)connection);
            return Task.CompletedTask;
        }

        private static void PrepareOnce(SqliteConnection connection)
        {
            if (Set.TryAdd(connection.Handle!, connection.Handle!))
                Prepare(connection);
        }

        public static void Prepare(SqliteConnection connection)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA busy_timeout=5000; PRAGMA mmap_size=2147418112; PRAGMA cache_size=-8000";
            command.ExecuteNonQuery();
        }
    }
}
