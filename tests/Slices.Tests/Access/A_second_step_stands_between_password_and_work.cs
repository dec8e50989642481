using System.Net;
using System.Text;
using Gonglian.Access;
using Gonglian.Access.Rules;
using Gonglian.Foundation.Audit;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;
using static Gonglian.Slices.Tests.Access.AccountsOfATest;

namespace Gonglian.Slices.Tests.Access;

/// <summary>第二步验证: a code from the telephone after the password; whoever administers accounts must have it.</summary>
public sealed class A_second_step_stands_between_password_and_work
{
    private const string Step = "form:has(#code)";

    [Theory]
    [OnEveryDatabase]
    public async Task An_administrator_sets_it_up_before_anything_else(Database database)
    {
        await using var stand = await WithAccount(database, "guan", RoleCatalogue.SystemAdmin, Places.District);
        await stand.Account("wang", "auditor", Places.District);
        await Demand(stand, SignInRules.Administrators);
        var wang = await stand.SignedIn("wang");
        await wang.Open("/users");
        Assert.Equal(HttpStatusCode.OK, wang.Status);

        var guan = await stand.SignedIn("guan");
        await guan.Open("/users");
        Assert.Equal("/account/second-step?back=%2Fusers", guan.Location!.OriginalString);
        await guan.Open("/api/v1/openapi.json");
        Assert.Equal(HttpStatusCode.Forbidden, guan.Status);
        Assert.Contains("access.second-step-due", guan.Body, StringComparison.Ordinal);
        await guan.Open("/account/second-step");
        Assert.NotNull(guan.Page.QuerySelector("svg.qr path"));
        await guan.Post(Step, ("Form.Code", "000000"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, guan.Status);
        var (_, codes) = await guan.SetUpSecondStep(stand);
        Assert.Equal(RecoveryCodes.Count, codes.Count);
        await guan.Open("/users");
        Assert.Equal(HttpStatusCode.OK, guan.Status);
        await guan.Open("/account/second-step");
        Assert.DoesNotContain(codes[0], guan.Body, StringComparison.Ordinal);
        Assert.Null(guan.Page.QuerySelector("form:has(input[value=remove])"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_code_opens_once_and_the_password_alone_opens_nothing(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        var (secret, _) = await (await stand.SignedIn("wang")).SetUpSecondStep(stand);
        stand.Clock.Advance(TimeSpan.FromMinutes(2));

        var browser = stand.As();
        await browser.SignIn("wang", Password, "/users");
        Assert.Equal("/sign-in/second?back=%2Fusers", browser.Location!.PathAndQuery);
        await browser.Open("/account");
        Assert.StartsWith("/sign-in?", browser.Location!.OriginalString, StringComparison.Ordinal);
        await browser.Open("/sign-in/second?back=/users");
        await browser.Post(Step, ("Form.Code", "000000"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        var code = stand.CodeOf(secret, -1);
        await browser.Post(Step, ("Form.Code", code));
        Assert.Equal("/users", browser.Location!.PathAndQuery);
        await browser.Follow();
        Assert.Equal(HttpStatusCode.OK, browser.Status);

        var second = await AfterPassword(stand);
        await second.Post(Step, ("Form.Code", code));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.Status);
        await second.Post(Step, ("Form.Code", stand.CodeOf(secret, 2)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.Status);
        await second.Post(Step, ("Form.Code", stand.CodeOf(secret, 1)));
        Assert.Equal(HttpStatusCode.Found, second.Status);
        await using var db = stand.Read();
        Assert.Equal([Ways.Code, Ways.Code, Ways.Code], await db.Sessions.Where(s => s.EndedAt == null).Select(s => s.Way).ToListAsync());
        Assert.Equal(3, await db.Changes.CountAsync(c => c.Action == "code-refused"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_same_code_sent_twice_at_once_opens_once(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        var (secret, _) = await (await stand.SignedIn("wang")).SetUpSecondStep(stand);
        stand.Clock.Advance(TimeSpan.FromMinutes(2));
        var (one, two) = (await AfterPassword(stand), await AfterPassword(stand));
        await Task.WhenAll(one.Post(Step, ("Form.Code", stand.CodeOf(secret))), two.Post(Step, ("Form.Code", stand.CodeOf(secret))));
        Assert.Equal([HttpStatusCode.Found, HttpStatusCode.UnprocessableEntity], new[] { one.Status, two.Status }.Order());
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Guessing_codes_waits_like_guessing_passwords(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        var (secret, _) = await (await stand.SignedIn("wang")).SetUpSecondStep(stand);
        stand.Clock.Advance(TimeSpan.FromMinutes(2));
        for (var i = 0; i < LockOut.Tries; i++)
            await (await AfterPassword(stand)).Post(Step, ("Form.Code", "000000"));
        var browser = stand.As();
        await browser.SignIn("wang", Password);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        stand.Clock.Advance(TimeSpan.FromSeconds(61));
        browser = await AfterPassword(stand);
        await browser.Post(Step, ("Form.Code", stand.CodeOf(secret)));
        Assert.Equal(HttpStatusCode.Found, browser.Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_recovery_code_works_once_and_new_ones_replace_it(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        var (_, codes) = await (await stand.SignedIn("wang")).SetUpSecondStep(stand);
        var browser = await AfterPassword(stand);
        await browser.Post(Step, ("Form.Recovery", codes[3].ToUpperInvariant()));
        Assert.Equal(HttpStatusCode.Found, browser.Status);
        var again = await AfterPassword(stand);
        await again.Post(Step, ("Form.Recovery", codes[3]));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        await again.Post(Step, ("Form.Recovery", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);

        await browser.Open("/account/second-step");
        Assert.Contains("没有用过的恢复码:9 个", browser.Text, StringComparison.Ordinal);
        await browser.Post("form:has(input[value=codes])");
        Assert.Equal(RecoveryCodes.Count, browser.Page.QuerySelectorAll("ol.codes li").Length);
        await again.Post(Step, ("Form.Recovery", codes[4]));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Neither_the_secret_nor_a_code_lies_open_in_the_store(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        var (secret, codes) = await (await stand.SignedIn("wang")).SetUpSecondStep(stand);
        await using var db = stand.Read();
        var kept = Encoding.Latin1.GetString((await db.Authenticators.SingleAsync()).Secret.Bytes);
        Assert.DoesNotContain(Totp.Letters(secret), kept, StringComparison.Ordinal);
        Assert.DoesNotContain(Encoding.Latin1.GetString(secret), kept, StringComparison.Ordinal);
        foreach (var change in await db.Changes.ToListAsync())
            Assert.DoesNotContain(codes.Append(Totp.Letters(secret)),
                s => $"{change.Before}{change.After}".Contains(s, StringComparison.OrdinalIgnoreCase));
        Assert.All(await db.RecoveryCodes.ToListAsync(), c => Assert.Equal(32, c.Hash.Length));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Another_administrator_removes_it_with_a_reason(Database database)
    {
        await using var stand = await WithAccount(database, "guan", RoleCatalogue.SecurityAdmin, Places.District);
        var wang = await stand.Account("wang", "auditor", Places.Pingshan);
        var browser = await stand.SignedIn("wang");
        await browser.SetUpSecondStep(stand);
        var admin = await stand.SignedIn("guan");
        admin.Client.DefaultRequestHeaders.Add(People.Address, "203.0.113.7");
        await admin.Open($"/users/{wang.Id}");
        await admin.Post("form:has(input[value=remove-step])", ("RemoveForm.Reason", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, admin.Status);
        await admin.Post("form:has(input[value=remove-step])", ("RemoveForm.Reason", "手机丢失,已当面核实"));
        Assert.Equal(HttpStatusCode.Found, admin.Status);
        await admin.Follow();
        Assert.Contains("手机丢失,已当面核实", admin.Text, StringComparison.Ordinal);
        await browser.Open("/account");
        Assert.Equal(HttpStatusCode.Found, browser.Status);
        await stand.SignedIn("wang");
        await using var db = stand.Read();
        var removed = await db.Changes.SingleAsync(c => c.Action == "second-step-removed");
        Assert.Equal(("姓名 guan", "手机丢失,已当面核实", "203.0.113.7"), (removed.By, removed.Reason, removed.Origin));
        Assert.Empty(await db.RecoveryCodes.ToListAsync());
        Assert.Empty(await db.Authenticators.ToListAsync());
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_owner_removes_it_only_where_it_is_not_demanded_and_with_the_password(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        var browser = await stand.SignedIn("wang");
        await browser.SetUpSecondStep(stand);
        stand.Clock.Advance(TimeSpan.FromMinutes(11));
        await browser.Open("/account/second-step");
        await browser.Post("form:has(input[value=remove])", ("RemoveForm.Password", "wrong password"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        await Demand(stand, SignInRules.Everybody);
        await browser.Post("form:has(input[value=remove])", ("RemoveForm.Password", Password));
        Assert.Equal(HttpStatusCode.SeeOther, browser.Status);
        await Demand(stand, SignInRules.Nobody);
        await browser.Open("/account/second-step");
        await browser.Post("form:has(input[value=remove])", ("RemoveForm.Password", Password));
        Assert.Equal(HttpStatusCode.Found, browser.Status);
        await stand.SignedIn("wang");
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Setting_it_up_ends_other_sessions_and_begins_a_new_one(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        var (other, browser) = (await stand.SignedIn("wang"), await stand.SignedIn("wang"));
        stand.Clock.Advance(TimeSpan.FromMinutes(11));
        await browser.Open("/account/second-step");
        var secret = Totp.Bytes(browser.Page.QuerySelector("code.secret")!.TextContent.Replace(" ", ""));
        await browser.Post(Step, ("Form.Code", stand.CodeOf(secret)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        await browser.Post(Step, ("Form.Code", stand.CodeOf(secret)), ("Form.Password", Password));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        await other.Open("/account");
        Assert.Equal(HttpStatusCode.Found, other.Status);
        await browser.Open("/account");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        await using var db = stand.Read();
        Assert.Equal(1, await db.Sessions.CountAsync(s => s.EndedAt == null));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Accounts_of_the_demonstration_are_never_asked_and_cannot_be_locked_by_it(Database database)
    {
        await using var stand = await WithAccount(database, "li", "auditor", Places.District);
        await Demand(stand, SignInRules.Everybody);
        await stand.Do(async db =>
        {
            var user = await Accounts.Create(db, "guan", "示例", Places.District, Accounts.Hash(Password), stand.Clock.Now, sample: true);
            Accounts.Grant(db, user, RoleCatalogue.SystemAdmin, Places.District, stand.Clock.Today);
        });
        var browser = await stand.SignedIn("guan");
        await stand.SignedIn("guan");
        await browser.Open("/users");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        await browser.Open("/account");
        Assert.Equal(1, browser.Page.QuerySelectorAll("li:has(b):contains('登录于')").Length);
        await browser.Open("/account/second-step");
        await browser.Post(Step, ("Form.Code", "123456"));
        Assert.Contains("示例账号是大家共用的", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_step_is_over_ten_minutes_after_the_password_and_with_a_new_password(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "auditor", Places.District);
        var (secret, _) = await (await stand.SignedIn("wang")).SetUpSecondStep(stand);
        var late = await AfterPassword(stand);
        stand.Clock.Advance(TimeSpan.FromMinutes(10));
        await late.Post(Step, ("Form.Code", stand.CodeOf(secret)));
        Assert.Contains("输入密码后过了太久", late.Text + late.Location, StringComparison.Ordinal);
        var changed = await AfterPassword(stand);
        await stand.Do(async db => (await db.Users.SingleAsync()).EndSessions());
        await changed.Post(Step, ("Form.Code", stand.CodeOf(secret)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, changed.Status);
    }

    // The page of the second step, after the right password.
    private static async Task<Browser> AfterPassword(Stand stand)
    {
        var browser = await stand.SignedIn("wang");
        await browser.Follow();
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        return browser;
    }

    private static Task Demand(Stand stand, string whom) => stand.Do(db => SignInRules.Decide(
        db, Stand.System, SignInRules.Usual with { SecondStep = whom }, stand.Clock.Now));
}
