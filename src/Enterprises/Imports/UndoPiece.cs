using System.Text.Json;
using Gonglian.Enterprises.Imports.Reading;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Vaults;
using Gonglian.Organisations;
using Gonglian.Organisations.Unions;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises.Imports;

/// <summary>Puts back what an import did to some enterprises and unions, inside one change.</summary>
internal sealed class UndoPiece(ImportRun run, AppDb db, DateTime now)
{
    private readonly Ledger ledger = run.Ledger(db, now);
    private readonly HashSet<long> leftUnions = [];
    private int rest;

    /// <summary>Puts back everything told of the subjects.</summary>
    /// <returns>How many enterprises were put back, and how many cells could not be.</returns>
    public async Task<(int Done, int Kept)> Put(long[] keys)
    {
        var all = await db.Changes.IgnoreQueryFilters([AppDb.ScopeFilter])
            .Where(c => keys.Contains(c.SubjectKey) && c.Key > run.Import.Key).AsNoTracking().ToListAsync();
        var mine = all.Where(c => c.ImportKey == run.Import.Key).ToLookup(c => c.SubjectKey);
        var others = all.Where(c => c.ImportKey != run.Import.Key && c.Action is not ("reveal" or "export"))
            .Select(c => c.SubjectKey).ToHashSet();
        var enterprises = await db.Enterprises.IgnoreQueryFilters([AppDb.ScopeFilter])
            .Where(e => EF.Parameter(keys).Contains(e.Key) && e.Path != Ledger.Withdrawn).ToListAsync();
        var done = 0;
        foreach (var file in await ledger.Open(enterprises))
        {
            var changes = mine[file.Enterprise.Key].ToList();
            var created = changes.Exists(c => c is { Action: "add", Row: nameof(Enterprise) });
            if (created && others.Contains(file.Enterprise.Key))
                Keep(file.Enterprise, "", "由导入新建,之后有人修改过,保留不动");
            else if (created)
                done += await Withdraw(file);
            else
                done += await Revert(file, changes);
        }
        await Unions(keys, mine);
        await EmptyUnions();
        return (done, rest);
    }

    private async Task<int> Withdraw(OpenFile file)
    {
        var key = file.Enterprise.Key;
        leftUnions.UnionWith(file.Covers.Select(c => c.Joining.UnionKey));
        db.RemoveRange(await db.Contacts.IgnoreQueryFilters([AppDb.ScopeFilter]).Where(c => c.EnterpriseKey == key).ToListAsync());
        db.RemoveRange(file.Exclusions.Where(x => x.State == ExclusionState.Proposed));
        ledger.Withdraw(file);
        return 1;
    }

    private async Task<int> Revert(OpenFile file, List<Change> changes)
    {
        foreach (var change in changes.Where(c => c.Row == nameof(Enterprise) && c.Action == "edit"))
            Fields(file.Enterprise, file.Enterprise, change);
        var told = changes.Select(c => c.Key).ToHashSet();
        await Facts(file, told);
        await Joinings(file, told);
        await Contacts(file.Enterprise, changes);
        foreach (var change in changes.Where(c => c is { Row: nameof(Exclusion), Action: "add" }))
            if (file.Exclusions.Find(x => x.Id == IdOf(change)) is { State: ExclusionState.Proposed } proposed)
                db.Remove(proposed);
            else
                Keep(file.Enterprise, "", "导入时提出的排除已经处理过");
        await ledger.Close(file);
        return 1;
    }

