using System.Security.Cryptography;
using Gonglian.Foundation.Vaults;

namespace Gonglian.Slices.Tests.Foundation;

/// <summary>保险柜: the database alone opens nothing.</summary>
public sealed class A_vault_opens_only_with_its_keys : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gonglian-vault-").FullName;

    [Fact]
    public void What_was_sealed_opens_with_the_persons_key_after_a_restart_too()
    {
        var vault = Vault("a");
        var person = vault.NewKey(1);
        var phone = vault.Seal(person, "13800138000");
        Assert.Equal("13800138000", vault.Open(person, phone));
        Assert.Equal("13800138000", Vault("a").Open(person, phone));
    }

    [Fact]
    public void Another_persons_key_another_vault_and_a_changed_byte_open_nothing()
    {
        var vault = Vault("a");
        var person = vault.NewKey(1);
        var phone = vault.Seal(person, "13800138000");
        Assert.ThrowsAny<CryptographicException>(() => vault.Open(vault.NewKey(2), phone));
        Assert.ThrowsAny<CryptographicException>(() => Vault("b").Open(person, phone));
        for (var i = 0; i < phone.Bytes.Length; i++)
        {
            var changed = (byte[])phone.Bytes.Clone();
            changed[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => vault.Open(person, new Sealed(changed)));
        }
    }

    [Fact]
    public void One_text_sealed_twice_looks_different_and_is_never_printed()
    {
        var vault = Vault("a");
        var person = vault.NewKey(1);
        Assert.NotEqual(vault.Seal(person, "13800138000").Bytes, vault.Seal(person, "13800138000").Bytes);
        Assert.DoesNotContain("138", $"{vault.Seal(person, "13800138000")}");
    }

    [Fact]
    public void A_blind_hash_is_the_same_in_one_place_and_another_elsewhere()
    {
        var vault = Vault("a");
        Assert.Equal(vault.Blind("phone 011", "8000"), Vault("a").Blind("phone 011", "8000"));
        Assert.NotEqual(vault.Blind("phone 011", "8000"), vault.Blind("phone 012", "8000"));
        Assert.NotEqual(vault.Blind("phone 011", "8000"), Vault("b").Blind("phone 011", "8000"));
    }

    [Fact]
    public void Under_the_national_algorithms_it_is_the_same()
    {
        Vault("sm").NewEnvelope(Algorithm.Sm);
        var vault = Vault("sm");
        var (person, phone) = vault.NewKey(1, "13800138000");
        Assert.Equal("13800138000", Vault("sm").Open(person, phone));
        Assert.Throws<AuthenticationTagMismatchException>(() => vault.Open(vault.NewKey(2), phone));
        Assert.Equal(vault.Blind("phone 011", "8000"), Vault("sm").Blind("phone 011", "8000"));
        Assert.NotEqual(vault.Blind("phone 011", "8000"), vault.Blind("phone 012", "8000"));
        Assert.Equal(2, File.ReadAllBytes(Path.Combine(folder, "sm", "blind.key"))[0]);
    }

    [Fact]
    public void Nobody_else_on_the_machine_reads_the_keys()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix file modes");
        Vault("a").NewKey(1);
        foreach (var key in Directory.GetFiles(Path.Combine(folder, "a")))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Vault Vault(string name) => new(Path.Combine(folder, name));
}
