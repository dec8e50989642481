using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>Putting contacts into a file and taking a phone out of its seal, inside a change.</summary>
public static class Contacting
{
    /// <summary>Adds a contact, or corrects the one that has the id; an empty phone leaves the known one.</summary>
    /// <exception cref="Refused"><c>contacts.no-name</c>; <c>text.long</c>; or what is wrong with the phone.</exception>
    public static async Task<Contact> Put(
        AppDb db, Vault vault, Enterprise enterprise, Guid id, string? name, string? role, string? phone)
    {
        var no = new Refusals();
        no.When(string.IsNullOrWhiteSpace(name), "Name", "contacts.no-name", "请填写姓名");
        no.NotOver(name, 60, "Name");
        no.NotOver(role, 40, "Role");
        if (!string.IsNullOrWhiteSpace(phone))
            no.Add("Phone", Phone.Check(phone, contact: true));
        no.Throw();
        var contact = await db.Contacts.FirstOrDefaultAsync(c => c.Id == id && c.EnterpriseKey == enterprise.Key);
        if (contact is null)
        {
            var key = vault.NewKey(db.NextKey());
            db.Add(key);
            contact = new Contact
            {
                Key = db.NextKey(),
                Id = id,
                Path = enterprise.Path,
                EnterpriseKey = enterprise.Key,
                Role = "",
                Name = "",
                SealKeyKey = key.Key,
            };
            Seal(vault, contact, key, phone);
            db.Add(contact);
        }
        else if (!string.IsNullOrWhiteSpace(phone))
        {
            Seal(vault, contact, await KeyOf(db, contact), phone);
        }
        (contact.Name, contact.Role) = (name!.Trim(), string.IsNullOrWhiteSpace(role) ? "联系人" : role.Trim());
        return contact;
    }

    /// <summary>Opens a phone and writes down who looked and why.</summary>
    /// <exception cref="Refused">
    /// <c>contacts.no-reason</c>, <c>text.short</c>: no reason given, or none to speak of; <c>contacts.gone</c>: no such contact in the caller's scope, or no phone.
    /// </exception>
    public static async Task<string> Reveal(AppDb db, Vault vault, Enterprise enterprise, Guid id, string? reason, DateTime now)
    {
        db.Caller.Need("enterprises.reveal", enterprise.Path);
        db.Reason = Wording.Reason(reason, "contacts.no-reason", "请写明查看电话的原因");
        var contact = await db.Contacts.FirstOrDefaultAsync(c => c.Id == id && c.EnterpriseKey == enterprise.Key);
        if (contact?.Phone is not { } phone)
            throw new Refused("contacts.gone", "没有找到这位联系人的电话");
        Foundation.Audit.ChangeLog.Note(db, null, now, contact, "reveal");
        return vault.Open(await KeyOf(db, contact), phone);
    }

    private static async Task<SealKey> KeyOf(AppDb db, Contact contact) =>
        await db.Set<SealKey>().FindAsync(contact.SealKeyKey)
        ?? throw new Refused("contacts.erased", "这位联系人的个人信息已按规定删除");

    private static void Seal(Vault vault, Contact contact, SealKey key, string? phone)
    {
        if (string.IsNullOrWhiteSpace(phone))
            return;
        var number = Phone.Normalise(phone);
        contact.Phone = vault.Seal(key, number);
        contact.PhoneTail = number.Length < 4 ? null : vault.Blind(Contact.TailDomain(contact.Path), number[^4..]);
    }
}
