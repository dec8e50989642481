using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Gonglian.Access;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Jobs;
using Gonglian.Foundation.Rules;
using Gonglian.Host;
using Gonglian.Host.Commands;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Killed;

/// <summary>The built program as a process of its own, on data of its own, that a test may kill without a warning.</summary>
internal sealed partial class RealServer : IAsyncDisposable
{
    private const string Login = "wang";
    private const string Password = "correct horse battery";
    private readonly string folder;
    private readonly string? connection;
    private readonly Store store;
    private readonly StringBuilder said = new();
    private Process? process;

    private RealServer(string folder, string? connection)
    {
        (this.folder, this.connection) = (folder, connection);
        store = new Store(House.Modules, folder, connection, TimeProvider.System);
    }

    /// <summary>The program as its own caller: sees everything.</summary>
    public static Caller System { get; } = Caller.System("测试");

    /// <summary>The place it stands on.</summary>
    public Place Place => new(folder, connection);

    /// <summary>Somebody who is signed in.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>Today, as the program sees it.</summary>
    public static DateOnly Today => China.Today(TimeProvider.System);

    /// <summary>A fresh store with the small tree and one account; nothing is started yet.</summary>
    public static async Task<RealServer> On(Database database)
    {
        var data = Directory.CreateTempSubdirectory("gonglian-killed-").FullName;
        var server = new RealServer(data, await Databases.Fresh(database, data));
        await server.Inside(services => services.GetRequiredService<Writes>().Do(System, async db =>
        {
            await Places.Plant(db);
            var now = TimeProvider.System.GetUtcNow().UtcDateTime;
            var user = await Accounts.Create(db, Login, "王", Places.District, Accounts.Hash(Password), now);
            Accounts.Grant(db, user, RoleCatalogue.DistrictOfficer, Places.District, Today);
        }));
        return server;
    }

    /// <summary>Works on the store with the program's services while no server runs.</summary>
    public async Task Inside(Func<IServiceProvider, Task> work)
    {
        await using var services = Place.Open();
        await work(services);
    }

    /// <summary>Looks into the store, whether a server runs or not.</summary>
    public async Task<T> Look<T>(Func<AppDb, Task<T>> look)
    {
        await using var db = store.Read(System);
        return await look(db);
    }

    /// <summary>Starts the server and signs in.</summary>
    public async Task Start()
    {
        var configuration = Path.GetRelativePath(Path.Combine(Root, "tests", "Slices.Tests"), AppContext.BaseDirectory);
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder,
            ArgumentList =
            {
                Path.Combine(Root, "src", "Host", configuration, "Gonglian.Host.dll"),
                "serve", "--data", folder, "--urls", "http://127.0.0.1:0",
            },
        };
        if (connection is not null)
            start.Environment["ConnectionStrings__Gonglian"] = connection;
        process = Process.Start(start)!;
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) => Hear(line.Data, listening);
        process.ErrorDataReceived += (_, line) => Hear(line.Data, listening);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CheckCertificateRevocationList = true })
        {
            BaseAddress = new Uri(await listening.Task.WaitAsync(TimeSpan.FromMinutes(2))),
        };
        var browser = new Browser(Client);
        await browser.Open("/sign-in");
        await browser.Post("form", ("Form.Login", Login), ("Form.Password", Password));
        Assert.Equal(HttpStatusCode.Found, browser.Status);
    }

    /// <summary>Ends the process as <c>kill -9</c> does: nothing of it gets a chance to tidy up.</summary>
    public async Task Kill()
    {
        process!.Kill();
        await process.WaitForExitAsync();
        Assert.Equal(128 + 9, process.ExitCode);
        process.Dispose();
        process = null;
        Client.Dispose();
    }

    /// <summary>Lets the lease of a killed node run out, which on PostgreSQL takes a minute.</summary>
    public Task LeaseRunsOut() => Inside(services => services.GetRequiredService<Writes>().Do(System, async db =>
    {
        foreach (var job in await db.Jobs.Where(j => j.LeasedUntil != null).ToListAsync())
            job.LeasedUntil = job.LeasedUntil!.Value.AddMinutes(-3);
    }));

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
            await Kill();
        store.Dispose();
        if (connection is not null)
            await Databases.Drop(connection);
        Directory.Delete(folder, recursive: true);
    }

    private void Hear(string? line, TaskCompletionSource<string> listening)
    {
        if (line is null)
        {
            listening.TrySetException(new InvalidOperationException($"The program ended: {said}"));
            return;
        }
        said.AppendLine(line);
        if (Listening().Match(line) is { Success: true } address)
            listening.TrySetResult(address.Value);
    }

    private static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "Gonglian.slnx")))
            at = Path.GetDirectoryName(at) ?? throw new InvalidOperationException("Not inside the source tree");
        return at;
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Listening();
}
