using System.CommandLine;
using Gonglian.Foundation;
using Gonglian.Foundation.Rules;
using Npgsql;

namespace Gonglian.Host.Commands;

/// <summary>Where a command works: the data folder, and a PostgreSQL server where one is named.</summary>
/// <param name="Data">The data folder; with PostgreSQL it holds the keys and uploads only.</param>
/// <param name="Connection">The connection string; none for the embedded database in the folder.</param>
public sealed record Place(string Data, string? Connection)
{
    /// <summary>The folder used when none is named.</summary>
    public const string DefaultData = "data";

    /// <summary>Whether the embedded database is used.</summary>
    public bool IsSqlite => string.IsNullOrWhiteSpace(Connection);

    /// <summary>Whether something was ever stored here, as far as can be seen without opening it.</summary>
    public bool Exists => !IsSqlite || File.Exists(Path.Combine(Data, "gonglian.db"));

    /// <summary>The list of breached passwords that settings or the environment name, e.g. <c>Gonglian__BreachedPasswords</c>.</summary>
    public static string? BreachedPasswords => Settings()["Gonglian:BreachedPasswords"];

    /// <summary>The default folder, and the server that settings or the environment name.</summary>
    public static Place Default => new(DefaultData, Checked(Configured()));

    /// <summary>Everything but the web server, for a command that does its work and ends.</summary>
    /// <param name="clock">A clock of the command's own; nothing for the system's.</param>
    public ServiceProvider Open(TimeProvider? clock = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(log => log.SetMinimumLevel(LogLevel.Warning));
        House.Services(services, new HouseOptions(Data, Connection, Clock: clock, BreachedPasswords: BreachedPasswords));
        return services.BuildServiceProvider();
    }

    /// <summary>Demands that there is a store.</summary>
    /// <exception cref="Refused"><c>command.no-store</c>: there is none.</exception>
    public void MustExist()
    {
        if (!Exists)
            throw new Refused("command.no-store", "目录 {0} 中没有数据,请先运行 serve 或 demo,或用 --data 指明目录", Data);
    }

    // The string itself is never repeated: it may hold a password.
    private static string? Checked(string? connection)
    {
        try
        {
            _ = new NpgsqlConnectionStringBuilder(connection);
            return connection;
        }
        catch (ArgumentException)
        {
            throw new Refused("command.connection", "PostgreSQL 连接串写得不对,应如 Host=…;Username=…;Database=…");
        }
    }

    private static string? Configured() => Settings().GetConnectionString("Gonglian");

    private static IConfigurationRoot Settings() => new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .AddEnvironmentVariables()
        .Build();

    /// <summary>The two options that name a place.</summary>
    public sealed class Options
    {
        private readonly Option<string> data;
        private readonly Option<string?> connection;

        /// <summary>The options, added to a command.</summary>
        public Options(Command command, Texts l, bool mustNameData = false)
        {
            data = new Option<string>("--data")
            {
                Description = l["数据目录:数据库、上传的文件和密钥"],
                HelpName = "DIR",
                Required = mustNameData,
            };
            if (!mustNameData)
                data.DefaultValueFactory = _ => DefaultData;
            connection = new Option<string?>("--connection")
            {
                Description = l["PostgreSQL 连接串;不写时用设置或环境变量 ConnectionStrings__Gonglian,都没有则用目录中的 SQLite"],
                HelpName = "STRING",
            };
            command.Add(data);
            command.Add(connection);
        }

        /// <summary>The place that was named.</summary>
        public Place Of(ParseResult parsed) =>
            new(parsed.GetValue(data) ?? DefaultData, Checked(parsed.GetValue(connection) ?? Configured()));
    }
}
