using System.Runtime.CompilerServices;
using Gonglian.Enterprises.Imports.Reading;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Jobs;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations;
using Gonglian.Organisations.Unions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Gonglian.Enterprises.Imports;

/// <summary>Writes one batch inside one change: new files at once, known files through the ledger, and the place reached.</summary>
public static class Piece
{
    // Clocks of two nodes differ.
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(2);
    private static readonly ConditionalWeakTable<IModel, Func<AppDb, long, Task<Import>>> ImportOf = [];

    /// <summary>Writes the batch. It may run again after a failure: what it takes from the batch it does not change.</summary>
    /// <param name="db">The context of the change.</param>
    /// <param name="run">The pass.</param>
    /// <param name="batch">The rows, planned.</param>
    /// <param name="mine">The job whose progress follows.</param>
    /// <param name="leftName">Name of the file that the refused rows are in.</param>
    /// <param name="now">The instant, UTC.</param>
    /// <exception cref="Refused"><c>writes.moved</c>: the piece before was lost.</exception>
    /// <exception cref="JobLost">Somebody else goes on with the import.</exception>
    public static async Task Write(AppDb db, ImportRun run, Batch batch, Job mine, string leftName, DateTime now)
    {
        var job = await db.Hold(mine, now);
        db.ImportKey = run.Import.Key;
        var import = await ImportOf.GetValue(db.Model, Translate)(db, run.Import.Key);
        At(import, batch.From);
        var ledger = run.Ledger(db, now);
        foreach (var draft in batch.Drafts.Where(d => d.Enterprise.CountedOn != run.Today))
            ledger.Judge(draft);
        await Refresh(db, ledger, batch);
        foreach (var founded in batch.Unions)
            UnionStanding.Judge(db, founded.Union, founded.Facts, run.Today, isNew: true);
        db.Insert(batch.Unions.Select(u => u.Union));
        db.Insert(batch.Unions.SelectMany(u => u.Facts));
        ledger.Insert(batch.Drafts);
        db.Insert(batch.Keys);
        db.Insert(batch.Contacts);
        db.Insert(batch.Exclusions);
        db.Insert(batch.Changes);
        var told = await News(db, run, batch, now);
        var (changed, proposed, closed) = await Merge(db, run, ledger, batch, now);
        await UnionHearing.Follow(db, ledger, told, closed);

        var merging = batch.Rows.Count(r => r.Fate == Fate.Merge);
        import.Position = batch.To;
        import.Rows += batch.Rows.Count;
        import.New += batch.Drafts.Count;
        import.Changed += changed;
        import.Unchanged += batch.Rows.Count(r => r.Fate == Fate.Unchanged) + merging - changed;
        import.Left += batch.Rows.Count(r => r.Fate is Fate.Left or Fate.Twin);
        import.Doubles += batch.Rows.Count(r => r.Fate == Fate.Twin);
        import.Proposed += batch.Exclusions.Count + proposed;
        (import.LeftName, import.LeftBytes) = (leftName, batch.LeftBytes);
        job.Done = import.Rows;
    }

    private static Func<AppDb, long, Task<Import>> Translate(IModel model) => EF.CompileAsyncQuery(
        (AppDb db, long key) => db.Set<Import>().IgnoreQueryFilters(new[] { AppDb.ScopeFilter }).First(i => i.Key == key));

    /// <summary>Makes sure that the import stands where the work goes on.</summary>
    /// <exception cref="Refused"><c>writes.moved</c>: a piece before was lost.</exception>
    public static void At(Import import, int row)
    {
        if (import.Position != row)
            throw new Refused("writes.moved", "导入已经写到第 {0} 行,不在第 {1} 行", import.Position, row);
    }

    private static async Task<(int Changed, int Proposed, IReadOnlySet<long> Closed)> Merge(
        AppDb db, ImportRun run, Ledger ledger, Batch batch, DateTime now)
    {
        var rows = batch.Rows.Where(r => r.Fate == Fate.Merge).ToList();
        if (rows.Count == 0)
            return (0, 0, new HashSet<long>());
        var found = await Met(db, rows);
        var files = (await ledger.Open([.. found.Values.DistinctBy(e => e.Key)])).ToDictionary(f => f.Enterprise.Key);
        var beside = await Beside.Load(db, [.. files.Values]);
        var joined = await Joined(db, batch, rows);
        var telling = new Telling(run, db, ledger, now);
        var changedFiles = new HashSet<OpenFile>();
        var (changed, proposals) = (0, 0);
        foreach (var row in rows)
        {
            if (!found.TryGetValue(row, out var enterprise) || !run.Caller.Can(ImportScope.Right, enterprise.Path))
                continue;
            var file = files[enterprise.Key];
            var (proposed, isNew) = telling.Everything(file, row.Line, beside, writes: true, row.Fills);
            proposals += proposed;
            if (row.Union is { } union)
                isNew |= Join(ledger, telling, file, row.Line, joined.GetValueOrDefault(union.Union.Key, union));
            else if (row.Line.UnionForm is not null && row.Existing is not null)
                isNew |= batch.UnionNews.Exists(n => n.Line == row.Line);
            if (!isNew)
                continue;
            run.Corrections.Tell(row.Line.Row.Number, file.Told);
            changedFiles.Add(file);
            changed++;
        }
        foreach (var file in changedFiles)
            await ledger.Close(file);
        return (changed, proposals, changedFiles.Select(f => f.Enterprise.Key).ToHashSet());
    }

