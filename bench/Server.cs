using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Gonglian.Bench;

/// <summary>The published program, started as a process of its own on a loopback port.</summary>
internal sealed partial class Server : IAsyncDisposable
{
    private Server(Process process, int port) => (Process, Port) = (process, port);

    public Process Process { get; }

    public int Port { get; }

    /// <summary>Seconds from start to the first page answered.</summary>
    public double FirstPage { get; private set; }

    /// <summary>Starts <c>serve</c> and waits for its first page.</summary>
    /// <param name="program">The published program.</param>
    /// <param name="data">Its data folder.</param>
    /// <param name="preload">A library to preload, e.g. the slower fsync; nothing for none.</param>
    /// <param name="connection">A PostgreSQL connection string; nothing for SQLite.</param>
    public static async Task<Server> Start(string program, string data, string? preload = null, string? connection = null)
    {
        var port = Free();
        var start = new ProcessStartInfo(program, ["serve", "--data", data, "--urls", $"http://127.0.0.1:{port}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (preload is not null)
            start.Environment["LD_PRELOAD"] = preload;
        if (connection is not null)
            start.Environment["ConnectionStrings__Gonglian"] = connection;
        var began = Stopwatch.GetTimestamp();
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, e) => Console.Error.WriteLine(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new Server(process, port);
        using var http = new HttpClient();
        for (var tries = 0; ; tries++)
        {
            try
            {
                (await http.GetAsync(new Uri($"http://127.0.0.1:{port}/sign-in"))).EnsureSuccessStatusCode();
                break;
            }
            catch (HttpRequestException) when (tries < 3000 && !process.HasExited)
            {
                await Task.Delay(10);
            }
        }
        server.FirstPage = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return server;
    }

    /// <summary>Signs in as a demonstration account.</summary>
    /// <returns>The session's cookie, as it is sent.</returns>
    public async Task<string> SignIn(string login, string password)
    {
        var cookies = new CookieContainer();
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies });
        var address = new Uri($"http://127.0.0.1:{Port}/sign-in");
        var page = await http.GetStringAsync(address);
        var fields = HiddenFields().Matches(page)
            .Select(m => KeyValuePair.Create(m.Groups[1].Value, WebUtility.HtmlDecode(m.Groups[2].Value)))
            .DistinctBy(f => f.Key).ToDictionary();
        fields["Form.Login"] = login;
        fields["Form.Password"] = password;
        await http.PostAsync(address, new FormUrlEncodedContent(fields));
        return cookies.GetCookieHeader(address);
    }

    /// <summary>A demonstration account, as the sign-in page shows it.</summary>
    /// <param name="beginning">How its login begins.</param>
    public async Task<(string Login, string Password)> Account(string beginning)
    {
        using var http = new HttpClient();
        var page = await http.GetStringAsync(new Uri($"http://127.0.0.1:{Port}/sign-in"));
        var fields = HiddenFields().Matches(page).Select(m => (Name: m.Groups[1].Value, m.Groups[2].Value)).ToList();
        var at = fields.FindIndex(f => f.Name == "Form.Login" && f.Value.StartsWith(beginning, StringComparison.Ordinal));
        return (fields[at].Value, fields[at + 1].Value);
    }

    /// <summary>Seconds of CPU so far.</summary>
    public double Cpu
    {
        get
        {
            Process.Refresh();
            return Process.TotalProcessorTime.TotalSeconds;
        }
    }

    /// <summary>Memory in MB: <c>VmRSS</c> now, <c>VmHWM</c> at most.</summary>
    public double Memory(string which) => double.Parse(
        File.ReadLines($"/proc/{Process.Id}/status").First(l => l.StartsWith(which, StringComparison.Ordinal))
            .Split(':')[1].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) / 1024;

    private static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        Process.Kill();
        await Process.WaitForExitAsync();
        Process.Dispose();
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<1>[^\"]+)\" value=\"(?<2>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HiddenFields();
}