    private async Task Facts(OpenFile file, HashSet<long> told)
    {
        var key = file.Enterprise.Key;
        var facts = await db.EnterpriseFacts.Where(f => f.EnterpriseKey == key && f.Kind != FactKind.Registered).ToListAsync();
        foreach (var fact in facts.Where(f => told.Contains(f.ChangeKey)).ToList())
        {
            if (fact.SupersededAt is not null)
            {
                Keep(file.Enterprise, fact.Kind.ToString(), "之后有人另填了新的数");
                continue;
            }
            ledger.TakeBack(file, fact);
            var before = facts.Find(f => f.Kind == fact.Kind && f.EffectiveFrom == fact.EffectiveFrom
                && f.SupersededAt == fact.RecordedAt && f.Key != fact.Key);
            if (before is not null)
                ledger.Tell(file, before.Kind, before.Number, before.Source, before.EffectiveFrom, before.Text);
        }
    }

    private async Task Joinings(OpenFile file, HashSet<long> told)
    {
        var key = file.Enterprise.Key;
        var joinings = await db.Joinings.Where(j => j.EnterpriseKey == key).ToListAsync();
        foreach (var joining in joinings.Where(j => told.Contains(j.ChangeKey)).ToList())
        {
            if (joining.SupersededAt is not null)
            {
                Keep(file.Enterprise, nameof(Joining), "之后有人改过加入工会的记录");
                continue;
            }
            var recorded = joining.RecordedAt;
            ledger.Leave(file, joining, endsOn: null);
            leftUnions.Add(joining.UnionKey);
            if (joinings.Find(j => j.UnionKey == joining.UnionKey && j.SupersededAt == recorded && j.Key != joining.Key) is not { } before)
                continue;
            var union = (await UnionBook.Load(db, db.Unions.Where(u => u.Key == joining.UnionKey))).Single();
            ledger.Join(file, union.Union, union.Facts, before.EffectiveFrom, before.SignedOn);
        }
    }

    private async Task Contacts(Enterprise enterprise, List<Change> changes)
    {
        var key = enterprise.Key;
        var contacts = await db.Contacts.IgnoreQueryFilters([AppDb.ScopeFilter]).Where(c => c.EnterpriseKey == key).ToListAsync();
        foreach (var change in changes.Where(c => c.Row == nameof(Contact)))
            if (change.Action == "add" && contacts.Find(c => c.Id == IdOf(change)) is { } added && Holds(added, change))
                db.Remove(added);
            else if (change.Action == "add")
                Keep(enterprise, nameof(RosterColumn.Contact), "联系人之后有人改过");
            else if (contacts.Find(c => Holds(c, change)) is { } edited)
                Fields(enterprise, edited, change);
            else
                Keep(enterprise, nameof(RosterColumn.Contact), "联系人之后有人改过");
    }

    private async Task Unions(long[] keys, ILookup<long, Change> mine)
    {
        foreach (var entry in await UnionBook.Load(db, db.Unions.Where(u => EF.Parameter(keys).Contains(u.Key) && u.Path != Ledger.Withdrawn)))
        {
            var changes = mine[entry.Union.Key].Where(c => c.Action != "add").ToList();
            foreach (var change in changes.Where(c => c.Action == "edit"))
                Fields(null, entry.Union, change);
            var told = changes.Select(c => c.Key).ToHashSet();
            foreach (var term in entry.Facts.Where(f => told.Contains(f.ChangeKey)).ToList())
            {
                term.SupersededAt = now;
                var before = await db.UnionFacts.FirstOrDefaultAsync(f => f.UnionKey == entry.Union.Key && f.Kind == term.Kind
                    && f.EffectiveFrom == term.EffectiveFrom && f.SupersededAt == term.RecordedAt);
                if (before is null)
                    continue;
                var again = UnionNews.Fact(
                    db, entry.Union, term.Kind, before.EffectiveFrom, before.EffectiveTo, term.ChangeKey, now, before.Text, before.Number,
                    before.Source);
                db.Add(again);
                entry.Facts.Add(again);
            }
            if (told.Count == 0)
                continue;
            UnionStanding.Judge(db, entry.Union, entry.Facts.Where(f => f.SupersededAt is null), run.Today);
            await UnionHearing.Follow(db, ledger, [entry.Union.Key]);
        }
    }

