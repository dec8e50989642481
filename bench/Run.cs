using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Gonglian.Foundation.Rules;

namespace Gonglian.Bench;

/// <summary>The parts of a measurement. Each prints a line a figure.</summary>
internal sealed partial class Run(Options options)
{
    private const string Community = "440305008011";
    private static int codes = 500_000;

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

    /// <summary>Lists as the issue names them.</summary>
    public async Task Lists()
    {
        await using var server = await Serve(await District());
        var cookie = await Leader(server);
        await Gets(server, cookie, "list page, first page, by name", _ => "/enterprises");
        await Gets(server, cookie, "api list, first page, by name", _ => "/api/v1/enterprises");
        await Gets(server, cookie, "two filters, by name", _ => "/api/v1/enterprises?section=C&size=3&sort=name");
        await Gets(server, cookie, "by headcount, greatest first", _ => "/api/v1/enterprises?sort=-headcount");
        await Gets(server, cookie, "a filter that matches about 0.01 %", _ => "/api/v1/enterprises?size=7&union=organiser");
        await Gets(server, cookie, "a filter that matches about 90 %", _ => "/api/v1/enterprises?exclusion=none");
        var deep = await Deep(server, cookie);
        await Gets(server, cookie, "by name, after the middle", _ => deep);
    }

    /// <summary>Search for two characters, rare and common.</summary>
    public async Task Searches()
    {
        await using var server = await Serve(await District());
        var cookie = await Leader(server);
        string[] terms = ["有限", "公司", "科技", "示例", "深圳", "光电", "南山", "食品", "物流", "xx", "szs", "kj", "9144", "1234"];
        var clients = 0;
        foreach (var term in terms)
            await Gets(server, cookie, $"search {term}", _ => $"/api/v1/enterprises?q={Uri.EscapeDataString(term)}", 4, 3);
        await Gets(server, cookie, "search, any of them",
            _ => $"/api/v1/enterprises?q={Uri.EscapeDataString(terms[Interlocked.Increment(ref clients) % terms.Length])}");
    }

    /// <summary>Creating enterprises, beside bare inserts with the same number of clients.</summary>
    public async Task Posts()
    {
        foreach (var (preload, clients) in new (string?, int)[] { (null, 16), (null, 64), (options.SlowSync, 16), (options.SlowSync, 64) })
        {
            var slow = preload is null ? "" : ", fsync + 5 ms";
            if (preload is null && options.SlowSync is not null && Environment.GetEnvironmentVariable("LD_PRELOAD") is not null)
                continue;
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
                }));
            if (preload is null)
                await Bare(clients);
        }
    }

    private async Task Bare(int clients)
    {
        var file = Path.Combine(options.Work, $"bare-{Guid.CreateVersion7():N}.db");
        await using var bare = new BareInsert(file);
        Console.WriteLine(await Figures.Of($"bare group-commit insert, {clients} clients", clients, options.Seconds, null,
            _ => Task.FromResult<Func<Task>>(bare.Insert)));
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

    // Walks to the middle by the API's own cursors, in steps of the greatest page.
    private async Task<string> Deep(Server server, string cookie)
    {
        using var line = await HttpLine.Open(server.Port);
        var address = "/api/v1/enterprises?sort=name";
        for (var rows = 0; rows < options.Scale / 2; rows += 50)
        {
            var (_, answer) = await line.Ask(HttpLine.Get(address, cookie));
            if (Next().Match(Encoding.UTF8.GetString(answer.Span)) is not { Success: true } next)
                break;
            address = $"/api/v1/enterprises?sort=name&after={Uri.EscapeDataString(next.Groups[1].Value)}";
        }
        return address;
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

    [GeneratedRegex("\"next\":\"([^\"]+)\"")]
    private static partial Regex Next();
}
