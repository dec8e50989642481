using System.Runtime.CompilerServices;
using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Gonglian.Foundation.Jobs;

/// <summary>Whoever does the job has lost it: somebody else took it up, or it has ended. Nothing of the running change is kept.</summary>
public sealed class JobLost() : Exception("The job was taken up by somebody else, or has ended");

/// <summary>A job is done by one at a time: whoever takes it up has its turn, and writes only while it still is.</summary>
/// <remarks>
/// A node that stood still longer than its lease may wake up when another one does the work already. What it wants to write
/// then is refused by its turn, not by the clock.
/// </remarks>
public static class JobLease
{
    private static readonly ConditionalWeakTable<IModel, Func<AppDb, long, Task<Job?>>> JobOf = [];

    /// <summary>How long a job stays with a node of which nothing is heard.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromMinutes(1);

    /// <summary>Makes the job one's own, inside the change that found it free.</summary>
    /// <param name="job">The job.</param>
    /// <param name="now">The instant, UTC.</param>
    public static void TakeUp(this Job job, DateTime now)
    {
        job.State = JobState.Running;
        job.Turn++;
        job.LeasedUntil = now + Time;
    }

    /// <summary>The job's row inside a change that belongs to the job; keeps it for another while.</summary>
    /// <param name="db">The context of the change; the job may lie outside its scope.</param>
    /// <param name="mine">The job as it was taken up.</param>
    /// <param name="now">The instant, UTC.</param>
    /// <exception cref="JobLost">It is not one's own any more.</exception>
    public static async Task<Job> Hold(this AppDb db, Job mine, DateTime now)
    {
        var job = await JobOf.GetValue(db.Model, Translate)(db, mine.Key);
        if (job is not { State: JobState.Running } || job.Turn != mine.Turn)
            throw new JobLost();
        job.LeasedUntil = mine.LeasedUntil = now + Time;
        return job;
    }

    /// <summary>Ends the job inside a change.</summary>
    /// <param name="db">The context of the change.</param>
    /// <param name="mine">The job as it was taken up.</param>
    /// <param name="message">Why it could not be done; nothing when it is done.</param>
    /// <param name="now">The instant, UTC.</param>
    /// <exception cref="JobLost">It is not one's own any more.</exception>
    public static async Task End(this AppDb db, Job mine, string? message, DateTime now)
    {
        var job = await db.Hold(mine, now);
        (job.State, job.Message) = (message is null ? JobState.Done : JobState.Failed, message);
        (job.LeasedUntil, job.EndedAt) = (null, now);
    }

    // Every piece of long work asks it.
    private static Func<AppDb, long, Task<Job?>> Translate(IModel model) => EF.CompileAsyncQuery(
        (AppDb db, long key) => db.Set<Job>().IgnoreQueryFilters(new[] { AppDb.ScopeFilter }).FirstOrDefault(j => j.Key == key));
}
