using Gonglian.Access;
using Gonglian.Foundation.Audit;
using Gonglian.Host.Commands;
using Gonglian.Slices.Tests.Access;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Operations;

/// <summary>账号命令 — the same rules as on the pages, recorded as the command line's, and no secret but a one-time password, once.</summary>
public sealed class Accounts_are_kept_on_the_line : IDisposable
{
    private const string Pingshan = "440305008011";
    private readonly string folder = Directory.CreateTempSubdirectory("gonglian-users-").FullName;

    [Theory]
    [OnEveryDatabase]
    public async Task From_the_first_password_to_the_last_day(Database database)
    {
        var place = await Planted(database);
        var (_, password, told) = await Line.Run(["user", "add", "zhang", "--name", "张三", "--unit", Pingshan,
            "--role", "community-officer", .. Line.At(place)]);
        Assert.Contains("只显示这一次", told, StringComparison.Ordinal);
        Assert.Equal("zhang\t平山社区\t社区专干(平山社区)\t正常", await Listed(place, "zhang"));
        await Line.No("已有人用", ["user", "add", "ZHANG", "--name", "张", "--unit", Pingshan, "--role", "auditor", .. Line.At(place)]);
        await Line.No("没有区划代码", ["user", "add", "li", "--name", "李", "--unit", "1", "--role", "auditor", .. Line.At(place)]);
        await Line.No("请选择角色", ["user", "add", "li", "--name", "李", "--unit", Pingshan, "--role", "king", .. Line.At(place)]);
        await Line.No("没有登录名为 wu 的账号", ["user", "disable", "wu", .. Line.At(place)]);

        await Line.Done(["user", "grant", "zhang", "--role", "auditor", "--unit", "440305000000", "--to", "2099-01-01", .. Line.At(place)]);
        Assert.Contains("审计(南山区)", await Listed(place, "zhang"), StringComparison.Ordinal);
        await Line.Done(["user", "ungrant", "zhang", "--role", "auditor", "--unit", "440305000000", .. Line.At(place)]);
        Assert.DoesNotContain("审计", await Listed(place, "zhang"), StringComparison.Ordinal);
        await Line.No("没有角色 auditor", ["user", "ungrant", "zhang", "--role", "auditor", "--unit", "440305000000", .. Line.At(place)]);

        var (_, second, _) = await Line.Run(["user", "reset-password", "zhang", .. Line.At(place)]);
        Assert.NotEqual(password, second);
        await Line.No("请写明原因", ["user", "reset-second-step", "zhang", "--reason", " ", .. Line.At(place)]);
        await Line.Done(["user", "reset-second-step", "zhang", "--reason", "本人到场,手机遗失", .. Line.At(place)]);
        await Line.Done(["user", "unlock", "zhang", .. Line.At(place)]);
        await Line.Done(["user", "end-sessions", "zhang", .. Line.At(place)]);
        await Line.Done(["user", "disable", "zhang", .. Line.At(place)]);
        Assert.EndsWith("停用", await Listed(place, "zhang"), StringComparison.Ordinal);
        await Line.Done(["user", "enable", "zhang", .. Line.At(place)]);
        await Recorded(place, password.Trim(), second.Trim());
        if (place.Connection is { } server)
            await Databases.Drop(server);
    }

    [Fact]
    public async Task A_reset_account_enters_with_the_word_that_was_shown_and_its_sessions_are_over()
    {
        await using var stand = await AccountsOfATest.WithAccount(Database.Sqlite, "wang", "auditor", Places.Pingshan);
        var cookie = await stand.CookieOf("wang");
        var (_, password, _) = await Line.Run(["user", "reset-password", "wang", .. Line.At(stand.Place)]);
        await stand.Restart();
        var before = stand.With(cookie);
        await before.Open("/account");
        Assert.Equal(System.Net.HttpStatusCode.Found, before.Status);
        var browser = stand.As();
        await browser.SignIn("wang", password.Trim());
        Assert.Equal(System.Net.HttpStatusCode.Found, browser.Status);
        await browser.Open("/account");
        Assert.Equal("/account/password", browser.Location?.ToString());
    }

    [Fact]
    public async Task Nobody_writes_beside_a_server()
    {
        var place = await Planted(Database.Sqlite);
        using var server = FolderLock.Take(place, "serve http://localhost:5080");
        await Line.No("正由另一个进程使用", ["user", "add", "zhang", "--name", "张三", "--unit", Pingshan, "--role", "auditor", .. Line.At(place)]);
        await Line.Done(["user", "list", .. Line.At(place)]);
    }

    [Fact]
    public async Task Roles_are_listed_and_shown()
    {
        var place = await Planted(Database.Sqlite);
        Assert.Contains("system-admin\t系统管理员\n", await Line.Done(["role", "list", .. Line.At(place)]), StringComparison.Ordinal);
        Assert.Contains("system.manage\t系统设置与维护\n",
            await Line.Done(["role", "show", "system-admin", .. Line.At(place)]), StringComparison.Ordinal);
        await Line.No("没有这个角色:king", ["role", "show", "king", .. Line.At(place)]);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<Place> Planted(Database database)
    {
        var place = new Place(folder, await Databases.Fresh(database, folder));
        await using var services = place.Open();
        await services.GetRequiredService<Gonglian.Foundation.Data.Writes>().Do(Stand.System, Places.Plant);
        return place;
    }

    private static async Task<string> Listed(Place place, string login)
    {
        var (_, output, _) = await Line.Run(["user", "list", "--find", login, .. Line.At(place)]);
        return Assert.Single(output.TrimEnd('\n').Split('\n'))["张三\t".Length..];
    }

    private static async Task Recorded(Place place, params string[] secrets)
    {
        await using var services = place.Open();
        await using var db = services.GetRequiredService<Gonglian.Foundation.Data.Store>().Read(Stand.System);
        var records = await db.Changes.Where(c => c.Subject == "user").ToListAsync();
        Assert.True(records.Count >= 7);
        Assert.All(records, r => Assert.Equal("命令行", r.By));
        Assert.DoesNotContain(records, r => secrets.Any(s => $"{r.Before}{r.After}".Contains(s, StringComparison.Ordinal)));
        var row = await db.Users.SingleAsync(u => u.NormalisedLogin == "zhang");
        Assert.True(row.MustChange);
    }
}
