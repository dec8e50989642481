using Gonglian.Foundation.Data;
using Gonglian.Foundation.Jobs;
using Gonglian.Foundation.Rules;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Foundation;

/// <summary>后台任务: long work survives the process that does it, and no piece is done twice.</summary>
public sealed class A_job_goes_on_where_it_was_left
{
    [Theory]
    [OnEveryDatabase]
    public async Task Every_piece_is_done_once_though_the_program_ended_in_the_middle(Database database)
    {
        var pieces = new Pieces { HangsAt = 3 };
        await using var stand = await Stand.On(database, b => Bring(b.Services, pieces));
        var key = await Ask(stand);
        await pieces.Hangs.Task;
        pieces.HangsAt = -1;
        stand.Clock.Advance(TimeSpan.FromMinutes(3));
        await stand.Restart();
        var job = await Ended(stand, key);
        Assert.Equal((JobState.Done, 8L), (job.State, job.Done));
        await using var db = stand.Read();
        for (var i = 0; i < 8; i++)
            Assert.Equal("x", await db.Get($"test.piece.{i}"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Whoever_stood_still_for_too_long_writes_nothing_when_somebody_else_has_taken_over(Database database)
    {
        var pieces = new Pieces { HangsAt = 3 };
        await using var stand = await Stand.On(database, b => Bring(b.Services, pieces));
        var key = await Ask(stand);
        await pieces.Hangs.Task;
        await stand.Do(async db => (await db.Jobs.SingleAsync(j => j.Key == key)).TakeUp(stand.Clock.Now));
        pieces.GoesOn.SetResult();
        // The next one is done only after the first has been let go.
        Assert.Equal(JobState.Done, (await Ended(stand, await Ask(stand))).State);
        await using var db = stand.Read();
        var job = await db.Jobs.SingleAsync(j => j.Key == key);
        Assert.Equal((JobState.Running, 3L, 2), (job.State, job.Done, job.Turn));
        Assert.Equal(("xx", "x"), (await db.Get("test.piece.2"), await db.Get("test.piece.3")));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_refused_job_says_why_and_the_next_one_is_done(Database database)
    {
        var pieces = new Pieces { RefusesAt = 2 };
        await using var stand = await Stand.On(database, b => Bring(b.Services, pieces));
        var refused = await Ended(stand, await Ask(stand));
        Assert.Equal((JobState.Failed, "第 2 件不行", 2L), (refused.State, refused.Message, refused.Done));
        pieces.RefusesAt = -1;
        Assert.Equal(JobState.Done, (await Ended(stand, await Ask(stand))).State);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_broken_job_tells_people_in_a_sentence_without_its_stack(Database database)
    {
        var pieces = new Pieces { BreaksAt = 1 };
        await using var stand = await Stand.On(database, b => Bring(b.Services, pieces));
        var broken = await Ended(stand, await Ask(stand));
        Assert.Equal(JobState.Failed, broken.State);
        Assert.DoesNotContain("a bug", broken.Message);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_database_that_is_away_for_a_while_stops_neither_the_program_nor_the_jobs(Database database)
    {
        await using var stand = await Stand.On(database, b => Bring(b.Services, new Pieces()));
        await stand.Do(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE job RENAME TO job_away"));
        stand.Get<JobRunner>().Ring();
        while (stand.Faults.All.Count == 0)
            await Task.Delay(20);
        await stand.Do(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE job_away RENAME TO job"));
        Assert.False(stand.Get<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
        Assert.Equal(JobState.Done, (await Ended(stand, await Ask(stand))).State);
    }

    private static void Bring(IServiceCollection services, Pieces pieces)
    {
        services.AddSingleton(pieces);
        services.AddSingleton<JobKind, Work>();
    }

    private static async Task<long> Ask(Stand stand)
    {
        var job = await stand.Do(db => Task.FromResult(db.Enqueue("test", 1, "4403/", stand.Clock.Now)));
        stand.Get<JobRunner>().Ring();
        return job.Key;
    }

    private static async Task<Job> Ended(Stand stand, long key)
    {
        while (true)
        {
            await using var db = stand.Read();
            var job = await db.Jobs.SingleAsync(j => j.Key == key);
            if (job.State is JobState.Done or JobState.Failed)
                return job;
            await Task.Delay(20);
        }
    }

    private sealed class Pieces
    {
        public int HangsAt { get; set; } = -1;

        public int RefusesAt { get; set; } = -1;

        public int BreaksAt { get; set; } = -1;

        public TaskCompletionSource Hangs { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource GoesOn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Work(Writes writes, TimeProvider clock, Pieces pieces) : JobKind
    {
        public override string Name => "test";

        public override async Task Run(Job job, CancellationToken stop)
        {
            for (var i = job.Done; i < 8; i++)
            {
                if (i == pieces.HangsAt)
                {
                    pieces.Hangs.TrySetResult();
                    await pieces.GoesOn.Task.WaitAsync(stop);
                }
                if (i == pieces.RefusesAt)
                    throw new Refused("test.no", "第 {0} 件不行", i);
                if (i == pieces.BreaksAt)
                    throw new InvalidOperationException("a bug");
                await writes.Do(Stand.System, db => Piece(db, job, i));
            }
        }

        private async Task Piece(AppDb db, Job mine, long i)
        {
            await db.Set($"test.piece.{i}", await db.Get($"test.piece.{i}") + "x");
            (await db.Hold(mine, clock.GetUtcNow().UtcDateTime)).Done = i + 1;
        }
    }
}
