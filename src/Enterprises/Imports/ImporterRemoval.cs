using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Jobs;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises.Imports;

/// <content>Uploads that nobody wants any more.</content>
public sealed partial class Importer
{
    /// <summary>Removes an import that was never started, with its file and whatever was typed for it.</summary>
    /// <exception cref="Refused"><c>import.moved-on</c>: somebody else has changed or started it.</exception>
    public async Task Remove(Caller caller, Guid id, int stamp)
    {
        await writes.Do(caller, async db =>
        {
            var import = await db.Imports.FirstOrDefaultAsync(i => i.Id == id) ?? throw MovedOn();
            caller.Need(ImportScope.Right, import.Path);
            if (import.Stamp != stamp || !import.CanBeRemoved)
                throw MovedOn();
            await Corrections.Written(db, import.Key);
            await db.ImportNotes.Where(n => n.ImportKey == import.Key).ExecuteDeleteAsync();
            db.ChangeTracker.Clear();
            await db.Jobs.Where(j => j.SubjectKey == import.Key).ExecuteDeleteAsync();
            db.Add(import.Record(db.NextKey(), clock.GetUtcNow().UtcDateTime, Import.Removed, caller.UserId, caller.Name));
            db.Remove(import);
        });
        FileOf(id).Delete();
        DeleteLeft(id);
    }
}
