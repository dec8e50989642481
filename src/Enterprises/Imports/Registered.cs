using System.Runtime.CompilerServices;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Gonglian.Enterprises.Imports;

/// <summary>在册: the codes and names that stand in the store, as hashes, so that a large import asks only for rows that may be met.</summary>
/// <remarks>
/// Asking the database for two things a row takes longer than understanding the row. What others register or rename
/// meanwhile is learnt from their change records: on SQLite, with its one writer, their keys grow in the order of the
/// commits. The import's own rows are known to whoever plans them.
/// </remarks>
/// <param name="importKey">The import.</param>
internal sealed class Registered(long importKey)
{
    // Reading them all takes as long as asking for an eighth of them.
    private const int Least = 5_000;
    private const int Part = 8;
    private static readonly ConditionalWeakTable<IModel, Func<AppDb, Task<long?>>> LatestOf = [];
    private readonly HashSet<long> hashes = [];
    private long seen;

    /// <summary>Whether it is worth while to read what is registered for a file of at least so many rows.</summary>
    public static async Task<bool> IsWorth(AppDb db, int rows) =>
        db.IsSqlite && rows >= Least && rows >= await db.Sum(Measures.Units) / Part;

    /// <summary>Reads all that is registered.</summary>
    public static async Task<Registered> Load(AppDb db, long importKey)
    {
        var registered = new Registered(importKey) { seen = await Latest(db) };
        await foreach (var key in db.Enterprises.Select(e => e.SortKey).AsAsyncEnumerable())
            registered.hashes.Add(FirstSeen.Hash(key));
        await foreach (var code in db.Enterprises.Where(e => e.CreditCode != null).Select(e => e.CreditCode).AsAsyncEnumerable())
            registered.hashes.Add(FirstSeen.Hash(code!));
        return registered;
    }

    /// <summary>Whether a code or sort key may stand in the store; the few that do not are found out by asking.</summary>
    public bool MayHold(string text) => hashes.Contains(FirstSeen.Hash(text));

    /// <summary>Learns what others have committed since.</summary>
    public async Task Follow(AppDb db)
    {
        var latest = await Latest(db);
        if (latest == seen)
            return;
        var changes = await db.Changes.Where(c => c.Key > seen && (c.ImportKey == null || c.ImportKey != importKey))
            .Select(c => new { c.Subject, c.SubjectKey }).ToListAsync();
        var keys = changes.Where(c => c.Subject == "enterprise").Select(c => c.SubjectKey).Distinct().ToArray();
        if (keys.Length > 0)
            foreach (var row in await db.Enterprises.Where(e => EF.Parameter(keys).Contains(e.Key))
                         .Select(e => new { e.CreditCode, e.SortKey }).ToListAsync())
            {
                hashes.Add(FirstSeen.Hash(row.SortKey));
                if (row.CreditCode is not null)
                    hashes.Add(FirstSeen.Hash(row.CreditCode));
            }
        seen = latest;
    }

    private static async Task<long> Latest(AppDb db) => await LatestOf.GetValue(db.Model, Translate)(db) ?? 0;

    // Asked with every batch; to translate it takes many times as long as to answer it.
    private static Func<AppDb, Task<long?>> Translate(IModel model) =>
        EF.CompileAsyncQuery((AppDb db) => db.Set<Change>().Max(c => (long?)c.Key));
}
