using System.Security.Cryptography;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;
using Gonglian.Slices.Tests.Access;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Foundation;

/// <summary>轮换: a new envelope takes over every key; what was sealed opens as before, and the old envelope opens nothing any more.</summary>
public sealed class An_envelope_can_be_changed
{
    [Theory]
    [OnEveryDatabase]
    public async Task Everything_opens_as_before_and_nothing_needs_the_old_one(Database database)
    {
        await using var stand = await AccountsOfATest.WithAccount(database, "wang", "auditor", Places.District);
        await Seal(stand, 1200);
        var cookie = await stand.CookieOf("wang");
        var key = await stand.Get<SigningKeys>().Get();
        var file = new SealedFile(stand.Vault, Path.Combine(stand.Folder, "uploads", "a.bin"));
        await file.Write(new MemoryStream(new byte[200_000]));

        var (number, done) = await stand.Get<Rotation>().Run();
        Assert.Equal(2, number);
        Assert.All(done, d => Assert.True(d.Count > 0, d.Title));
        Age(stand, 2);
        Assert.Equal([1], await stand.Get<Rotation>().Prune());
        Assert.False(File.Exists(Path.Combine(stand.Folder, "keys", "envelope-1.key")));

        await stand.Restart();
        await using var db = stand.Read();
        var keys = await db.Set<SealKey>().OrderBy(k => k.Key).ToListAsync();
        Assert.Equal(["测0", "测1199"], new[] { keys[0], keys[^1] }.Select(k => stand.Vault.Open(k, new Sealed(Convert.FromHexString(secrets[k.Key])))));
        Assert.Equal(key, await stand.Get<SigningKeys>().Get());
        using (var content = new SealedFile(stand.Vault, Path.Combine(stand.Folder, "uploads", "a.bin")).Open())
            Assert.Equal(200_000, content.Length);
        var thief = stand.As();
        thief.Client.DefaultRequestHeaders.Add("Cookie", cookie);
        await thief.Open("/account");
        Assert.Equal(System.Net.HttpStatusCode.OK, thief.Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Begun_and_killed_it_goes_on_with_the_same_envelope(Database database)
    {
        await using var stand = await Stand.On(database);
        await Seal(stand, 700);
        stand.Vault.NewEnvelope();
        var persons = stand.Get<IEnumerable<IWrapped>>().OfType<WrappedPersons>().Single();
        Assert.Equal(500, await persons.Rewrap());
        Age(stand, 2);
        Assert.Equal("vault.envelope-used", (await Assert.ThrowsAsync<Refused>(stand.Get<Rotation>().Prune)).Code);
        await stand.Restart();
        Assert.Equal(2, (await stand.Get<Rotation>().Run()).Envelope);
        Assert.Equal((0, 700), (await Persons(stand).Count(1), await Persons(stand).Count(2)));
        Assert.Equal(3, (await stand.Get<Rotation>().Run()).Envelope);
    }

    [Fact]
    public async Task A_key_that_was_rotated_away_opens_nothing_and_the_old_one_stays_while_nodes_may_use_it()
    {
        await using var stand = await Stand.On(Database.Sqlite);
        var person = stand.Vault.NewKey(1);
        var secret = stand.Vault.Seal(person, "13800138000");
        await stand.Get<Rotation>().Run();
        File.SetLastWriteTimeUtc(Path.Combine(stand.Folder, "keys", "envelope-2.key"), stand.Clock.Now.AddMinutes(-59));
        Assert.Equal("vault.envelope-young", (await Assert.ThrowsAsync<Refused>(stand.Get<Rotation>().Prune)).Code);
        Age(stand, 2);
        await stand.Get<Rotation>().Prune();
        using var vault = new Vault(Path.Combine(stand.Folder, "keys"));
        Assert.ThrowsAny<CryptographicException>(() => vault.Open(person, secret));
        Assert.False(File.Exists(Path.Combine(stand.Folder, "keys", "envelope-1.key")));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_store_turns_to_the_national_algorithms_and_what_was_sealed_before_still_opens(Database database)
    {
        await using var stand = await Stand.On(database);
        await Seal(stand, 3);
        var (before, after) = (Path.Combine(stand.Folder, "uploads", "before.bin"), Path.Combine(stand.Folder, "uploads", "after.bin"));
        await new SealedFile(stand.Vault, before).Write(new MemoryStream(new byte[200_000]));
        Assert.Equal(2, (await stand.Get<Rotation>().Run(Algorithm.Sm)).Envelope);
        Assert.Equal(Algorithm.Sm, stand.Vault.AlgorithmOf(2));
        await Seal(stand, 2);
        await new SealedFile(stand.Vault, after).Write(new MemoryStream(new byte[200_000]));
        Age(stand, 2);
        await stand.Get<Rotation>().Prune();

        await stand.Restart();
        await using (var db = stand.Read())
            foreach (var key in await db.Set<SealKey>().ToListAsync())
                Assert.StartsWith("测", stand.Vault.Open(key, new Sealed(Convert.FromHexString(secrets[key.Key]))));
        foreach (var file in (string[])[before, after])
            new SealedFile(stand.Vault, file).Check();
        Assert.Equal(("GLSEAL1F", "GLSEAL2F"), (MarkOf(before), MarkOf(after)));
        Assert.Equal(Algorithm.Sm, stand.Vault.AlgorithmOf(stand.Vault.NewEnvelope()));
        Assert.Equal(Algorithm.Aes, stand.Vault.AlgorithmOf((await stand.Get<Rotation>().Run(Algorithm.Aes)).Envelope));
    }

    private static string MarkOf(string file) => System.Text.Encoding.ASCII.GetString(File.ReadAllBytes(file), 0, 8);

    // Persons with keys of their own; what was sealed under each is kept beside them.
    private Task Seal(Stand stand, int persons) => stand.Do(db =>
    {
        for (var i = 0; i < persons; i++)
        {
            var (key, value) = stand.Vault.NewKey(db.NextKey(), $"测{i}");
            db.Add(key);
            secrets[key.Key] = Convert.ToHexString(value.Bytes);
        }
        return Task.CompletedTask;
    });

    private readonly Dictionary<long, string> secrets = [];

    private static WrappedPersons Persons(Stand stand) => stand.Get<IEnumerable<IWrapped>>().OfType<WrappedPersons>().Single();

    private static void Age(Stand stand, int envelope) =>
        File.SetLastWriteTimeUtc(Path.Combine(stand.Folder, "keys", $"envelope-{envelope}.key"), stand.Clock.Now.AddHours(-2));
}
