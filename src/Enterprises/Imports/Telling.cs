using Gonglian.Enterprises.Imports.Reading;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Vaults;
using Gonglian.Organisations.Unions;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises.Imports;

/// <summary>Contacts of the files of a batch, with the keys of their telephone numbers, and the unions that cover the files.</summary>
/// <param name="Contacts">By enterprise.</param>
/// <param name="Keys">By key.</param>
/// <param name="Unions">By key.</param>
public sealed record Beside(
    ILookup<long, Contact> Contacts, IReadOnlyDictionary<long, SealKey> Keys, IReadOnlyDictionary<long, UnionEntry> Unions)
{
    /// <summary>Loads them for several files.</summary>
    public static async Task<Beside> Load(AppDb db, IReadOnlyList<OpenFile> files)
    {
        var enterprises = files.Select(f => f.Enterprise.Key).ToArray();
        var contacts = await db.Contacts.IgnoreQueryFilters([AppDb.ScopeFilter])
            .Where(c => EF.Parameter(enterprises).Contains(c.EnterpriseKey)).OrderBy(c => c.Key).ToListAsync();
        var keys = contacts.Select(c => c.SealKeyKey).ToArray();
        var unions = files.SelectMany(f => f.Covers).Select(c => c.Joining.UnionKey).Distinct().ToArray();
        return new(
            contacts.ToLookup(c => c.EnterpriseKey),
            await db.Set<SealKey>().Where(k => EF.Parameter(keys).Contains(k.Key)).ToDictionaryAsync(k => k.Key),
            (await UnionBook.Load(db, db.Set<Union>().Where(u => EF.Parameter(unions).Contains(u.Key)))).ToDictionary(u => u.Union.Key));
    }
}

/// <summary>Tells a file what a row says. What is known already is told again to nobody.</summary>
/// <param name="run">The pass.</param>
/// <param name="db">The context: a change's, or a reading one when only the difference is asked.</param>
/// <param name="ledger">The ledger of that context.</param>
/// <param name="now">The instant, UTC.</param>
public sealed class Telling(ImportRun run, AppDb db, Ledger ledger, DateTime now)
{
    /// <summary>Tells an existing file everything but its union.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="line">The row.</param>
    /// <param name="beside">Its contacts.</param>
    /// <param name="writes">Whether it is a change; otherwise contacts and proposals are only compared.</param>
    /// <param name="fills">
    /// Whether the row only fills in what is not known: a second row of one unit in one file. Otherwise its two rows would
    /// take turns each time the file comes.
    /// </param>
    /// <returns>What was proposed, and whether anything was new.</returns>
    public (int Proposed, bool Changed) Everything(OpenFile file, Line line, Beside beside, bool writes, bool fills = false)
    {
        if (fills)
            line = Filling.Of(line, file, run.Today);
        var changed = Identity(file.Enterprise, line) | Facts(file, line, out var told);
        changed |= Contact(file.Enterprise, line, beside, writes, fills);
        var proposed = Proposals(file, line, told);
        if (writes)
            db.AddRange(proposed);
        return (proposed.Count, changed || proposed.Count > 0);
    }

    /// <summary>Tells the facts of a row.</summary>
    public bool Facts(OpenFile file, Line line, out bool told)
    {
        told = Status(file, line) | Figure(file, FactKind.Headcount, line.Headcount);
        return told | Figure(file, FactKind.Members, line.Members) | Workplace(file, line);
    }

    /// <summary>Exclusions that the row speaks for; a second person confirms each.</summary>
    public List<Exclusion> Proposals(OpenFile file, Line line, bool told)
    {
        var proposed = new List<Exclusion>();
        foreach (var (code, from, reason) in Spoken(line))
        {
            var before = file.Exclusions.Where(x => x.Code == code).ToList();
            if (before.Exists(x => x.State != ExclusionState.Declined) || (before.Count > 0 && !told))
                continue;
            proposed.Add(new()
            {
                Key = db.NextKey(),
                Id = Guid.CreateVersion7(),
                Path = file.Enterprise.Path,
                EnterpriseKey = file.Enterprise.Key,
                Code = code,
                Reason = reason,
                EffectiveFrom = from,
                ProposedById = run.Caller.UserId,
                ProposedBy = run.Caller.Name,
                ProposedAt = now,
            });
        }
        return proposed;
    }

    /// <summary>What a row says of exclusions, whatever is known.</summary>
    public IEnumerable<(ExclusionCode Code, DateOnly From, string Reason)> Spoken(Line line)
    {
        if (line.Status is OperatingStatus.Deregistered)
            yield return (ExclusionCode.Deregistered, run.Day, "名册载明:已注销");
        if (line.Status is OperatingStatus.Revoked)
            yield return (ExclusionCode.Deregistered, run.Day, "名册载明:已吊销");
        if (line.Status is OperatingStatus.MovedAway)
            yield return (ExclusionCode.Moved, run.Day, "名册载明:已迁出");
        if (line.Headcount is { People: 0 } none)
            yield return (ExclusionCode.NoEmployees, none.On ?? run.Day, "名册载明:职工 0 人");
    }

