using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Gonglian.Journeys.Tests;

/// <summary>A new administrator: one-time password, own password, a code from the telephone, a passkey of the device.</summary>
public sealed class A_new_administrator_comes_in_step_by_step(RunningHouse house)
{
    private const string Own = "a sentence of my own";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task With_a_telephone(bool script)
    {
        var (login, once) = await NewAccount("手机");
        var page = await house.Open(width: 390, script: script);
        await SignIn(page, login, once);
        await OwnPassword(page, once);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/account/second-step"));
        await Sound(page, script);
        var letters = (await page.Locator("code.secret").TextContentAsync())!;
        await page.Locator("#code").FillAsync(CodeOf(letters, 0));
        await Press(page, "确认并启用");
        await Assertions.Expect(page.Locator("ol.codes li")).ToHaveCountAsync(10);
        await Sound(page, script);
        var recovery = (await page.Locator("ol.codes li").Nth(2).TextContentAsync())!.Trim();
        await page.GetByRole(AriaRole.Link, new() { Name = "已记下,继续" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/users$"));

        await page.Context.ClearCookiesAsync();
        await SignIn(page, login, Own);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/sign-in/second"));
        await Sound(page, script);
        await page.Locator("#code").FillAsync(CodeOf(letters, 1));
        await Press(page, "登录");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/users$"));

        await page.Context.ClearCookiesAsync();
        await SignIn(page, login, Own);
        await page.GetByText("手机不在身边?用恢复码").ClickAsync();
        await page.Locator("#recovery").FillAsync(recovery);
        await Press(page, "登录");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/users$"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task With_a_passkey()
    {
        var (login, once) = await NewAccount("密钥");
        // A passkey belongs to a name; the house listens on the same machine's.
        var home = house.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal).TrimEnd('/');
        var page = await house.Open();
        var device = await page.Context.NewCDPSessionAsync(page);
        await device.SendAsync("WebAuthn.enable");
        await device.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
            },
        });
        await SignIn(page, login, once, home);
        await OwnPassword(page, once);
        await page.GetByRole(AriaRole.Link, new() { Name = "不用手机验证器?改用通行密钥" }).ClickAsync();
        await page.Locator("#name").FillAsync("办公电脑");
        Assert.Empty(await Looking.Faults(page));
        await Press(page, "添加通行密钥");
        await Assertions.Expect(page.Locator("ol.codes li")).ToHaveCountAsync(10);

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(home + "/sign-in");
        await Press(page, "用通行密钥登录");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/users$"));
        await page.GotoAsync(home + "/account");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("通行密钥 · 登录于");
        await page.Context.CloseAsync();
    }

    // What looks for faults is a script itself.
    private static async Task Sound(IPage page, bool script)
    {
        if (script)
            Assert.Empty(await Looking.Faults(page));
    }

    // The demonstration's administrator makes the account and hands over what is shown once.
    private async Task<(string Login, string Once)> NewAccount(string name)
    {
        var page = await house.As("系统管理员");
        var login = "guan" + RandomNumberGenerator.GetHexString(6, lowercase: true);
        await page.GotoAsync("/users/new");
        await page.Locator("#name").FillAsync(name);
        await page.Locator("#login").FillAsync(login);
        await page.Locator("#path").SelectOptionAsync(new SelectOptionValue { Index = 2 });
        await Press(page, "建立账号");
        var once = (await page.Locator("strong.code").TextContentAsync())!.Trim();
        var account = await page.GetByRole(AriaRole.Link, new() { Name = "已记下,继续" }).GetAttributeAsync("href");
        await Appoint(page, account!);
        await page.Context.CloseAsync();
        return (login, once);
    }

    // The security administrator proposes, the system administrator sees it and confirms.
    private async Task Appoint(IPage confirming, string account)
    {
        var page = await house.As("安全管理员");
        await page.GotoAsync(account);
        await page.GetByText("授予角色").ClickAsync();
        await page.Locator("#role").SelectOptionAsync("system-admin");
        await page.Locator("#path").SelectOptionAsync(new SelectOptionValue { Index = 2 });
        await page.Locator("#why").FillAsync("人手增加");
        await Press(page, "授予");
        await page.GetByRole(AriaRole.Link, new() { Name = "去看" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/roles/proposals/"));
        Assert.Empty(await Looking.Faults(page));
        await confirming.GotoAsync(page.Url);
        Assert.Empty(await Looking.Faults(confirming));
        await Press(confirming, "确认");
        await Assertions.Expect(confirming.Locator("main")).ToContainTextAsync("已确认");
        await page.Context.CloseAsync();
    }

    private static async Task SignIn(IPage page, string login, string password, string home = "")
    {
        await page.GotoAsync(home + "/sign-in");
        await page.Locator("#login").FillAsync(login);
        await page.Locator("#password").FillAsync(password);
        await Press(page, "登录");
    }

    private static async Task OwnPassword(IPage page, string once)
    {
        await page.Locator("#old").FillAsync(once);
        await page.Locator("#password").FillAsync(Own);
        await page.Locator("#again").FillAsync(Own);
        await Press(page, "保存新密码");
    }

    private static Task Press(IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();

    // What a telephone computes, written down once more: RFC 6238 over the letters of RFC 4648.
    private static string CodeOf(string letters, int steps)
    {
        var bits = string.Concat(letters.Where(char.IsAsciiLetterOrDigit)
            .Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var secret = bits.Chunk(8).Where(b => b.Length == 8).Select(b => Convert.ToByte(new string(b), 2)).ToArray();
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30) + steps);
#pragma warning disable CA5350 // The standard's own.
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[19] & 15)) & 0x7fffffff;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}
