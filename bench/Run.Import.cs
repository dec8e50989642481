using System.Diagnostics;
using System.Globalization;

namespace Gonglian.Bench;

/// <content>Importing a roster by the pages of the running program, with its lists asked meanwhile.</content>
internal sealed partial class Run
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    /// <summary>The import of a roster of new rows, then of the same again; memory, list latency, bare inserts beside it.</summary>
    public async Task Import()
    {
        var data = Path.Combine(options.Work, $"import-{Guid.CreateVersion7():N}");
        await Peak(options.Program, ["demo", "--data", data]);
        var roster = await Roster.Write(options.Work, options.Scale);
        var store = Path.Combine(data, "gonglian.db");
        var behind = options.Connection is null ? Rows.Greatest(store) : 0;
        var written = 0.0;
        await using (var server = await Serve(data))
        {
            var cookie = await Leader(server, "officer");
            await Lists(server, cookie, 200);
            await Task.Delay(3000);
            var idle = (All: server.Memory("VmRSS"), Own: server.Memory("RssAnon"));
            Say($"idle {idle.All:n0} MB, of which {idle.Own:n0} MB are not files");
            written = await Once(server, cookie, roster, "new rows", idle);
            await Once(server, cookie, roster, "the same again", idle);
        }
        if (options.Connection is null)
        {
            var bare = await Rows.Copy(store, Path.Combine(data, "bare.db"), behind);
            Say($"bare insert of the same rows with the same indexes, one commit: {bare:n1} s; the import takes {written / bare:n1} times as long");
        }
        Directory.Delete(data, recursive: true);
    }

    private async Task<double> Once(Server server, string cookie, string roster, string what, (double All, double Own) idle)
    {
        using var stop = new CancellationTokenSource();
        var peak = Task.Run(() => Watch(server, stop.Token));
        var lists = Task.Run(() => Paced(server, cookie, stop.Token));
        using var upload = new Upload(server, cookie);
        var (began, cpu) = (Stopwatch.GetTimestamp(), server.Cpu);
        var columns = await upload.Send(roster);
        var sent = Lap(ref began);
        var preview = await upload.Submit(columns, "columns");
        var (check, checkCpu) = (Lap(ref began), server.Cpu - cpu);
        var write = 0.0;
        cpu = server.Cpu;
        if (preview.EndsWith("/preview", StringComparison.Ordinal) && what == "new rows")
        {
            await upload.Submit(preview, "preview", "start");
            write = Lap(ref began);
        }
        var writeCpu = server.Cpu - cpu;
        await stop.CancelAsync();
        var (all, own) = await peak;
        var times = await lists;
        Say($"import {options.Scale} rows xlsx, {what}: upload {sent:n1} s, check {check:n1} s (CPU {checkCpu:n1}), write {write:n1} s (CPU {writeCpu:n1})");
        Say($"  memory above idle {all - idle.All:n0} MB, of which {own - idle.Own:n0} MB are not files");
        Say($"  lists meanwhile, one every {Pace.TotalMilliseconds:n0} ms: {times.Count} asked, p50 {At(times, 0.5):n1}, p99 {At(times, 0.99):n1}, longest {At(times, 1):n1} ms");
        return write;
    }

    private static double Lap(ref long began)
    {
        var lap = Stopwatch.GetElapsedTime(began).TotalSeconds;
        began = Stopwatch.GetTimestamp();
        return lap;
    }

    private static double At(List<double> sorted, double share) =>
        sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private static async Task<(double All, double Own)> Watch(Server server, CancellationToken stop)
    {
        var (all, own) = (0.0, 0.0);
        while (!stop.IsCancellationRequested)
        {
            (all, own) = (Math.Max(all, server.Memory("VmRSS")), Math.Max(own, server.Memory("RssAnon")));
            await Task.Delay(50, CancellationToken.None);
        }
        return (all, own);
    }

    // Asks at fixed moments, so that a late answer counts for those who would have asked meanwhile.
    private static async Task<List<double>> Paced(Server server, string cookie, CancellationToken stop)
    {
        using var line = await HttpLine.Open(server.Port);
        var request = HttpLine.Get("/api/v1/enterprises", cookie);
        var times = new List<double>();
        var began = Stopwatch.GetTimestamp();
        for (var due = Pace; !stop.IsCancellationRequested; due += Pace)
        {
            var ahead = due - Stopwatch.GetElapsedTime(began);
            if (ahead > TimeSpan.Zero)
                await Task.Delay(ahead, CancellationToken.None);
            var (status, _) = await line.Ask(request);
            if (status != 200)
                throw new InvalidOperationException($"list: {status}");
            times.Add((Stopwatch.GetElapsedTime(began) - due).TotalMilliseconds);
        }
        times.Sort();
        return times;
    }

    private static async Task Lists(Server server, string cookie, int count)
    {
        using var line = await HttpLine.Open(server.Port);
        for (var i = 0; i < count; i++)
            await line.Ask(HttpLine.Get("/api/v1/enterprises", cookie));
    }
}
