using System.Diagnostics;
using System.Globalization;

namespace Gonglian.Bench;

/// <summary>What a run measured: how many per second, how long each took, and whose CPU it was.</summary>
internal sealed class Figures(string name)
{
    private readonly List<double> milliseconds = [];

    public double Seconds { get; private set; }

    public double ServerCpu { get; private set; }

    public double ClientCpu { get; private set; }

    public double PerSecond => milliseconds.Count / Seconds;

    public double P(double share)
    {
        milliseconds.Sort();
        return milliseconds.Count == 0 ? 0 : milliseconds[Math.Min(milliseconds.Count - 1, (int)(milliseconds.Count * share))];
    }

    /// <summary>Lets clients act for some seconds, each on its own, and keeps every act's time.</summary>
    /// <param name="name">What is measured.</param>
    /// <param name="clients">How many act at once.</param>
    /// <param name="seconds">For how long.</param>
    /// <param name="server">The server's process, for its CPU; nothing when there is none.</param>
    /// <param name="warmUp">For how many seconds they act before.</param>
    /// <param name="client">Makes one client: a function that does one act.</param>
    public static async Task<Figures> Of(
        string name, int clients, double seconds, Process? server, Func<int, Task<Func<Task>>> client, double warmUp = 1.5)
    {
        var acts = await Task.WhenAll(Enumerable.Range(0, clients).Select(client));
        // What runs for the first time is compiled, and compiled again when it runs often: that is not measured.
        var warm = Stopwatch.GetTimestamp();
        await Task.WhenAll(acts.Select(act => Task.Run(async () =>
        {
            do
                await act();
            while (Stopwatch.GetElapsedTime(warm).TotalSeconds < warmUp);
        })));
        var figures = new Figures(name);
        var (serverBefore, clientBefore, began) = (Cpu(server), Cpu(Process.GetCurrentProcess()), Stopwatch.GetTimestamp());
        var times = await Task.WhenAll(acts.Select(act => Task.Run(async () =>
        {
            var own = new List<double>();
            while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds)
            {
                var at = Stopwatch.GetTimestamp();
                await act();
                own.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
            }
            return own;
        })));
        figures.Seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        figures.ServerCpu = Cpu(server) - serverBefore;
        figures.ClientCpu = Cpu(Process.GetCurrentProcess()) - clientBefore;
        foreach (var own in times)
            figures.milliseconds.AddRange(own);
        return figures;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{name,-58} {PerSecond,9:n0}/s  p50 {P(0.5),7:n2}  p99 {P(0.99),7:n2} ms  "
        + $"server CPU {ServerCpu / Seconds,4:n2}, {1000 * ServerCpu / Math.Max(milliseconds.Count, 1),5:n2} ms each  client CPU {ClientCpu / Seconds,4:n2}");

    private static double Cpu(Process? process)
    {
        process?.Refresh();
        return process?.TotalProcessorTime.TotalSeconds ?? 0;
    }
}