    // The unions that standing files join, with what is told of them by now.
    private static async Task<Dictionary<long, UnionEntry>> Joined(AppDb db, Batch batch, List<Planned> rows)
    {
        var keys = rows.Where(r => r.Union is not null).Select(r => r.Union!.Union.Key)
            .Except(batch.Unions.Select(u => u.Union.Key)).ToArray();
        return keys.Length == 0
            ? []
            : (await UnionBook.Load(db, db.Unions.Where(u => EF.Parameter(keys).Contains(u.Key)))).ToDictionary(e => e.Union.Key);
    }

    private static bool Join(Ledger ledger, Telling telling, OpenFile file, Line line, UnionEntry union)
    {
        var before = file.Covers.Find(c => c.Joining.UnionKey == union.Union.Key && c.Joining.EffectiveTo is null);
        if (before is not null && (line.SignedOn is null || before.Joining.SignedOn == line.SignedOn))
            return false;
        if (before is not null)
            ledger.Leave(file, before.Joining, endsOn: null);
        ledger.Join(file, union.Union, union.Facts, telling.CoveredFrom(line, union), line.SignedOn);
        return true;
    }

    // By key where the file stood when the batch was planned, by code or name where an earlier row of this import opened it.
    private static async Task<Dictionary<Planned, Enterprise>> Met(AppDb db, List<Planned> rows)
    {
        var all = db.Enterprises.IgnoreQueryFilters([AppDb.ScopeFilter]);
        var keys = rows.Where(r => r.Existing is not null).Select(r => r.Existing!.Key).ToArray();
        var byKey = await all.Where(e => EF.Parameter(keys).Contains(e.Key)).ToDictionaryAsync(e => e.Key);
        var found = new Dictionary<Planned, Enterprise>();
        foreach (var row in rows)
        {
            var (code, sort) = (row.Line.CreditCode, row.Name.SortKey);
            var met = row.Existing is { } known
                ? byKey.GetValueOrDefault(known.Key)
                : row.Twin == DoubleKind.SameCode
                    ? await all.FirstOrDefaultAsync(e => e.CreditCode == code)
                    : await all.Where(e => e.SortKey == sort).OrderByDescending(e => e.Key).FirstOrDefaultAsync();
            if (met is not null)
                found[row] = met;
        }
        return found;
    }

    // What was told of a union since the batch was planned, by this import or by somebody else, counts for those who join it.
    private static async Task Refresh(AppDb db, Ledger ledger, Batch batch)
    {
        var joined = batch.Drafts.SelectMany(d => d.Covers).Select(c => c.Joining.UnionKey)
            .Except(batch.Unions.Select(u => u.Union.Key)).ToArray();
        if (joined.Length == 0)
            return;
        var since = batch.Now - Skew;
        var stale = await db.UnionFacts.Where(f => EF.Parameter(joined).Contains(f.UnionKey)
            && (f.RecordedAt >= since || f.SupersededAt >= since)).Select(f => f.UnionKey).Distinct().ToArrayAsync();
        if (stale.Length == 0)
            return;
        var told = (await db.UnionFacts.Where(f => EF.Parameter(stale).Contains(f.UnionKey) && f.SupersededAt == null)
            .AsNoTracking().ToListAsync()).ToLookup(f => f.UnionKey);
        foreach (var draft in batch.Drafts.Where(d => d.Covers.Exists(c => told.Contains(c.Joining.UnionKey))))
        {
            for (var i = 0; i < draft.Covers.Count; i++)
                if (told.Contains(draft.Covers[i].Joining.UnionKey))
                    draft.Covers[i] = draft.Covers[i] with { Facts = [.. told[draft.Covers[i].Joining.UnionKey]] };
            ledger.Judge(draft);
        }
    }

    // What is told of unions that stood before; it is written first, so that the files opened after it see it.
    private static async Task<IReadOnlyCollection<long>> News(AppDb db, ImportRun run, Batch batch, DateTime now)
    {
        if (batch.UnionNews.Count == 0)
            return [];
        var keys = batch.UnionNews.Select(n => n.Union.Union.Key).Distinct().ToArray();
        var entries = (await UnionBook.Load(db, db.Unions.Where(u => EF.Parameter(keys).Contains(u.Key)))).ToDictionary(e => e.Union.Key);
        var told = new HashSet<long>();
        foreach (var (known, line) in batch.UnionNews)
        {
            if (!entries.TryGetValue(known.Union.Key, out var entry) || !entry.Differs(line))
                continue;
            if (line.UnionCode is not null)
                entry.Union.CreditCode = line.UnionCode;
            UnionNews.Tell(db, entry, line, run.Day, now);
            told.Add(entry.Union.Key);
        }
        foreach (var key in told)
            UnionStanding.Judge(db, entries[key].Union, entries[key].Facts, run.Today);
        await db.SaveChangesAsync();
        return told;
    }
}