    // A union that the import founded and that covers nobody any more goes with its units.
    private async Task EmptyUnions()
    {
        if (leftUnions.Count == 0)
            return;
        var founded = await db.Changes.IgnoreQueryFilters([AppDb.ScopeFilter])
            .Where(c => c.ImportKey == run.Import.Key && leftUnions.Contains(c.SubjectKey) && c.Action == "add")
            .Select(c => c.SubjectKey).ToListAsync();
        var touched = await db.Changes.IgnoreQueryFilters([AppDb.ScopeFilter])
            .Where(c => c.ImportKey != run.Import.Key && c.Subject == "union" && founded.Contains(c.SubjectKey))
            .Select(c => c.SubjectKey).ToListAsync();
        var covering = (await db.Joinings.Where(j => founded.Contains(j.UnionKey) && j.SupersededAt == null).ToListAsync())
            .Where(j => j.SupersededAt is null).Select(j => j.UnionKey).ToHashSet();
        var empty = founded.Except(touched).Where(u => !covering.Contains(u)).ToList();
        foreach (var entry in await UnionBook.Load(db, db.Unions.Where(u => empty.Contains(u.Key))))
        {
            foreach (var fact in entry.Facts)
                fact.SupersededAt = now;
            db.Note(null, now, entry.Union, "withdraw", new Dictionary<string, object?> { [nameof(Union.Name)] = entry.Union.Name });
            UnionStanding.Withdraw(db, entry.Union);
            entry.Union.Path = Ledger.Withdrawn;
        }
    }

    // Every field that still holds what the import wrote gets back what it held before.
    private void Fields(Enterprise? enterprise, object row, Change change)
    {
        var entry = db.Entry(row);
        var before = Parse(change.Before);
        foreach (var (name, after) in Parse(change.After))
        {
            var property = entry.Metadata.FindProperty(name);
            if (property is null)
                continue;
            var type = property.ClrType;
            if (!Equal(entry.Property(name).CurrentValue, Value(after, type)))
            {
                if (enterprise is not null)
                    Keep(enterprise, name, "之后有人改过");
                continue;
            }
            var was = before.TryGetValue(name, out var value) ? Value(value, type) : null;
            if (name == nameof(Enterprise.Name) && row is Enterprise named && was is string text)
                named.Rename(text);
            else
                entry.Property(name).CurrentValue = was ?? (type == typeof(string) && !property.IsNullable ? "" : null);
        }
    }

    private bool Holds(Contact contact, Change change)
    {
        var entry = db.Entry(contact);
        return Parse(change.After).Where(f => f.Key is nameof(Contact.Name) or nameof(Contact.Role) or nameof(Contact.Phone))
            .All(f => Equal(entry.Property(f.Key).CurrentValue, Value(f.Value, entry.Metadata.FindProperty(f.Key)!.ClrType)));
    }

    private void Keep(Enterprise enterprise, string column, string why)
    {
        rest++;
        db.Add(new ImportNote
        {
            Key = db.NextKey(),
            ImportKey = run.Import.Key,
            Kind = NoteKind.Rest,
            Row = 0,
            Column = column,
            Name = enterprise.Name,
            Sentence = new Sentence(why, []).ToString(),
            EnterpriseId = enterprise.Id,
        });
    }

    private static bool Equal(object? left, object? right) => (left, right) switch
    {
        (Sealed a, Sealed b) => a.Bytes.AsSpan().SequenceEqual(b.Bytes),
        (null, "") or ("", null) => true,
        _ => Equals(left, right),
    };

    private static object? Value(JsonElement value, Type type)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return null;
        if (type == typeof(Sealed))
            return new Sealed(value.GetBytesFromBase64());
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain.IsEnum ? Enum.Parse(plain, value.GetString()!) : value.Deserialize(plain);
    }

    private static Guid IdOf(Change change) => Parse(change.After)["Id"].GetGuid();

    private static Dictionary<string, JsonElement> Parse(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;
}
