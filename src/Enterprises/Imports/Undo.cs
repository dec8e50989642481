using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Jobs;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises.Imports;

/// <summary>撤销导入: puts back what still is as the import left it, and lists the rest. Nothing is erased.</summary>
public sealed class Undo(Importer importer, Store store, Writes writes, TimeProvider clock)
{
    private const int PieceSize = 60;

    /// <summary>Takes an import back, or goes on where a killed process stopped.</summary>
    public async Task Run(Job job, CancellationToken stop)
    {
        while (await Next(job, stop)) { }
        await writes.Do(Importer.Runner, async db =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            await db.Hold(job, now);
            var import = await db.Imports.FirstAsync(i => i.Key == job.SubjectKey);
            (import.State, import.UndoneAt) = (ImportState.Undone, now);
            import.Stamp++;
            db.Add(import.Record(db.NextKey(), now, Import.TakenBack, job.UserId, job.By));
        });
    }

    /// <summary>Puts back the next pieces of an import until nothing is left.</summary>
    /// <returns>Whether there is more.</returns>
    public async Task<bool> Next(Job job, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var run = await importer.Prepare(job.SubjectKey);
        var position = run.Import.UndoneTo;
        long[] keys;
        await using (var db = store.Read(Importer.Runner))
            keys = await db.Changes.Where(c => c.ImportKey == job.SubjectKey && c.SubjectKey > position)
                .OrderBy(c => c.SubjectKey).Select(c => c.SubjectKey).Distinct().Take(PieceSize).ToArrayAsync(stop);
        if (keys.Length == 0)
            return false;
        Array.Sort(keys);
        await writes.Do(run.Caller, async db =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            db.Reason = $"撤销导入 {run.Import.FileName}";
            var (done, rest) = await new UndoPiece(run with { Today = China.Today(clock) }, db, now).Put(keys);
            var import = await db.Imports.IgnoreQueryFilters([AppDb.ScopeFilter]).FirstAsync(i => i.Key == job.SubjectKey);
            (import.UndoneTo, import.Undone, import.Rest) = (keys[^1], import.Undone + done, import.Rest + rest);
            (await db.Hold(job, now)).Done = import.Undone;
        });
        return true;
    }
}
