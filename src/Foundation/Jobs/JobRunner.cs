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
    private static readonly string Open =
        $"SELECT 1 FROM job WHERE \"State\" IN ({(int)JobState.Waiting}, {(int)JobState.Running}) LIMIT 1";

    private static readonly Caller Runner = Caller.System("后台任务");
    private static readonly TimeSpan Beat = JobLease.Time / 3;
    private readonly SemaphoreSlim bell = new(0);
    private readonly SemaphoreSlim one = new(1, 1);

    /// <summary>Tells the runner that there is something to do.</summary>
    public void Ring() => bell.Release();

    /// <summary>Does everything that waits, now; for the command line and for tests.</summary>
    public async Task Drain(CancellationToken stop)
    {
        while (await Next(atStart: false, stop)) { }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        bell.Dispose();
        one.Dispose();
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
                while (await Next(atStart, stoppingToken)) { }
                atStart = false;
            }
#pragma warning disable CA1031 // A database that is away for a while must not stop the program; jobs wait in it.
            catch (Exception broken) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                log.LogError(broken, "Jobs cannot be taken now; trying again in a few seconds");
            }
            await bell.WaitAsync(TimeSpan.FromSeconds(5), stoppingToken)
                .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    // One job at a time, whoever asks; whether there was one.
    private async Task<bool> Next(bool atStart, CancellationToken stop)
    {
        await one.WaitAsync(stop);
        try
        {
            if (await Take(atStart) is not { } job)
                return false;
            await RunOne(job, stop);
            return true;
        }
        finally
        {
            one.Release();
        }
    }

    // On SQLite there is one process, so at its start whatever is marked as running was left by the one before.
    private async Task<Job?> Take(bool atStart)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var ignoreLease = atStart && store.IsSqlite;
        if ((await store.ReadPastScope(Open, r => r.Number(0))).Count == 0)
            return null;
        return await writes.Do(Runner, async db =>
        {
            var job = await db.Set<Job>()
                .Where(j => j.State == JobState.Waiting
                    || (j.State == JobState.Running && (ignoreLease || j.LeasedUntil < now)))
                .OrderBy(j => j.Key).FirstOrDefaultAsync();
            job?.TakeUp(now);
            return job;
        });
    }

    private async Task RunOne(Job job, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var holding = Keep(job, over.CancelAsync, over.Token);
        try
        {
            var message = await Work(job, over.Token);
            await writes.Do(Runner, db => db.End(job, message, clock.GetUtcNow().UtcDateTime));
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            log.LogInformation("Job {Kind} {Key} was left where it is", job.Kind, job.Key);
        }
        catch (JobLost)
        {
            log.LogWarning("Job {Kind} {Key} is somebody else's by now", job.Kind, job.Key);
        }
        finally
        {
            await over.CancelAsync();
            await holding;
        }
    }

    // What went wrong, in a sentence; nothing when it is done.
    private async Task<string?> Work(Job job, CancellationToken stop)
    {
        try
        {
            await kinds.Single(k => k.Name == job.Kind).Run(job, stop);
            return null;
        }
        catch (Refused refused)
        {
            return refused.Message;
        }
#pragma warning disable CA1031 // A job that breaks must not take the others with it.
        catch (Exception broken) when (broken is not JobLost && !stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.LogError(broken, "Job {Kind} {Key} failed", job.Kind, job.Key);
            return "系统出错,任务没有完成;已完成的部分保留,可以重新开始";
        }
    }

    // Work whose pieces are long keeps its job all the same; work that lost it stops.
    private async Task Keep(Job job, Func<Task> end, CancellationToken over)
    {
        using var beats = new PeriodicTimer(Beat);
        try
        {
            while (await beats.WaitForNextTickAsync(over))
                if (job.LeasedUntil - clock.GetUtcNow().UtcDateTime < JobLease.Time - Beat)
                    await writes.Do(Runner, db => db.Hold(job, clock.GetUtcNow().UtcDateTime));
        }
        catch (OperationCanceledException)
        {
            // The work is over.
        }
#pragma warning disable CA1031 // A database that is away for a while: the work itself meets it and says so.
        catch (Exception lost)
#pragma warning restore CA1031
        {
            log.LogWarning(lost, "Job {Kind} {Key} cannot be kept", job.Kind, job.Key);
            if (lost is JobLost)
                await end();
        }
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

    /// <summary>Whether a job of a kind waits or runs; of one subject, where one is named.</summary>
    public static Task<bool> IsUnderWay(this AppDb db, string kind, long? subjectKey = null) =>
        db.Jobs.AnyAsync(j => j.Kind == kind && (subjectKey == null || j.SubjectKey == subjectKey)
            && (j.State == JobState.Waiting || j.State == JobState.Running));

    /// <summary>Puts a job of the whole store into the queue, unless one of its kind waits already.</summary>
    public static async Task EnqueueOnce(this AppDb db, string kind, DateTime at)
    {
        if (!await db.Jobs.AnyAsync(j => j.Kind == kind && j.State == JobState.Waiting))
            db.Enqueue(kind, 0, "", at);
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
