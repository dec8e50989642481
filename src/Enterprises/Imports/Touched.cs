using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises.Imports;

/// <summary>之后有人改过: files of an import that somebody has changed since, and that taking it back will keep.</summary>
/// <param name="New">Files it created: they stay as a whole.</param>
/// <param name="Changed">Files it changed: of these only the cells stay that were changed again.</param>
/// <param name="Withdrawn">Files it created and that will be taken out.</param>
/// <param name="Reverted">Files it changed and that will be put back, whole or in part; several rows may have changed one.</param>
public sealed record Touched(int New, int Changed, int Withdrawn, int Reverted)
{
    /// <summary>Counted up to so many files; beyond, the question would take longer than its answer is worth.</summary>
    private const int Most = 20_000;

    /// <summary>Counts them; nothing for an import too large to be counted while somebody waits.</summary>
    public static async Task<Touched?> Since(AppDb db, Import import)
    {
        if (import.New + import.Changed > Most)
            return null;
        var mine = db.Changes.Where(c => c.ImportKey == import.Key && c.Subject == "enterprise");
        var touched = db.Changes
            .Where(c => c.Subject == "enterprise" && c.Key > import.Key && (c.ImportKey == null || c.ImportKey != import.Key)
                && c.Action != "reveal" && c.Action != "export" && mine.Select(m => m.SubjectKey).Contains(c.SubjectKey))
            .Select(c => c.SubjectKey).Distinct();
        var all = await touched.CountAsync();
        var added = mine.Where(c => c.Action == "add" && c.Row == nameof(Enterprise));
        var created = all == 0 ? 0 : await added.CountAsync(c => touched.Contains(c.SubjectKey));
        var founded = await added.CountAsync();
        var files = await mine.Select(c => c.SubjectKey).Distinct().CountAsync();
        return new(created, all - created, founded - created, files - founded);
    }
}
