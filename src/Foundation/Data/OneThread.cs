using System.Diagnostics.CodeAnalysis;

namespace Gonglian.Foundation.Data;

/// <summary>A thread of its own for work that must not stand in a queue behind others, one thing after the other.</summary>
/// <remarks>
/// What is awaited in such work goes on there too. The thread begins with the first work and sleeps while there is none.
/// </remarks>
internal sealed class OneThread : TaskScheduler, IDisposable
{
    private readonly Queue<Task> tasks = new();
    private readonly Lazy<Thread> thread;
    private bool isEnded;

    /// <summary>A thread of a name.</summary>
    public OneThread(string name) => thread = new(() =>
    {
        var made = new Thread(Work) { IsBackground = true, Name = name };
        made.UnsafeStart();
        return made;
    });

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Does work there.</summary>
    public Task Run(Action work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);

    /// <inheritdoc cref="Run(Action)"/>
    public Task Run(Func<Task> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    /// <summary>Ends the thread, when what it was given is done.</summary>
    public void Dispose()
    {
        lock (tasks)
        {
            isEnded = true;
            Monitor.Pulse(tasks);
        }
    }

    /// <inheritdoc/>
    protected override void QueueTask(Task task)
    {
        _ = thread.Value;
        lock (tasks)
        {
            tasks.Enqueue(task);
            Monitor.Pulse(tasks);
        }
    }

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && thread.IsValueCreated && Thread.CurrentThread == thread.Value && TryExecuteTask(task);

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (tasks)
            return [.. tasks];
    }

    private void Work()
    {
        while (Take(out var task))
            TryExecuteTask(task);
    }

    private bool Take([MaybeNullWhen(false)] out Task task)
    {
        lock (tasks)
        {
            while (tasks.Count == 0 && !isEnded)
                Monitor.Wait(tasks);
            return tasks.TryDequeue(out task);
        }
    }
}
