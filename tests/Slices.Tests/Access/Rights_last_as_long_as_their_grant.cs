using System.Net;
using Gonglian.Access;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Rules;
using Gonglian.Slices.Tests.Fixture;
using static Gonglian.Slices.Tests.Access.AccountsOfATest;

namespace Gonglian.Slices.Tests.Access;

/// <summary>授权: rights end with their grant, a denial beats them, nobody gives what they do not hold.</summary>
public sealed class Rights_last_as_long_as_their_grant
{
    [Theory]
    [OnEveryDatabase]
    public async Task On_the_day_the_grant_ends_the_right_is_gone_without_a_new_sign_in(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await stand.Account("wang", "auditor", Places.District, to: stand.Clock.Today.AddDays(1));
        var browser = await stand.SignedIn("wang");
        await browser.Open("/users");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        stand.Clock.Advance(TimeSpan.FromHours(6));
        await browser.Open("/users");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        stand.Clock.Advance(TimeSpan.FromHours(1));
        await browser.Open("/users");
        stand.Clock.SetDay(stand.Clock.Today.AddDays(1));
        browser = await stand.SignedIn("wang");
        await browser.Open("/users");
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Taken_back_disabled_or_reset_it_is_gone_with_the_next_request(Database database)
    {
        await using var stand = await WithAccount(database, "admin", RoleCatalogue.SystemAdmin, Places.City);
        var wang = await stand.Account("wang", "auditor", Places.District);
        await stand.Account("security", RoleCatalogue.SecurityAdmin, Places.City);
        var (admin, security) = (await CallerOf(stand, "admin"), await CallerOf(stand, "security"));
        var browser = await stand.SignedIn("wang");
        await browser.Open("/users");
        Assert.Equal(HttpStatusCode.OK, browser.Status);

        await Act(stand, a => a.End(security, wang.Id, GrantOf(stand, wang)));
        await browser.Open("/users");
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);

        await Act(stand, a => a.SetDisabled(admin, wang.Id, disabled: true));
        await browser.Open("/account");
        Assert.Equal(HttpStatusCode.Found, browser.Status);

        await Act(stand, a => a.SetDisabled(admin, wang.Id, disabled: false));
        await browser.Open("/account");
        Assert.Equal(HttpStatusCode.Found, browser.Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_denial_beats_every_grant_whichever_came_first(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "district-officer", Places.District);
        var wang = await stand.Find("wang");
        await stand.Do(db =>
        {
            Accounts.Deny(db, wang, Places.Taoyuan, stand.Clock.Today);
            Accounts.Grant(db, wang, "station-chief", Places.Pingshan, stand.Clock.Today);
            return Task.CompletedTask;
        });
        var caller = await CallerOf(stand, "wang");
        Assert.True(caller.Can("enterprises.edit", Places.Nanyuan));
        Assert.False(caller.Can("enterprises.edit", Places.Taoyuan));
        Assert.False(caller.Can("enterprises.edit", Places.Pingshan));
        Assert.False(caller.Covers(Places.Pingshan));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Nobody_gives_beyond_their_part_of_the_tree_or_what_they_do_not_hold(Database database)
    {
        await using var stand = await WithAccount(database, "chief", "station-chief", Places.Taoyuan);
        var wang = await stand.Account("wang", "community-officer", Places.Pingshan);
        var chief = await CallerOf(stand, "chief");
        Caller With(params string[] rights) =>
            new(chief.UserId, chief.Name, [new Grant(Places.Taoyuan, rights.ToHashSet(), false)]);
        var manager = With("access.see", "access.grant");
        var admin = With("access.see", "access.grant", "access.appoint");

        Assert.Equal("access.beyond", await Refusal(stand, Give(manager, wang, "auditor", Places.Pingshan)));
        Assert.Equal("access.beyond", await Refusal(stand, Give(chief, wang, "community-officer", Places.Pingshan)));
        Assert.Equal("access.no-unit", await Refusal(stand, Give(admin, wang, "auditor", Places.District)));
        Assert.Equal("access.no-unit", await Refusal(stand, Give(admin, wang, "auditor", Places.Nanyuan)));
        Assert.Equal("access.no-role", await Refusal(stand, Give(admin, wang, "mediator", Places.Pingshan)));
        Assert.Null(await Refusal(stand, Give(admin, wang, "auditor", Places.Pingshan)));
        var self = await stand.Find("chief");
        Assert.Equal("access.own-account", await Refusal(stand, Give(admin, self, "auditor", Places.Pingshan)));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_password_is_reset_only_by_whoever_reaches_wherever_the_account_may_do_anything(Database database)
    {
        await using var stand = await WithAccount(database, "wang", "district-leader", Places.Pingshan);
        var wang = await stand.Find("wang");
        await stand.Do(db => Task.FromResult(Accounts.Grant(db, wang, "auditor", Places.Nanyuan, stand.Clock.Today)));
        var below = Stand.Person(Places.Taoyuan);
        var above = Stand.Person(Places.District);
        Assert.Equal("access.beyond-area", await Refusal(stand, a => a.ResetPassword(below, wang.Id)));
        var beside = Stand.Person(Places.Nanshan);
        Assert.Equal("access.no-account", await Refusal(stand, a => a.ResetPassword(beside, wang.Id)));
        Assert.Null(await Refusal(stand, a => a.ResetPassword(above, wang.Id)));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_password_set_by_somebody_else_opens_one_page_only(Database database)
    {
        await using var stand = await WithAccount(database, "other", "auditor", Places.District);
        await stand.Account("wang", "auditor", Places.District, byOther: true);
        var browser = await stand.SignedIn("wang");
        await browser.Open("/users");
        Assert.Equal("/account/password", browser.Location!.OriginalString);
        await browser.Open("/api/v1/openapi.json");
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
        await browser.Open("/account/password");
        await browser.Post("form", ("Form.Old", Password), ("Form.Password", "short"), ("Form.Again", "short"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        await browser.Post(
            "form", ("Form.Old", Password), ("Form.Password", "my own sentence"), ("Form.Again", "my own sentence"));
        Assert.Equal(HttpStatusCode.Found, browser.Status);
        await browser.Open("/users");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Two_administrators_do_it_all_on_the_pages_and_every_step_is_written_down(Database database)
    {
        await using var stand = await WithAccount(database, "admin", RoleCatalogue.SystemAdmin, Places.City);
        var browser = await stand.SignedIn("admin");
        await browser.Open("/users/new");
        await browser.Post("form:has([name='Form.Login'])", ("Form.Name", "李四"), ("Form.Login", "lisi"),
            ("Form.Path", Places.Pingshan));
        Assert.Contains("已建立账号 lisi", browser.Text, StringComparison.Ordinal);
        var lisi = await stand.Find("lisi");
        await browser.Open($"/users/{lisi.Id}");
        Assert.Null(browser.Page.QuerySelector("option[value='station-chief']"));
        await stand.Account("security", RoleCatalogue.SecurityAdmin, Places.City);
        browser = await stand.SignedIn("security");
        await browser.Open($"/users/{lisi.Id}");
        await browser.Post("form:has([name='GrantForm.Role'])",
            ("GrantForm.Role", "station-chief"), ("GrantForm.Path", Places.Fuguang));
        Assert.Equal(HttpStatusCode.Found, browser.Status);
        await browser.Follow();
        Assert.Contains("站长", browser.Text, StringComparison.Ordinal);
        await browser.Post("form:has(input[value^='end-'])");
        Assert.Equal(HttpStatusCode.Found, browser.Status);
        await browser.Open("/users?q=李&state=enabled");
        Assert.Contains("lisi", browser.Text, StringComparison.Ordinal);
        await browser.Open($"/users/{lisi.Id}");
        Assert.Contains("提前收回", browser.Text, StringComparison.Ordinal);
    }

    private static Func<Administration, Task> Give(Caller caller, User user, string role, string path) =>
        a => a.Grant(caller, user.Id, new WishedGrant { GrantId = Guid.CreateVersion7(), Role = role, Path = path });

    private static async Task<string?> Refusal(Stand stand, Func<Administration, Task> act)
    {
        try
        {
            await Act(stand, act);
            return null;
        }
        catch (Refused refused)
        {
            return refused.Code;
        }
    }

    private static async Task Act(Stand stand, Func<Administration, Task> act)
    {
        await using var scope = stand.Services.CreateAsyncScope();
        await act(scope.ServiceProvider.GetRequiredService<Administration>());
    }

    private static Guid GrantOf(Stand stand, User user)
    {
        using var db = stand.Read();
        return db.Grants.Single(g => g.UserKey == user.Key).Id;
    }

    private static async Task<Caller> CallerOf(Stand stand, string login)
    {
        var user = await stand.Find(login);
        await using var db = stand.Read();
        return await db.CallerOf(user, stand.Clock.Today);
    }
}
