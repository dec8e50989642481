using System.Text;
using System.Text.Json;
using Gonglian.Enterprises;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Foundation;

/// <summary>变更记录: who, when, before and after — and nothing personal that could be read.</summary>
public sealed class Every_change_leaves_a_record
{
    [Theory]
    [OnEveryDatabase]
    public async Task An_edit_tells_who_when_before_and_after(Database database)
    {
        await using var stand = await Stand.On(database);
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司");
        stand.Clock.Advance(TimeSpan.FromHours(1));
        var officer = Stand.Person(Places.Taoyuan);
        await stand.Writes.Do(officer, async db =>
        {
            db.Reason = "营业执照";
            (await db.Enterprises.SingleAsync()).Rename("乙公司");
        });
        await using var db = stand.Read();
        var change = (await db.Changes.OrderBy(c => c.Key).ToListAsync())[^1];
        Assert.Equal(("edit", "Enterprise", "enterprise"), (change.Action, change.Row, change.Subject));
        Assert.Equal((officer.UserId, officer.Name, "营业执照"), (change.UserId, change.By, change.Reason));
        Assert.Equal((enterprise.Key, Places.Pingshan, stand.Clock.Now), (change.SubjectKey, change.Path, change.At));
        Assert.Equal("""{"Name":"甲公司"}""", change.Before);
        Assert.Equal("""{"Name":"乙公司"}""", change.After);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Facts_told_leave_one_record_and_point_to_it(Database database)
    {
        await using var stand = await Stand.On(database);
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", 20, 5);
        await stand.Tell(enterprise, (_, ledger, file) =>
        {
            ledger.Tell(file, FactKind.Headcount, 26, FactSource.Visit, stand.Clock.Today);
            ledger.Tell(file, FactKind.Verified, 0, FactSource.Visit, stand.Clock.Today);
        });
        await using var db = stand.Read();
        var told = await db.Changes.Where(c => c.Action == "tell").OrderBy(c => c.Key).ToListAsync();
        Assert.Equal(2, told.Count);
        Assert.Contains("\"Headcount\":20", told[1].Before);
        Assert.Contains("26", told[1].After);
        Assert.Equal(2, await db.EnterpriseFacts.CountAsync(f => f.ChangeKey == told[1].Key));
        var records = db.Changes;
        Assert.Empty(await db.EnterpriseFacts.Where(f => !records.Any(c => c.Key == f.ChangeKey)).ToListAsync());
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_changes_nothing_leaves_no_record(Database database)
    {
        await using var stand = await Stand.On(database);
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", 20);
        await using var before = stand.Read();
        var records = await before.Changes.CountAsync();
        await stand.Tell(enterprise, (_, ledger, file) => Assert.False(ledger.Tell(
            file, FactKind.Headcount, 20, FactSource.SocialInsurance, stand.Clock.Today.AddDays(-30))));
        await stand.Do(async db => (await db.Enterprises.SingleAsync()).Rename("甲公司"));
        Assert.Equal(records, await before.Changes.CountAsync());
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_refused_change_leaves_no_record(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.RegisterEnterprise(Places.Pingshan, "甲公司");
        await using var db = stand.Read();
        var records = await db.Changes.CountAsync();
        await Assert.ThrowsAsync<Refused>(() => stand.Do(async change =>
        {
            var enterprise = await change.Enterprises.SingleAsync();
            enterprise.Address = "新地址";
            enterprise.Rename(" ");
        }));
        Assert.Equal(records, await db.Changes.CountAsync());
        Assert.Equal("", (await db.Enterprises.SingleAsync()).Address);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_phone_stands_in_table_and_record_as_ciphertext_and_opens_with_the_persons_key_only(Database database)
    {
        await using var stand = await Stand.On(database);
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司");
        await stand.Do(db =>
        {
            var key = stand.Vault.NewKey(db.NextKey());
            db.Add(key);
            db.Add(new Contact
            {
                Key = db.NextKey(),
                Id = Guid.CreateVersion7(),
                Path = Places.Pingshan,
                EnterpriseKey = enterprise.Key,
                Role = "人事",
                Name = "张三",
                SealKeyKey = key.Key,
                Phone = stand.Vault.Seal(key, "13800138000"),
            });
            return Task.CompletedTask;
        });
        await stand.Do(async db =>
        {
            var contact = await db.Contacts.SingleAsync();
            contact.Phone = stand.Vault.Seal((await db.Set<SealKey>().FindAsync(contact.SealKeyKey))!, "13900139000");
        });

        await using var db = stand.Read();
        var edit = (await db.Changes.Where(c => c.Row == "Contact").OrderBy(c => c.Key).ToListAsync())[^1];
        var kept = await db.Contacts.SingleAsync();
        var person = await db.Set<SealKey>().SingleAsync();
        Assert.Equal("13800138000", stand.Vault.Open(person, SealedIn(edit.Before!)));
        Assert.Equal("13900139000", stand.Vault.Open(person, SealedIn(edit.After!)));
        Assert.Equal("13900139000", stand.Vault.Open(person, kept.Phone!));
        Assert.DoesNotContain("139", Encoding.Latin1.GetString(kept.Phone!.Bytes));
        foreach (var change in await db.Changes.ToListAsync())
            Assert.DoesNotContain("00139000", change.Before + change.After);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_record_is_seen_by_those_who_see_the_row(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.RegisterEnterprise(Places.Pingshan, "甲公司");
        await using var near = stand.Read(Stand.Person(Places.Taoyuan));
        await using var far = stand.Read(Stand.Person(Places.Nanshan));
        Assert.NotEqual(0, await near.Changes.CountAsync());
        Assert.Equal(0, await far.Changes.CountAsync());
    }

    private static Sealed SealedIn(string json) =>
        new(JsonDocument.Parse(json).RootElement.GetProperty("Phone").GetBytesFromBase64());
}
