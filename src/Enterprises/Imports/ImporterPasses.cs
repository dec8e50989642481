using System.Diagnostics;
using System.Text.Json;
using Gonglian.Foundation.Bulletins;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Jobs;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises.Imports;

/// <content>The two passes over a file: checking it, and writing it.</content>
public sealed partial class Importer
{
    private const int MostTries = 20;
    private const int Many = 1_000;

    /// <summary>Checks the whole file: what would happen, and what is wrong with which cells. Writes nothing but that.</summary>
    public async Task Check(Job job, Action<ImportProgress>? progress, CancellationToken stop)
    {
        var run = await Prepare(job.SubjectKey);
        var name = LeftName(run.Import, job);
        var pass = new Pass(store, clock, run, FileOf(run.Import.Id), LeftAt(name), writes: false);
        var found = new Findings();
        var counts = new int[5];
        var (rows, proposed, told) = (0, 0, Stopwatch.GetTimestamp());
        await foreach (var (batch, share) in pass.Batches(0, 0, found, stop))
        {
            rows += batch.Rows.Count;
            foreach (var row in batch.Rows)
                counts[(int)row.Fate]++;
            proposed += batch.Proposed;
            progress?.Invoke(new(rows, share));
            if (Stopwatch.GetElapsedTime(told).TotalSeconds < 0.5)
                continue;
            told = Stopwatch.GetTimestamp();
            await Tell(job, rows, (long)(rows / Math.Max(share, 0.001)));
        }
        await writes.Do(Runner, async db =>
        {
            await Replace(db, run.Import.Key, found);
            await db.Hold(job, clock.GetUtcNow().UtcDateTime);
            var import = await db.Imports.FirstAsync(i => i.Key == run.Import.Key);
            (import.Rows, import.New, import.Changed, import.Unchanged) =
                (rows, counts[(int)Fate.New], counts[(int)Fate.Merge], counts[(int)Fate.Unchanged]);
            import.Doubles = counts[(int)Fate.Twin];
            import.Left = counts[(int)Fate.Left] + import.Doubles;
            import.Proposed = proposed;
            (import.State, import.Summary, import.LeftName) = (ImportState.Checked, Summary(found), name);
            import.Settings = (run.Settings with { Unchecked = false }).ToString();
            import.Stamp++;
        });
    }

    /// <summary>Writes the file, or goes on where a killed process stopped.</summary>
    public async Task Write(Job job, Action<ImportProgress>? progress, CancellationToken stop)
    {
        await days.Today();
        var (reached, tries) = (-1, 0);
        while (true)
            try
            {
                await WriteOn(job, progress, stop);
                return;
            }
            catch (Refused refused) when (refused.Code.StartsWith("writes.", StringComparison.Ordinal))
            {
                // Somebody registered one of the units in between: the rest is planned anew.
                var position = (await Find(job.SubjectKey)).Position;
                (reached, tries) = (position, position == reached ? tries + 1 : 1);
                if (tries == MostTries)
                    throw;
            }
            catch (Refused refused)
            {
                // The file turns out to be damaged further down: nothing stays half imported.
                var undo = new Undo(this, store, writes, clock);
                while (await undo.Next(job, stop)) { }
                await Break(job, ImportState.Refused, refused);
                throw;
            }
    }

    private async Task WriteOn(Job job, Action<ImportProgress>? progress, CancellationToken stop)
    {
        var run = await Prepare(job.SubjectKey);
        var name = LeftName(run.Import, job);
        if (run.Import.LeftBytes > 0 && run.Import.LeftName != name)
            LeftOf(run.Import).CopyTo(LeftAt(name), run.Import.LeftBytes);
        var pass = new Pass(store, clock, run, FileOf(run.Import.Id), LeftAt(name), writes: true);
        var (rows, pieces, reached, found) = (run.Import.Rows, 0, run.Import.Position, new Findings());
        await foreach (var (batch, share) in pass.Batches(run.Import.Position, run.Import.LeftBytes, found, stop))
        {
            var began = Stopwatch.GetTimestamp();
            await (pieces++ % Pass.Together == 0 ? writes.Do(run.Caller, Write) : writes.DoInBackground(run.Caller, Write));
            pass.Took(Stopwatch.GetElapsedTime(began));
            rows += batch.Rows.Count;
            reached = batch.To;
            progress?.Invoke(new(rows, share));

            Task Write(AppDb db)
            {
                var now = clock.GetUtcNow().UtcDateTime;
                return Piece.Write(db, run with { Today = China.Today(clock) }, batch, job, name, now);
            }
        }
        var left = LeftSummary.Of(LeftAt(name), run.Settings);
        left.KeepUnproven(found);
        await writes.Do(Runner, async db =>
        {
            // The last pieces may have been lost with their commit: then they are written again before it counts as done.
            Piece.At(await db.Imports.FirstAsync(i => i.Key == run.Import.Key), reached);
            await Replace(db, run.Import.Key, left);
            await db.Hold(job, clock.GetUtcNow().UtcDateTime);
            await Corrections.Written(db, run.Import.Key);
            var import = await db.Imports.FirstAsync(i => i.Key == run.Import.Key);
            (import.State, import.DoneAt, import.Summary) = (ImportState.Done, clock.GetUtcNow().UtcDateTime, Summary(left));
            import.LeftName = name;
            import.Stamp++;
            db.Add(import.Record(db.NextKey(), clock.GetUtcNow().UtcDateTime, Import.Written, import.UserId, import.By));
            if (import.New + import.Changed >= Many)
                await board.Publish(db, new ManyFactsTold(import.New + import.Changed));
        });
        FileOf(run.Import.Id).Delete();
        DeleteLeft(run.Import.Id, but: name);
    }

    private Task Tell(Job mine, long done, long total) => writes.Do(Runner, async db =>
    {
        var job = await db.Hold(mine, clock.GetUtcNow().UtcDateTime);
        (job.Done, job.Total) = (done, total);
    });

    private static string Summary(Findings found) =>
        JsonSerializer.Serialize(found.Summary, ImportJson.Options);

    // Answers that were given stay with their rows.
    private static async Task Replace(AppDb db, long key, Findings found)
    {
        var answers = await db.ImportNotes.Where(n => n.ImportKey == key && n.Answer != null)
            .ToDictionaryAsync(n => n.Row, n => n.Answer);
        await db.ImportNotes.Where(n => n.ImportKey == key && n.Kind != NoteKind.Given).ExecuteDeleteAsync();
        db.ChangeTracker.Clear();
        db.Insert(found.Notes.Select(n => new ImportNote
        {
            Key = db.NextKey(),
            ImportKey = key,
            Kind = n.Kind,
            Row = n.Row,
            Column = n.Column,
            Name = n.Name[..Math.Min(n.Name.Length, 120)],
            Value = n.Value,
            Sentence = n.Sentence.ToString(),
            Repair = n.Repair,
            Twin = n.Twin,
            EnterpriseId = n.EnterpriseId,
            Answer = n.Twin is null ? null : answers.GetValueOrDefault(n.Row),
        }));
    }
}
