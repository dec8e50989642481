using Gonglian.Foundation.Data;
using Gonglian.Foundation.Vaults;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises.Pages;

/// <summary>A contact as it is shown: the phone masked.</summary>
/// <param name="Id">Public id.</param>
/// <param name="Role">The part played.</param>
/// <param name="Name">姓名.</param>
/// <param name="Phone">138****1234; empty when there is none.</param>
public sealed record Masked(Guid Id, string Role, string Name, string Phone)
{
    /// <summary>The contacts of an enterprise.</summary>
    public static async Task<IReadOnlyList<Masked>> Of(AppDb db, Vault vault, long enterpriseKey) =>
        [.. (await Of(db, vault, [enterpriseKey]))[enterpriseKey]];

    /// <summary>The contacts of several enterprises, by the enterprise's key.</summary>
    public static async Task<ILookup<long, Masked>> Of(AppDb db, Vault vault, long[] enterpriseKeys)
    {
        var rows = await (from c in db.Contacts
                          join k in db.Set<SealKey>() on c.SealKeyKey equals k.Key into keys
                          from k in keys.DefaultIfEmpty()
                          where enterpriseKeys.Contains(c.EnterpriseKey)
                          orderby c.Key
                          select new { Contact = c, SealKey = k }).ToListAsync();
        return rows.ToLookup(r => r.Contact.EnterpriseKey, r => new Masked(r.Contact.Id, r.Contact.Role, r.Contact.Name,
            r.Contact.Phone is { } phone && r.SealKey is { } key ? Foundation.Rules.Phone.Mask(vault.Open(key, phone)) : ""));
    }
}
