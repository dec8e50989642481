using System.Runtime.CompilerServices;
using Gonglian.Enterprises.Imports.Reading;
using Gonglian.Foundation.Audit;
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
        db.Insert(batch.Unions.Select(u => u.Union));
        db.Insert(batch.Unions.SelectMany(u => u.Facts));
        ledger.Insert(batch.Drafts);
        db.Insert(batch.Keys);
        db.Insert(batch.Contacts);
        db.Insert(batch.Exclusions);
        db.Insert(batch.Changes);
        var (changed, proposed) = await Merge(db, run, ledger, batch, now);
        await News(db, run, batch, now);

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

    private static async Task<(int Changed, int Proposed)> Merge(AppDb db, ImportRun run, Ledger ledger, Batch batch, DateTime now)
    {
        var rows = batch.Rows.Where(r => r.Fate == Fate.Merge).ToList();
        if (rows.Count == 0)
            return (0, 0);
        var found = await Met(db, rows);
        var files = (await ledger.Open([.. found.Values.DistinctBy(e => e.Key)])).ToDictionary(f => f.Enterprise.Key);
        var beside = await Beside.Load(db, [.. files.Values]);
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
                isNew |= Join(ledger, telling, file, row.Line, union);
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
        return (changed, proposals);
    }

    private static bool Join(Ledger ledger, Telling telling, OpenFile file, Line line, UnionEntry union)
    {
        var before = file.Covers.Find(c => c.Joining.UnionKey == union.Union.Key && c.Joining.EffectiveTo is null);
        if (before is not null && (line.SignedOn is null || before.Joining.SignedOn == line.SignedOn))
            return false;
        if (before is not null)
            ledger.Leave(file, before.Joining, endsOn: null);
        ledger.Join(file, union.Union, union.Life, telling.CoveredFrom(line, union), line.SignedOn);
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

    // Terms and codes of unions that stood before; the old term stays beside as what was known.
    private static async Task News(AppDb db, ImportRun run, Batch batch, DateTime now)
    {
        if (batch.UnionNews.Count == 0)
            return;
        var keys = batch.UnionNews.Select(n => n.Union.Union.Key).Distinct().ToArray();
        var entries = (await UnionBook.Load(db, db.Unions.Where(u => EF.Parameter(keys).Contains(u.Key)))).ToDictionary(e => e.Union.Key);
        foreach (var (known, line) in batch.UnionNews)
        {
            if (!entries.TryGetValue(known.Union.Key, out var entry) || !entry.Differs(line))
                continue;
            if (line.UnionCode is not null)
                entry.Union.CreditCode = line.UnionCode;
            if (line.TermOver is { } end)
                Term(db, entry, line, end, now);
        }
    }

    private static void Term(AppDb db, UnionEntry entry, Line line, DateOnly end, DateTime now)
    {
        var last = entry.Facts.Where(f => f.Kind == UnionFactKind.Term).MaxBy(f => f.EffectiveFrom);
        var from = line.TermFrom ?? last?.EffectiveFrom ?? line.UnionSince ?? end.AddYears(-3);
        var key = db.NextKey();
        var before = entry.Facts.Find(f => f.Kind == UnionFactKind.Term && f.EffectiveFrom == from);
        if (before is not null)
        {
            before.SupersededAt = now;
            entry.Facts.Remove(before);
        }
        var term = UnionBook.Fact(db, entry.Union, UnionFactKind.Term, from, end, key, now);
        db.Add(term);
        entry.Facts.Add(term);
        db.Note(key, now, entry.Union, "tell",
            before is null ? null : new Dictionary<string, object?> { [nameof(UnionFactKind.Term)] = new { From = before.EffectiveFrom, To = before.EffectiveTo } },
            new Dictionary<string, object?> { [nameof(UnionFactKind.Term)] = new { From = from, To = end } });
    }
}
