using System.Xml.Linq;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Vaults;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace Gonglian.Access.SigningIn;

/// <summary>The framework's keys in the database: a form fetched from one node can be posted to another.</summary>
public sealed class ProtectionKeys(Store store, Writes writes) : IXmlRepository
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
}

/// <summary>Seals the secret of a key under the vault's envelope, which lies outside the database.</summary>
public sealed class KeySealer(Vault vault) : IXmlEncryptor
{
    /// <inheritdoc/>
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var key = vault.NewKey(0);
        var secret = vault.Seal(key, plaintextElement.ToString(SaveOptions.DisableFormatting));
        var element = new XElement(
            "sealed",
            new XAttribute("envelope", key.Envelope),
            new XAttribute("key", Convert.ToBase64String(key.Wrapped)),
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
        var key = new SealKey
        {
            Key = 0,
            Envelope = (int)encryptedElement.Attribute("envelope")!,
            Wrapped = Convert.FromBase64String(encryptedElement.Attribute("key")!.Value),
        };
        var secret = new Sealed(Convert.FromBase64String(encryptedElement.Value));
        return XElement.Parse(services.GetRequiredService<Vault>().Open(key, secret));
    }
}
