using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Gonglian.Bench;

/// <summary>The board: figures per second beside a bare endpoint and a plain GROUP BY, and the time from an edit to the board.</summary>
internal sealed partial class Run
{
    private const string DistrictCode = "440305000000";
    private const string Indicators = $"/api/v1/indicators?place={DistrictCode}";
    private const int Edits = 200;

    /// <summary>All of it.</summary>
    public async Task Board()
    {
        var data = await District();
        await using var server = await Serve(data);
        var cookie = await Leader(server);
        await Warm(server, cookie, [Indicators]);
        await Gets(server, cookie, "figures of the district", _ => Indicators);
        await Gets(server, cookie, "figures of a community", _ => $"/api/v1/indicators?place={Community}");
        await Gets(server, cookie, "the overview itself", _ => $"/overview/{DistrictCode}", 4);
        await BareEndpoint(server, cookie);
        if (options.Connection is null)
            GroupBy(Path.Combine(data, "gonglian.db"));
        await EditToBoard(server, cookie);
    }

    /// <summary>Only the time from an edit to the board.</summary>
    public async Task Edited()
    {
        await using var server = await Serve(await District());
        var cookie = await Leader(server);
        await Warm(server, cookie, [Indicators]);
        await EditToBoard(server, cookie);
    }

    // The same bytes from an endpoint of the framework that does nothing.
    private async Task BareEndpoint(Server server, string cookie)
    {
        byte[] body;
        using (var line = await HttpLine.Open(server.Port))
        {
            var answer = (await line.Ask(HttpLine.Get(Indicators, cookie))).Answer;
            body = answer.Span[(answer.Span.IndexOf("\r\n\r\n"u8) + 4)..].ToArray();
        }
        var file = Path.Combine(options.Work, "bare.json");
        await File.WriteAllBytesAsync(file, body);
        using var port = new TcpListener(System.Net.IPAddress.Loopback, 0);
        port.Start();
        var free = ((System.Net.IPEndPoint)port.LocalEndpoint).Port;
        port.Stop();
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["bare", file, free.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        })!;
        await process.StandardOutput.ReadLineAsync();
        Console.WriteLine(await Figures.Of("a bare endpoint of the framework, the same bytes", 16, options.Seconds, process, async _ =>
        {
            var line = await HttpLine.Open(free);
            return async () => await line.Ask(HttpLine.Get("/", ""));
        }, warmUp: 5));
        process.Kill();
        await process.WaitForExitAsync();
    }

    // The denominator and numerator of two indicators by place, as one would ask without counters.
    private static void GroupBy(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT "Path", count(*), sum("Counted" & 1), sum(("Counted" & 3) = 3), sum("Headcount"), sum("Members")
            FROM "enterprise" GROUP BY "Path"
            """;
        var times = new List<double>();
        for (var i = 0; i < 12; i++)
        {
            var began = Stopwatch.GetTimestamp();
            using var reader = command.ExecuteReader();
            while (reader.Read()) { }
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{"a plain GROUP BY over the enterprises",-58} {1000 / times[5],9:n1}/s  p50 {times[5],7:n2}  most {times[^1],7:n2} ms"));
    }

    private async Task EditToBoard(Server server, string cookie)
    {
        var officer = await Leader(server, "officer");
        using var edits = await HttpLine.Open(server.Port);
        using var asks = await HttpLine.Open(server.Port);
        using var told = new TurnLine(server.Port, $"/board/live?place={DistrictCode}&seen=x", cookie);
        await told.Open();
        var (toEvent, toFigures, whole) = (new List<double>(), new List<double>(), new List<double>());
        await told.Next();
        var before = await Units(asks, cookie);
        for (var i = 0; i < Edits; i++)
        {
            var turn = told.Next();
            var sent = Stopwatch.GetTimestamp();
            var (status, answer) = await edits.Ask(Create(officer));
            var answered = Stopwatch.GetTimestamp();
            if (status != 201)
                throw new InvalidOperationException(Encoding.UTF8.GetString(answer.Span));
            toEvent.Add(Math.Max(0, Stopwatch.GetElapsedTime(answered, await turn).TotalMilliseconds));
            var now = await Units(asks, cookie);
            toFigures.Add(Stopwatch.GetElapsedTime(answered).TotalMilliseconds);
            whole.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            if (now != ++before)
                throw new InvalidOperationException($"The board shows {now} and not {before}");
        }
        Say("from the answer of an edit to the word of it", toEvent);
        Say("from the answer of an edit to the figures read again", toFigures);
        Say("from the sending of an edit to the figures read again", whole);

        static void Say(string what, List<double> times)
        {
            times.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{what,-58} {times.Count,7} times  p50 {times[times.Count / 2],7:n2}  p99 {times[(int)(times.Count * 0.99)],7:n2}  most {times[^1],7:n2} ms"));
        }
    }

    // The denominator of N1: every new enterprise of the bench adds one.
    private static async Task<long> Units(HttpLine line, string cookie)
    {
        var (_, answer) = await line.Ask(HttpLine.Get(Indicators, cookie));
        var at = answer.Span.IndexOf("\"denominator\":"u8) + "\"denominator\":".Length;
        return Utf8Parser.TryParse(answer.Span[at..], out long units, out _) ? units : throw new IOException("No figures");
    }

    /// <summary>A line of server-sent events, and when each was heard.</summary>
    private sealed class TurnLine(int port, string address, string cookie) : IDisposable
    {
        private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        private readonly byte[] buffer = new byte[65536];

        public async Task Open()
        {
            await socket.ConnectAsync("127.0.0.1", port);
            await socket.SendAsync(HttpLine.Get(address, cookie));
        }

        /// <summary>The moment at which a turn is told.</summary>
        public async Task<long> Next()
        {
            while (true)
            {
                var read = await socket.ReceiveAsync(buffer);
                var at = Stopwatch.GetTimestamp();
                if (read == 0)
                    throw new IOException("The line has ended");
                if (buffer.AsSpan(0, read).IndexOf("event: turn"u8) >= 0)
                    return at;
            }
        }

        public void Dispose() => socket.Dispose();
    }
}
