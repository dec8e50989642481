using Gonglian.Enterprises;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Enterprises;

/// <content>搜索: by parts of the name, by the credit code, by the end of a phone number.</content>
public sealed partial class The_list_finds_what_is_asked
{
    [Theory]
    [OnEveryDatabase("山科", "平山科技有限公司")]
    [OnEveryDatabase("科", "平山科技有限公司")]
    [OnEveryDatabase("pskj", "平山科技有限公司")]
    [OnEveryDatabase("PSKJ", "平山科技有限公司")]
    [OnEveryDatabase("ａｂｃ", "ABC（深圳）公司")]
    [OnEveryDatabase("公司 abc", "ABC（深圳）公司")]
    [OnEveryDatabase("(深圳", "ABC（深圳）公司")]
    [OnEveryDatabase("技平", "")]
    [OnEveryDatabase("平山有限", "")]
    [OnEveryDatabase("（）", "")]
    [OnEveryDatabase("\" OR *", "")]
    public async Task A_name_is_found_by_its_parts(Database database, string typed, string found)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await stand.RegisterEnterprise(Places.Pingshan, "平山科技有限公司");
        await stand.RegisterEnterprise(Places.Pingshan, "山平商店");
        await stand.RegisterEnterprise(Places.Fuguang, "ABC（深圳）公司");
        Assert.Equal(found, string.Join(' ', await Names(stand, typed)));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_renamed_enterprise_is_found_by_its_new_name_only(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "老名字公司");
        await stand.Tell(enterprise, (_, _, file) => file.Enterprise.Rename("新招牌公司"));
        Assert.Empty(await Names(stand, "老名"));
        Assert.Equal(["新招牌公司"], await Names(stand, "招牌"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_credit_code_is_found_whole_and_by_its_beginning(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var one = await stand.RegisterEnterprise(Places.Pingshan, "甲公司");
        await stand.RegisterEnterprise(Places.Pingshan, "乙商行", code: stand.NewCode("92"));
        Assert.Equal(["甲公司"], await Names(stand, one.CreditCode!));
        Assert.Equal(["甲公司"], await Names(stand, one.CreditCode![..4].ToLowerInvariant()));
        Assert.Equal(["乙商行"], await Names(stand, "9244"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_contact_is_found_by_the_last_digits_of_the_phone(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        foreach (var (path, name, phone) in new[]
                 {
                     (Places.Pingshan, "甲公司", "13800138000"), (Places.Park, "乙公司", "13912348000"),
                     (Places.Nanyuan, "丙公司", "13700138000"),
                 })
        {
            var enterprise = await stand.RegisterEnterprise(path, name);
            await stand.Do(db =>
            {
                var key = stand.Vault.NewKey(db.NextKey());
                db.AddRange(key, new Contact
                {
                    Key = db.NextKey(),
                    Id = Guid.CreateVersion7(),
                    Path = path,
                    EnterpriseKey = enterprise.Key,
                    Role = "人事",
                    Name = "示例",
                    SealKeyKey = key.Key,
                    Phone = stand.Vault.Seal(key, phone),
                    PhoneTail = stand.Vault.Blind(Contact.TailDomain(path), phone[^4..]),
                });
                return Task.CompletedTask;
            });
        }
        Assert.Equal(["丙公司", "乙公司", "甲公司"], await Names(stand, "8000"));
        Assert.Equal(["丙公司", "甲公司"], await Names(stand, "138 000"));
        Assert.Equal(["甲公司"], await Names(stand, "1380013 8000"));
        Assert.Empty(await Names(stand, "000"));
        Assert.Equal(["乙公司", "甲公司"], await Names(stand, "8000", Stand.Person(Places.Pingshan)));
    }
}
