using Gonglian.Foundation.Bulletins;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Vaults;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>Lets follow what names a place elsewhere than in its path: workplaces, the hashes of phone tails, imports.</summary>
public sealed class UnitMovedHearing(Vault vault) : IHear<UnitMoved>
{
    /// <inheritdoc/>
    public async Task Hear(AppDb db, UnitMoved bulletin)
    {
        var (from, to, range) = (bulletin.From, bulletin.To, PathRange.Of(bulletin.From));
        await db.EnterpriseFacts
            .Where(f => f.Kind == FactKind.Workplace && string.Compare(f.Text, range.From) >= 0
                && string.Compare(f.Text, range.To) < 0)
            .ExecuteUpdateAsync(s => s.SetProperty(f => f.Text, f => f.Text!.Replace(from, to)));
        await db.Imports.IgnoreQueryFilters([AppDb.ScopeFilter]).Where(i => i.Scope.Contains(from) || i.Settings.Contains(from))
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.Scope, i => i.Scope.Replace(from, to))
                .SetProperty(i => i.Settings, i => i.Settings.Replace(from, to)));
        await Tails(db, PathRange.Of(to));
    }

    // The hash of a phone's tail is keyed by the place, so that it is made anew from the number.
    private async Task Tails(AppDb db, PathRange moved)
    {
        var contacts = db.Contacts.IgnoreQueryFilters([AppDb.ScopeFilter]).Where(c => c.PhoneTail != null && c.Phone != null
            && string.Compare(c.Path, moved.From) >= 0 && string.Compare(c.Path, moved.To) < 0);
        var keys = db.Set<SealKey>();
        var rows = await (from c in contacts
                          join k in keys on c.SealKeyKey equals k.Key
                          select new { c.Key, c.Path, c.Phone, Seal = k }).AsNoTracking().ToListAsync();
        foreach (var row in rows)
        {
            var tail = vault.Blind(Contact.TailDomain(row.Path), vault.Open(row.Seal, row.Phone!)[^4..]);
            await contacts.Where(c => c.Key == row.Key).ExecuteUpdateAsync(s => s.SetProperty(c => c.PhoneTail, tail));
        }
    }
}
