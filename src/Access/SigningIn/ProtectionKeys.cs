using System.Xml.Linq;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Vaults;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gonglian.Access.SigningIn;

/// <summary>The framework's keys in the database: a form fetched from one node can be posted to another.</summary>
public sealed class ProtectionKeys(Store store, Writes writes, Vault vault) : IXmlRepository, IWrapped
{
    private static readonly Caller Keeper = Caller.System("系统");

    /// <inheritdoc/>
    /// <remarks>The framework asks without awaiting, at the start and once a day.</remarks>
    public IReadOnlyCollection<XElement> GetAllElements() =>
        store.ReadPastScope("SELECT \"Xml\" FROM protection_key", r => XElement.Parse(r.Text(0))).GetAwaiter().GetResult();

    /// <inheritdoc/>
    /// <remarks>The framework asks without awaiting, once in ninety days, from its own thread.</remarks>
    public void StoreElement(XElement element, string friendlyName) =>
        writes.Do(Keeper, db =>
        {
            db.Add(new ProtectionKey { Key = db.NextKey(), Xml = element.ToString(SaveOptions.DisableFormatting) });
            return Task.CompletedTask;
        }).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public string Title => "登录密钥";

    /// <inheritdoc/>
    public Task<int> Rewrap() => writes.Do(Keeper, async db =>
    {
        var done = 0;
        foreach (var row in await db.Set<ProtectionKey>().ToListAsync())
        {
            var element = XElement.Parse(row.Xml);
            if (Sealed(element) is not { } sealedPart || KeyOf(sealedPart) is var key && key.Envelope == vault.Current)
                continue;
            var anew = vault.Rewrap(key);
            sealedPart.SetAttributeValue(KeySealer.Envelope, anew.Envelope);
            sealedPart.SetAttributeValue(KeySealer.Key, Convert.ToBase64String(anew.Wrapped));
            row.Xml = element.ToString(SaveOptions.DisableFormatting);
            done++;
        }
        return done;
    });

    /// <inheritdoc/>
    public Task<int> Count(int envelope) =>
        Task.FromResult(GetAllElements().Count(e => Sealed(e) is { } part && KeyOf(part).Envelope == envelope));

    internal static SealKey KeyOf(XElement part) => new()
    {
        Key = 0,
        Envelope = (int)part.Attribute(KeySealer.Envelope)!,
        Wrapped = Convert.FromBase64String(part.Attribute(KeySealer.Key)!.Value),
    };

    private static XElement? Sealed(XElement element) => element.DescendantsAndSelf(KeySealer.Name).FirstOrDefault();
}

/// <summary>Seals the secret of a key under the vault's envelope, which lies outside the database.</summary>
public sealed class KeySealer(Vault vault) : IXmlEncryptor
{
    internal const string Name = "sealed";
    internal const string Envelope = "envelope";
    internal const string Key = "key";

    /// <inheritdoc/>
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var key = vault.NewKey(0);
        var secret = vault.Seal(key, plaintextElement.ToString(SaveOptions.DisableFormatting));
        var element = new XElement(
            Name,
            new XAttribute(Envelope, key.Envelope),
            new XAttribute(Key, Convert.ToBase64String(key.Wrapped)),
            Convert.ToBase64String(secret.Bytes));
        return new EncryptedXmlInfo(element, typeof(KeyOpener));
    }
}

/// <summary>Opens what <see cref="KeySealer"/> sealed; the framework makes it by its name.</summary>
public sealed class KeyOpener(IServiceProvider services) : IXmlDecryptor
{
    /// <inheritdoc/>
    public XElement Decrypt(XElement encryptedElement)
    {
        var key = ProtectionKeys.KeyOf(encryptedElement);
        var secret = new Sealed(Convert.FromBase64String(encryptedElement.Value));
        return XElement.Parse(services.GetRequiredService<Vault>().Open(key, secret));
    }
}
