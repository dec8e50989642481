using Gonglian.Enterprises.Imports.Reading;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Gonglian.Organisations.Unions;

namespace Gonglian.Enterprises.Imports;

/// <summary>Makes new files ready with everything a row tells: facts, union, contact, proposals, change record.</summary>
public sealed class Drafts(ImportRun run, AppDb db, Ledger ledger, Telling telling, UnionBook unions, DateTime now)
{
    /// <summary>Adds the file of a row to its batch.</summary>
    public void Add(Batch batch, Planned row)
    {
        var line = row.Line;
        var draft = ledger.Draft(
            line.Place!, row.Name, line.CreditCode, line.EstablishedOn, run.Day, run.Settings.Source, run.Settings.Sample);
        var enterprise = draft.Enterprise;
        (enterprise.Section, enterprise.Industry) = (line.Section, line.Industry);
        (enterprise.Address, enterprise.RegisteredAddress) = (line.Address, line.RegisteredAddress);
        telling.Facts(draft, line, out _);
        if (line.UnionForm is not null)
        {
            var union = UnionOf(run, db, batch, unions, line, now);
            ledger.Join(draft, union.Union, union.Facts, telling.CoveredFrom(line, union), line.SignedOn);
        }
        ledger.Judge(draft);
        batch.Drafts.Add(draft);
        Contact? contact = null;
        if (line.Contact.Length > 0 || line.Phone.Length > 0)
        {
            (contact, var key) = telling.NewContact(enterprise, line);
            batch.Contacts.Add(contact);
            batch.Keys.Add(key);
        }
        var proposed = telling.Proposals(draft, line, told: true);
        batch.Exclusions.AddRange(proposed);
        var after = After(draft, contact, proposed);
        run.Corrections.Tell(line.Row.Number, after);
        batch.Changes.Add(Record(enterprise, draft.ChangeKey, "enterprise", after));
    }

    /// <summary>The union of a row: the one that stands there, or a new one, with what the row tells of it.</summary>
    public static UnionEntry UnionOf(ImportRun run, AppDb db, Batch batch, UnionBook unions, Line line, DateTime now)
    {
        if (unions.Find(line) is { } known)
        {
            if (known.Differs(line))
                batch.UnionNews.Add((known, line));
            return known;
        }
        var key = db.NextKey();
        var entry = unions.Found(db, line, run.Day, key, run.Settings.Sample, now);
        batch.Unions.Add(entry);
        batch.Changes.Add(Record(run, entry.Union, entry.Union.Key, entry.Union.Path, key, "union", UnionAfter(entry), now));
        return entry;
    }

    private Change Record(Enterprise enterprise, long key, string subject, Dictionary<string, object?> after) =>
        Record(run, enterprise, enterprise.Key, enterprise.Path, key, subject, after, now);

    private static Change Record(
        ImportRun run, object row, long subjectKey, string path, long key, string subject, Dictionary<string, object?> after, DateTime now) => new()
        {
            Key = key,
            At = now,
            UserId = run.Caller.UserId,
            By = run.Caller.Name,
            Subject = subject,
            SubjectKey = subjectKey,
            Path = path,
            Action = "add",
            Row = row.GetType().Name,
            After = ChangeLog.Text(after),
            ImportKey = run.Import.Key,
        };

    private static Dictionary<string, object?> After(OpenFile draft, Contact? contact, List<Exclusion> proposed)
    {
        var e = draft.Enterprise;
        var after = new Dictionary<string, object?> { [nameof(e.Name)] = e.Name };
        if (e.CreditCode is not null)
            after[nameof(e.CreditCode)] = e.CreditCode;
        if (e.Section.Length > 0)
            after[nameof(e.Section)] = e.Section;
        if (e.Industry.Length > 0)
            after[nameof(e.Industry)] = e.Industry;
        if (e.EstablishedOn is { } born)
            after[nameof(e.EstablishedOn)] = born;
        if (e.Address.Length > 0)
            after[nameof(e.Address)] = e.Address;
        if (e.RegisteredAddress.Length > 0)
            after[nameof(e.RegisteredAddress)] = e.RegisteredAddress;
        foreach (var (name, value) in draft.Told)
            after[name] = value;
        if (contact is not null)
            after[nameof(Contact)] = new (string, object?)[]
            {
                (nameof(contact.Role), contact.Role),
                (nameof(contact.Name), contact.Name),
                (nameof(contact.Phone), contact.Phone is { } phone ? Convert.ToBase64String(phone.Bytes) : null),
            };
        if (proposed.Count > 0)
            after[nameof(Exclusion)] = string.Join(' ', proposed.Select(x => x.Code));
        return after;
    }

    private static Dictionary<string, object?> UnionAfter(UnionEntry entry)
    {
        var after = new Dictionary<string, object?>
        {
            [nameof(Union.Name)] = entry.Union.Name,
            [nameof(Union.Form)] = entry.Union.Form.ToString(),
        };
        if (entry.Union.CreditCode is not null)
            after[nameof(Union.CreditCode)] = entry.Union.CreditCode;
        foreach (var fact in entry.Facts)
            if (fact.Kind is UnionFactKind.Life or UnionFactKind.Term)
                after[fact.Kind.ToString()] = new { From = fact.EffectiveFrom, To = fact.EffectiveTo };
            else
                UnionNews.Say(after, fact.Kind, fact.EffectiveFrom, fact.Text, fact.Number);
        return after;
    }
}
