using System.Data.Common;
using Gonglian.Foundation.Data;

namespace Gonglian.Foundation.Figures;

/// <summary>Waits for turns: one reader of the version in a node, and only while somebody waits.</summary>
/// <remarks>The day is watched with it: with a new day the counters are rolled while somebody looks at them.</remarks>
public sealed class Turning(Store store, DayRoll days)
{
    /// <summary>How often the version is read.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);

    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private TaskCompletionSource next = Fresh();
    private (long Version, DateOnly Day)? known;
    private int waiting;
    private bool reads;

    /// <summary>Whether the version is being read.</summary>
    public bool IsWatching
    {
        get
        {
            lock (gate)
                return reads;
        }
    }

    /// <summary>Begins to watch, until what is answered is disposed.</summary>
    public IDisposable Watch()
    {
        lock (gate)
        {
            waiting++;
            if (!reads)
                _ = Task.Run(Read);
            reads = true;
        }
        return new Watcher(this);
    }

    /// <summary>Waits until the counters stand otherwise than told, or the time is over.</summary>
    /// <param name="version">The version that is known.</param>
    /// <param name="day">The day that is known.</param>
    /// <param name="most">How long at most.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task After(long version, DateOnly day, TimeSpan most, CancellationToken stop)
    {
        Task turn;
        lock (gate)
        {
            if (known is { } now && (now.Version > version || now.Day != day))
                return;
            turn = next.Task;
        }
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(turn, Task.Delay(most, over.Token));
        await over.CancelAsync();
        stop.ThrowIfCancellationRequested();
    }

    private async Task Read()
    {
        while (true)
        {
            try
            {
                Tell((await store.Tallies.Version(), await days.Today()));
            }
            catch (DbException)
            {
                // Whoever asks for figures meanwhile is told; here it is tried again.
                await Task.Delay(AfterFault);
            }
            lock (gate)
                if (waiting == 0)
                {
                    (known, reads) = (null, false);
                    return;
                }
            await Task.Delay(Pause);
        }
    }

    private void Tell((long Version, DateOnly Day) now)
    {
        lock (gate)
        {
            if (known == now)
                return;
            known = now;
            next.SetResult();
            next = Fresh();
        }
    }

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Watcher(Turning of) : IDisposable
    {
        private int ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref ended, 1) == 1)
                return;
            lock (of.gate)
                of.waiting--;
        }
    }
}
