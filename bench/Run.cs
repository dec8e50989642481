using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Gonglian.Foundation.Rules;

namespace Gonglian.Bench;

/// <summary>The parts of a measurement. Each prints a line a figure.</summary>
internal sealed partial class Run(Options options)
{
    private const string Community = "440305008011";
    private static int codes = RandomNumberGenerator.GetInt32(1, 95) * 1_000_000;

    /// <summary>Time to the first page, memory when idle.</summary>
    public async Task Start()
    {
        var data = await District();
        for (var time = 0; time < 3; time++)
        {
            await using var server = await Serve(data);
            await Task.Delay(3000);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"first page after {server.FirstPage:n2} s, idle {server.Memory("VmRSS"):n0} MB"));
        }
    }

    /// <summary>Lists as the issue names them: first page, and after the row in the middle of the sorted whole.</summary>
    public async Task Lists()
    {
        await using var server = await Serve(await District());
        var cookie = await Leader(server);
        await Warm(server, cookie, Filters.SelectMany(_ => Sorts, (f, sort) =>
            $"/api/v1/enterprises?sort={sort}{f.Filter}").Append("/enterprises"));
        await Gets(server, cookie, "the page itself, by name", _ => "/enterprises");
        foreach (var sort in Sorts)
        {
            var middle = await Middle(server, cookie, sort);
            foreach (var (name, filter) in Filters)
            {
                var address = $"/api/v1/enterprises?sort={sort}{filter}";
                await Gets(server, cookie, $"{name}, by {sort}", _ => address);
                await Gets(server, cookie, $"{name}, by {sort}, after the middle", _ => $"{address}&after={middle}");
            }
        }
    }

    private static readonly string[] Sorts = ["name", "-headcount"];

    private static readonly (string Name, string Filter)[] Filters =
    [
        ("no filter", ""), ("two filters", "&section=C&size=3"), ("0.01 %", "&size=6&union=organiser"),
        ("0.01 %, no index for it", "&unknown=1&union=organiser"), ("90 %", "&counted=N1"),
    ];

    /// <summary>Some addresses.</summary>
    public async Task Those(IReadOnlyList<string> addresses)
    {
        await using var server = await Serve(await District());
        var cookie = await Leader(server);
        await Warm(server, cookie, addresses);
        foreach (var address in addresses)
            await Gets(server, cookie, address, _ => address);
    }

    /// <summary>Search for two characters, rare and common.</summary>
    public async Task Searches()
    {
        await using var server = await Serve(await District());
        var cookie = await Leader(server);
        string[] terms = ["有限", "公司", "科技", "示例", "深圳", "光电", "南山", "食品", "物流", "xx", "szs", "kj", "9144", "1234"];
        var clients = 0;
        await Warm(server, cookie, terms.Select(t => $"/api/v1/enterprises?q={Uri.EscapeDataString(t)}"));
        foreach (var term in terms)
            await Gets(server, cookie, $"search {term}", _ => $"/api/v1/enterprises?q={Uri.EscapeDataString(term)}", 16, 3);
        await Gets(server, cookie, "search, any of them",
            _ => $"/api/v1/enterprises?q={Uri.EscapeDataString(terms[Interlocked.Increment(ref clients) % terms.Length])}");
        await Gets(server, cookie, "search, any of them, by name",
            _ => $"/api/v1/enterprises?sort=name&q={Uri.EscapeDataString(terms[Interlocked.Increment(ref clients) % terms.Length])}");
    }

    /// <summary>Creating enterprises, beside bare inserts with the same number of clients.</summary>
    public async Task Posts()
    {
        string?[] disks = options.SlowSync is null ? [null] : [null, options.SlowSync];
        foreach (var (preload, clients) in disks.SelectMany(d => new[] { (d, 16), (d, 64) }))
        {
            await Bare(clients, preload);
            await Post(clients, preload);
        }
    }

    /// <summary>Creating enterprises with so many clients, on the slow disk where there is one; no bare insert beside it.</summary>
    public Task Posts(int clients) => Post(clients, options.SlowSync);

    private async Task Post(int clients, string? preload)
    {
        var slow = preload is null ? "" : ", fsync + 5 ms";
        await using var server = await Serve(await District(), preload);
        var cookie = await Leader(server, "officer");
        Console.WriteLine(await Figures.Of($"POST /api/v1/enterprises, {clients} clients{slow}", clients, options.Seconds,
            server.Process, async _ =>
            {
                var line = await HttpLine.Open(server.Port);
                return async () =>
                {
                    var (status, answer) = await line.Ask(Create(cookie));
                    if (status != 201)
                        throw new InvalidOperationException(Encoding.UTF8.GetString(answer.Span));
                };
            }, warmUp: 8));
    }

    // In a process of its own, so that the slow disk is slow for it too.
    private async Task Bare(int clients, string? preload)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["--work", options.Work, "--seconds",
            options.Seconds.ToString(CultureInfo.InvariantCulture), $"bare-{clients}"]);
        if (preload is not null)
            start.Environment["LD_PRELOAD"] = preload;
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
    }

    /// <summary>Bare inserts with so many clients.</summary>
    public async Task Bare(int clients)
    {
        Directory.CreateDirectory(options.Work);
        var file = Path.Combine(options.Work, $"bare-{Guid.CreateVersion7():N}.db");
        await using (var bare = new BareInsert(file))
            Console.WriteLine(await Figures.Of($"bare group-commit insert, {clients} clients", clients, options.Seconds, null,
                _ => Task.FromResult<Func<Task>>(bare.Insert)));
        File.Delete(file);
    }

    private async Task Gets(Server server, string cookie, string name, Func<int, string> path, int clients = 16, double? seconds = null) =>
        Console.WriteLine(await Figures.Of(name, clients, seconds ?? options.Seconds, server.Process, async i =>
        {
            var line = await HttpLine.Open(server.Port);
            return async () =>
            {
                var (status, answer) = await line.Ask(HttpLine.Get(path(i), cookie));
                if (status != 200)
                    throw new InvalidOperationException($"{name}: {status} {Encoding.UTF8.GetString(answer.Span)[..300]}");
            };
        }));

    // A server that has run for a while: what it does often has been compiled for the second time.
    private static Task Warm(Server server, string cookie, IEnumerable<string> addresses)
    {
        var requests = addresses.Select(a => HttpLine.Get(a, cookie)).ToArray();
        var began = Stopwatch.GetTimestamp();
        return Task.WhenAll(Enumerable.Range(0, 16).Select(async i =>
        {
            using var line = await HttpLine.Open(server.Port);
            for (; Stopwatch.GetElapsedTime(began).TotalSeconds < 10; i++)
                await line.Ask(requests[i % requests.Length]);
        }));
    }

    // Walks to the middle by the API's own cursors, in steps of the greatest page.
    private async Task<string> Middle(Server server, string cookie, string sort)
    {
        using var line = await HttpLine.Open(server.Port);
        var after = "";
        for (var rows = 0; rows < options.Scale / 2; rows += 500)
        {
            var address = $"/api/v1/enterprises?sort={sort}&limit=500&col=name{(after.Length == 0 ? "" : "&after=" + after)}";
            var (_, answer) = await line.Ask(HttpLine.Get(address, cookie));
            if (Next().Match(Encoding.UTF8.GetString(answer.Span)) is not { Success: true } next)
                break;
            after = next.Groups[1].Value;
        }
        return after;
    }

    private static byte[] Create(string cookie)
    {
        var n = Interlocked.Increment(ref codes);
        var body = $$"""
            {"id":"{{Guid.CreateVersion7()}}","unit":"{{Community}}","name":"深圳示例{{n}}科技有限公司",
            "creditCode":"{{CreditCode.Make("91440306", n)}}","industry":"C39","headcount":{{n % 90}},"members":{{n % 12}}}
            """;
        return HttpLine.Post("/api/v1/enterprises", cookie, "application/json", Encoding.UTF8.GetBytes(body));
    }

    private async Task<string> District()
    {
        if (options.Data is not null)
            return options.Data;
        var data = Path.Combine(options.Work, $"district-{options.Scale}");
        if (options.Connection is null && File.Exists(Path.Combine(data, "gonglian.db")))
            return data;
        var began = Stopwatch.GetTimestamp();
        await Peak(options.Program, ["demo", "--data", data, "--scale", $"{options.Scale}"]);
        Console.WriteLine($"made a district of {options.Scale} in {Stopwatch.GetElapsedTime(began).TotalSeconds:n0} s");
        return data;
    }

    private async Task<double> Peak(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments);
        if (options.Connection is not null)
            start.Environment["ConnectionStrings__Gonglian"] = options.Connection;
        using var process = Process.Start(start)!;
        var peak = 0L;
        while (!process.HasExited)
        {
            process.Refresh();
            peak = Math.Max(peak, process.HasExited ? 0 : process.PeakWorkingSet64);
            await Task.Delay(50);
        }
        return process.ExitCode == 0 ? peak / 1048576.0 : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {process.ExitCode}");
    }

    private Task<Server> Serve(string data, string? preload = null) => Server.Start(options.Program, data, preload, options.Connection);

    private static async Task<string> Leader(Server server, string login = "leader")
    {
        var (name, password) = await server.Account(login);
        return await server.SignIn(name, password);
    }

    [GeneratedRegex("next.:.[^\"]*after=(?<1>[A-Za-z0-9_-]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Next();
}
