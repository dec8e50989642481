using System.Net;
using System.Security.Cryptography;
using System.Text;
using Gonglian.Access;
using Gonglian.Access.SigningIn;
using Gonglian.Foundation.Rules;
using Gonglian.Slices.Tests.Fixture;
using static Gonglian.Slices.Tests.Access.AccountsOfATest;

namespace Gonglian.Slices.Tests.Access;

/// <summary>泄露名单: what stands in it is refused wherever a password is chosen; the list is never loaded.</summary>
public sealed class A_breached_password_is_not_taken : IDisposable
{
    private const string Breached = "password123456";
    private readonly string folder = Directory.CreateTempSubdirectory("gonglian-breached-").FullName;

    [Theory]
    [InlineData(":3", "\r\n", true)]
    [InlineData("", "\n", false)]
    public void By_its_hash_in_a_sorted_list(string count, string end, bool last)
    {
        var passwords = Enumerable.Range(0, 5_000).Select(i => $"password {i}").ToList();
        var lines = passwords.Select(p => Hash(p) + count).Order(StringComparer.Ordinal);
        var list = new BreachedPasswords(Written(string.Join(end, lines) + (last ? end : "")));
        Assert.All(passwords, p => Assert.True(list.Holds(p)));
        Assert.All(passwords, p => Assert.False(list.Holds(p + "!")));
    }

    [Fact]
    public void By_itself_in_a_plain_list()
    {
        var list = new BreachedPasswords(Written("zebra zebra\n密码密码密码密码密码\n" + Breached));
        Assert.True(list.Holds(Breached));
        Assert.True(list.Holds("密码密码密码密码密码"));
        Assert.False(list.Holds("zebra"));
    }

    [Fact]
    public void A_list_out_of_order_or_out_of_reach_is_refused_with_a_sentence()
    {
        var lines = Enumerable.Range(0, 500).Select(i => Hash($"{i}"));
        Assert.Equal("access.breached-order",
            Assert.Throws<Refused>(() => new BreachedPasswords(Written(string.Join('\n', lines)))).Code);
        Assert.Equal("access.breached-file",
            Assert.Throws<Refused>(() => new BreachedPasswords(Path.Combine(folder, "missing"))).Code);
    }

    [Fact]
    public void The_list_in_the_data_folder_is_taken_where_no_other_is_named()
    {
        Assert.False(BreachedPasswords.Of(folder, " ").IsThere);
        File.WriteAllText(Path.Combine(folder, BreachedPasswords.FileName), Hash(Breached));
        Assert.True(BreachedPasswords.Of(folder, null).Holds(Breached));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task When_the_first_administrator_or_anybody_chooses_one(Database database)
    {
        var file = Written(Hash(Breached));
        await using var stand = await Stand.On(database, b => b.Services.AddSingleton(new BreachedPasswords(file)));
        var browser = stand.As();
        await browser.Open((await FirstAdministrator.Link(stand.Store, stand.Writes, "http://localhost"))!);
        await browser.Post("form", ("Form.City", "深圳市"), ("Form.District", "南山区"), ("Form.Code", "440305"),
            ("Form.Name", "张三"), ("Form.Login", "admin"), ("Form.Password", Breached));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        Assert.Contains("这个密码在已泄露的密码名单里", browser.Text, StringComparison.Ordinal);

        await stand.PlantTree();
        await stand.Account("wang", "auditor", Places.District);
        var wang = await stand.SignedIn("wang");
        await wang.Open("/account/password");
        await wang.Post("form:has(#old)", ("Form.Old", Password), ("Form.Password", Breached), ("Form.Again", Breached));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wang.Status);
        Assert.Contains("这个密码在已泄露的密码名单里", wang.Text, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

#pragma warning disable CA5350 // As the published lists are made.
    private static string Hash(string password) => Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password)));
#pragma warning restore CA5350

    private string Written(string text)
    {
        var file = Path.Combine(folder, "list.txt");
        File.WriteAllText(file, text);
        return file;
    }
}