    /// <summary>A contact with a key of its own, and its telephone number sealed.</summary>
    public (Contact Contact, SealKey Key) NewContact(Enterprise enterprise, Line line)
    {
        var (key, phone) = run.Vault.NewKey(db.NextKey(), line.Phone);
        var contact = new Contact
        {
            Key = db.NextKey(),
            Id = Guid.CreateVersion7(),
            Path = enterprise.Path,
            EnterpriseKey = enterprise.Key,
            Name = NameOf(line),
            Role = line.ContactRole,
            SealKeyKey = key.Key,
        };
        if (line.Phone.Length > 0)
            Ring(contact, phone, line.Phone);
        return (contact, key);
    }

    /// <summary>First day that a union covers the row's unit.</summary>
    public DateOnly CoveredFrom(Line line, UnionEntry? union) =>
        line.UnionForm is UnionForm.Own
            ? line.UnionSince ?? union?.Facts.FirstOrDefault(f => f.Kind == UnionFactKind.Life)?.EffectiveFrom ?? run.Day
            : line.SignedOn ?? line.UnionSince ?? run.Day;

    /// <summary>The contact that a row means; nothing where it names a new one.</summary>
    public Contact? ContactOf(Enterprise enterprise, Line line, Beside beside) => beside.Contacts[enterprise.Key]
        .FirstOrDefault(c => c.Name == NameOf(line) || (line.Contact.Length == 0 && PhoneOf(c, beside) == line.Phone));

    /// <summary>A contact's telephone number in the open; nothing where there is none.</summary>
    public string? PhoneOf(Contact contact, Beside beside) =>
        contact.Phone is { } phone && beside.Keys.TryGetValue(contact.SealKeyKey, out var key) ? run.Vault.Open(key, phone) : null;

    private static bool Identity(Enterprise e, Line line)
    {
        var changed = false;
        if (line.Name != e.Name)
        {
            e.Rename(line.Name);
            changed = true;
        }
        if (line.CreditCode is { } code && code != e.CreditCode)
            (e.CreditCode, changed) = (code, true);
        if (line.EstablishedOn is { } born && born != e.EstablishedOn)
            (e.EstablishedOn, changed) = (born, true);
        if (line.Section.Length > 0 && line.Section != e.Section)
            (e.Section, e.Industry, changed) = (line.Section, line.Industry, true);
        if (line.Industry.Length > 0 && line.Industry != e.Industry)
            (e.Industry, changed) = (line.Industry, true);
        if (line.Address.Length > 0 && line.Address != e.Address)
            (e.Address, changed) = (line.Address, true);
        if (line.RegisteredAddress.Length > 0 && line.RegisteredAddress != e.RegisteredAddress)
            (e.RegisteredAddress, changed) = (line.RegisteredAddress, true);
        return changed;
    }

    // In operation is what everybody is while nobody says otherwise.
    private bool Status(OpenFile file, Line line)
    {
        if (line.Status is not { } status)
            return false;
        var known = file.Unit.Pick(FactKind.Status, run.Today)?.Number ?? (int)OperatingStatus.Operating;
        return known != (int)status && ledger.Tell(file, FactKind.Status, (int)status, run.Settings.Source, run.Day);
    }

    // A number without a day, in a roster without a day, says nothing new when it is the number known.
    private bool Figure(OpenFile file, FactKind kind, Figure? figure)
    {
        if (figure is null)
            return false;
        if (figure.On is null && run.Settings.Day is null
            && file.Unit.Pick(kind, run.Today) is { } known && known.Number == figure.People && known.Source == figure.Source)
            return false;
        return ledger.Tell(file, kind, figure.People, figure.Source, figure.On ?? run.Day);
    }

    private bool Workplace(OpenFile file, Line line)
    {
        if (file.IsNew || line.Place is not { } place)
            return false;
        var path = file.Enterprise.Path;
        var here = place == line.Community ? PathRange.Of(place).Covers(path) : path == place;
        return !here && ledger.Tell(file, FactKind.Workplace, 0, run.Settings.Source, run.Day, place);
    }

    private bool Contact(Enterprise enterprise, Line line, Beside beside, bool writes, bool fills)
    {
        if (line.Contact.Length == 0 && line.Phone.Length == 0)
            return false;
        var contact = ContactOf(enterprise, line, beside);
        if (contact is null)
        {
            if (writes)
            {
                var (fresh, key) = NewContact(enterprise, line);
                db.Add(key);
                db.Add(fresh);
            }
            return true;
        }
        if (fills)
            return false;
        var changed = false;
        if (line.ContactRole.Length > 0 && line.ContactRole != contact.Role)
            (contact.Role, changed) = (line.ContactRole, true);
        if (line.Phone.Length == 0 || PhoneOf(contact, beside) == line.Phone)
            return changed;
        if (beside.Keys.TryGetValue(contact.SealKeyKey, out var own))
            Ring(contact, run.Vault.Seal(own, line.Phone), line.Phone);
        return true;
    }

    private void Ring(Contact contact, Sealed secret, string phone)
    {
        contact.Phone = secret;
        contact.PhoneTail = run.Vault.Blind(Enterprises.Contact.TailDomain(contact.Path), phone[^4..]);
    }

    private static string NameOf(Line line) => line.Contact.Length > 0 ? line.Contact : "联系人";
}
