using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;

namespace Gonglian.Enterprises;

// Files in bulk: prepared outside the change, judged by the same rules, written at once; and files taken out again.
public sealed partial class Ledger
{
    /// <summary>The path of a withdrawn file: behind every part of the tree, so that no scope holds it.</summary>
    public const string Withdrawn = "\uffff";

    /// <summary>Prepares a new enterprise's file apart from the context; see <see cref="Insert"/>.</summary>
    public OpenFile Draft(
        string path, EnterpriseName name, string? creditCode, DateOnly? establishedOn, DateOnly from, FactSource source, bool sample,
        Guid? id = null) =>
        Begin(path, name, creditCode, establishedOn, from, source, sample, id ?? Guid.CreateVersion7(), isDraft: true);

    /// <summary>Judges a draft on the ledger's day.</summary>
    public void Judge(OpenFile draft) => Derive(draft.Enterprise, Standing.Of(draft.Unit, today, rules), today);

    /// <summary>The change record of what was told to a draft.</summary>
    public Change RecordOf(OpenFile draft) => db.Noted(draft.ChangeKey, now, draft.Enterprise, "tell", after: draft.Told);

    /// <summary>Writes judged drafts with their facts and joining records, and lets counters and search index follow.</summary>
    /// <remarks>The change records come from whoever prepared them: they hold more than the ledger knows.</remarks>
    public void Insert(IReadOnlyList<OpenFile> drafts)
    {
        db.Insert(drafts.Select(d => d.Enterprise));
        db.Insert(drafts.SelectMany(d => d.Facts));
        db.Insert(drafts.SelectMany(d => d.Covers, (_, cover) => cover.Joining));
        foreach (var draft in drafts)
            Count(draft.Enterprise, +1);
        Search.PutNew(db, [.. drafts.Select(d => d.Enterprise)]);
    }

    /// <summary>Takes a file out again, as if it had never been opened: nothing of it holds, no scope sees it, its history stays.</summary>
    /// <param name="file">The open file.</param>
    public void Withdraw(OpenFile file)
    {
        var enterprise = file.Enterprise;
        Count(enterprise, -1);
        foreach (var fact in file.Facts)
            fact.SupersededAt = now;
        foreach (var cover in file.Covers)
            cover.Joining.SupersededAt = now;
        db.Note(file.ChangeKey, now, enterprise, "withdraw", new Dictionary<string, object?>
        {
            [nameof(Enterprise.Name)] = enterprise.Name,
            [nameof(Enterprise.CreditCode)] = enterprise.CreditCode,
            [nameof(Enterprise.Path)] = enterprise.Path,
        });
        (enterprise.Path, enterprise.CreditCode) = (Withdrawn, null);
        Remember(file);
        (enterprise.Counted, enterprise.NextChange) = (Rules.Counted.None, null);
        Search.Remove(db, enterprise.Key);
    }

    /// <summary>Takes a fact back that never should have been told; it stays as what was believed.</summary>
    public void TakeBack(OpenFile file, EnterpriseFact fact)
    {
        fact.SupersededAt = now;
        file.Facts.RemoveAll(f => f.Key == fact.Key);
        file.Told[$"-{fact.Kind}"] = new { Value = (object?)fact.Text ?? fact.Number, From = fact.EffectiveFrom };
    }

    private void Put(OpenFile file, object row)
    {
        if (!file.IsDraft)
            db.Add(row);
    }
}
