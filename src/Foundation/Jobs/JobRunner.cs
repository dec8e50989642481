using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gonglian.Foundation.Jobs;

/// <summary>One kind of long work. It writes in pieces and keeps its place in <see cref="Job.Done"/> with each piece.</summary>
public abstract class JobKind
{
    /// <summary>The name that stands in <see cref="Job.Kind"/>.</summary>
    public abstract string Name { get; }

    /// <summary>Does the work, or goes on with it after a restart.</summary>
    /// <exception cref="Refused">It cannot be done; the sentence is shown to who asked for it.</exception>
    public abstract Task Run(Job job, CancellationToken stop);
}

/// <summary>Does the waiting jobs one after another; those that a killed process left are taken up again.</summary>
public sealed class JobRunner(
    Store store, Writes writes, TimeProvider clock, IEnumerable<JobKind> kinds, ILogger<JobRunner> log) : BackgroundService
{
    private static readonly Caller Runner = Caller.System("后台任务");
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private readonly SemaphoreSlim bell = new(0);

    /// <summary>Tells the runner that there is something to do.</summary>
    public void Ring() => bell.Release();

    /// <summary>Does everything that waits, now; for the command line and for tests.</summary>
    public async Task Drain(CancellationToken stop)
    {
        while (await Take(atStart: false) is { } job)
            await RunOne(job, stop);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        bell.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var atStart = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (!stoppingToken.IsCancellationRequested && await Take(atStart) is { } job)
                    await RunOne(job, stoppingToken);
                atStart = false;
            }
#pragma warning disable CA1031 // A database that is away for a while must not stop the program; jobs wait in it.
            catch (Exception broken)
#pragma warning restore CA1031
            {
                log.LogError(broken, "Jobs cannot be taken now; trying again in a few seconds");
            }
            await bell.WaitAsync(TimeSpan.FromSeconds(5), stoppingToken)
                .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    // On SQLite there is one process, so at its start whatever is marked as running was left by the one before.
    private async Task<Job?> Take(bool atStart)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var ignoreLease = atStart && store.IsSqlite;
        await using (var db = store.Read(Runner))
            if (!await db.Set<Job>().AnyAsync(j => j.State == JobState.Waiting || j.State == JobState.Running))
                return null;
        return await writes.Do(Runner, async db =>
        {
            var job = await db.Set<Job>()
                .Where(j => j.State == JobState.Waiting
                    || (j.State == JobState.Running && (ignoreLease || j.LeasedUntil < now)))
                .OrderBy(j => j.Key).FirstOrDefaultAsync();
            if (job is not null)
                (job.State, job.LeasedUntil) = (JobState.Running, now + Lease);
            return job;
        });
    }

    private async Task RunOne(Job job, CancellationToken stop)
    {
        string? message = null;
        try
        {
            await kinds.Single(k => k.Name == job.Kind).Run(job, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
        }
        catch (Refused refused)
        {
            message = refused.Message;
        }
#pragma warning disable CA1031 // A job that breaks must not take the others with it.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            log.LogError(broken, "Job {Kind} {Key} failed", job.Kind, job.Key);
            message = "系统出错,任务没有完成;已完成的部分保留,可以重新开始";
        }

        await writes.Do(Runner, async db =>
        {
            var done = await db.Set<Job>().FirstAsync(j => j.Key == job.Key);
            (done.State, done.Message) = (message is null ? JobState.Done : JobState.Failed, message);
            (done.LeasedUntil, done.EndedAt) = (null, clock.GetUtcNow().UtcDateTime);
        });
    }
}

/// <summary>Asks for long work inside a change.</summary>
public static class JobQueue
{
    extension(AppDb db)
    {
        /// <summary>后台任务.</summary>
        public DbSet<Job> Jobs => db.Set<Job>();
    }

    /// <summary>Puts a job into the queue; ring <see cref="JobRunner.Ring"/> after the change.</summary>
    public static Job Enqueue(this AppDb db, string kind, long subjectKey, string path, DateTime at)
    {
        var job = new Job
        {
            Key = db.NextKey(),
            Id = Guid.CreateVersion7(),
            Path = path,
            Kind = kind,
            SubjectKey = subjectKey,
            UserId = db.Caller.UserId,
            By = db.Caller.Name,
            At = at,
        };
        db.Add(job);
        return job;
    }
}
