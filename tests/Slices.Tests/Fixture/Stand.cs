using System.Data.Common;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Vaults;
using Gonglian.Host;
using Gonglian.Host.Commands;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Gonglian.Slices.Tests.Fixture;

/// <summary>A house for one test: the real program on a fresh database, with a clock that the test sets.</summary>
public sealed partial class Stand : IAsyncDisposable
{
    private readonly string? connection;
    private readonly Action<WebApplicationBuilder>? also;
    private WebApplication app = null!;

    private bool isSecond;

    private Stand(
        Database database, string folder, string? connection, Action<WebApplicationBuilder>? also, FakeClock? clock = null)
    {
        (Database, Folder, this.connection, this.also) = (database, folder, connection, also);
        Clock = clock ?? new();
    }

    /// <summary>Which database it stands on.</summary>
    public Database Database { get; }

    /// <summary>The data folder.</summary>
    public string Folder { get; }

    /// <summary>The place, as a command names it.</summary>
    public Place Place => new(Folder, connection);

    /// <summary>The clock.</summary>
    public FakeClock Clock { get; }

    /// <summary>What the program logged as an error.</summary>
    public Faults Faults { get; } = new();

    /// <summary>The program's services.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>Changes.</summary>
    public Writes Writes => Get<Writes>();

    /// <summary>The counters' day.</summary>
    public DayRoll DayRoll => Get<DayRoll>();

    /// <summary>Seals and opens personal fields.</summary>
    public Vault Vault => Get<Vault>();

    /// <summary>The store itself.</summary>
    public Store Store => Get<Store>();

    /// <summary>The program as its own caller: sees everything.</summary>
    public static Caller System { get; } = Caller.System("测试");

    /// <summary>Builds and starts a house on a fresh database.</summary>
    /// <param name="database">Which database.</param>
    /// <param name="also">Anything else to bring in before it is built.</param>
    public static async Task<Stand> On(Database database, Action<WebApplicationBuilder>? also = null)
    {
        var folder = Directory.CreateTempSubdirectory("gonglian-test-").FullName;
        var stand = new Stand(database, folder, await Databases.Fresh(database, folder), also);
        await stand.Start();
        return stand;
    }

    /// <summary>A second node of this house: the same PostgreSQL database and folder, the same clock, a memory of its own.</summary>
    public async Task<Stand> Beside()
    {
        var node = new Stand(Database, Folder, connection, also, Clock) { isSecond = true };
        await node.Start();
        return node;
    }

    /// <summary>A service.</summary>
    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>A read-only context for a caller.</summary>
    public AppDb Read(Caller? caller = null) => Store.Read(caller ?? System);

    /// <summary>Makes a change as the program itself.</summary>
    public Task Do(Func<AppDb, Task> work) => Writes.Do(System, work);

    /// <summary>Makes a change as the program itself.</summary>
    public Task<T> Do<T>(Func<AppDb, Task<T>> work) => Writes.Do(System, work);

    /// <summary>Runs SQL past the program, on a connection of its own.</summary>
    public async Task Sql(string sql)
    {
        await using DbConnection own = connection is null
            ? new SqliteConnection($"Data Source={Path.Combine(Folder, "gonglian.db")};Pooling=False")
            : new NpgsqlConnection(connection);
        await own.OpenAsync();
        await using var command = own.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Stops the program and starts it again on the same data.</summary>
    public async Task Restart()
    {
        await app.DisposeAsync();
        await Start();
    }

    public async ValueTask DisposeAsync()
    {
        // A job that runs writes into the folder until it is told to stop.
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await app.StopAsync(soon.Token);
        await app.DisposeAsync();
        if (isSecond)
            return;
        if (connection is not null)
            await Databases.Drop(connection);
        Directory.Delete(Folder, recursive: true);
    }

    private async Task Start()
    {
        app = House.Build(new HouseOptions(Folder, connection, Clock: Clock), builder =>
        {
            builder.WebHost.UseTestServer();
            builder.Logging.ClearProviders().AddProvider(Faults);
            builder.Services.AddSingleton<IStartupFilter>(people);
            also?.Invoke(builder);
        });
        await app.StartAsync();
    }
}
