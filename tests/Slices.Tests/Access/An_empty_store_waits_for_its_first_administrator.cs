using System.Net;
using Gonglian.Access;
using Gonglian.Organisations;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Access;

/// <summary>首个管理员: a link on the console, once; never a default password.</summary>
public sealed class An_empty_store_waits_for_its_first_administrator
{
    private static readonly (string, string?)[] Filled =
    [
        ("Form.City", "深圳市"), ("Form.District", "南山区"), ("Form.Code", "440305"), ("Form.Name", "张三"),
        ("Form.Login", "admin"), ("Form.Password", "a good long one"),
    ];

    [Theory]
    [OnEveryDatabase]
    public async Task Every_page_says_where_the_link_is(Database database)
    {
        await using var stand = await Stand.On(database);
        var browser = stand.As();
        await browser.Open("/sign-in");
        Assert.Equal("/welcome", browser.Location!.OriginalString);
        await browser.Follow();
        Assert.Contains("控制台", browser.Text, StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector("form"));
        await browser.Open("/welcome?token=guessed");
        Assert.Null(browser.Page.QuerySelector("form"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_link_makes_district_and_administrator_and_works_once(Database database)
    {
        await using var stand = await Stand.On(database);
        var old = await FirstAdministrator.Link(stand.Store, stand.Writes, "http://localhost");
        var link = await FirstAdministrator.Link(stand.Store, stand.Writes, "http://localhost/");
        var (browser, second) = (stand.As(), stand.As());
        await browser.Open(old!);
        Assert.Null(browser.Page.QuerySelector("form"));
        await second.Open(link!);
        await browser.Open(link!);
        await browser.Post("form", [.. Filled[..2], ("Form.Code", "4403"), .. Filled[3..]]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        await browser.Open(link!);
        await browser.Post("form", Filled);
        Assert.Equal("/start", browser.Location!.AbsolutePath);
        await browser.Follow();
        Assert.Equal("/account/second-step?back=%2Fstart", browser.Location!.OriginalString);
        await browser.SetUpSecondStep(stand, browser.Location.OriginalString);
        Assert.NotNull(browser.Page.QuerySelector("a[href='/start']"));
        await browser.Open("/start");
        Assert.Equal(HttpStatusCode.OK, browser.Status);

        await second.Post("form", Filled);
        Assert.NotEqual(HttpStatusCode.OK, second.Status);
        await second.Open(link!);
        Assert.Equal(HttpStatusCode.Found, second.Status);
        await using var db = stand.Read();
        Assert.Equal(1, await db.Users.CountAsync());
        Assert.Equal(["4403/", "4403/05/"], await db.Units.OrderBy(u => u.Path).Select(u => u.Path).ToListAsync());
        Assert.Null(await FirstAdministrator.Link(stand.Store, stand.Writes, "http://localhost"));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Everything_that_is_wrong_is_said_at_once_and_the_link_stays(Database database)
    {
        await using var stand = await Stand.On(database);
        var browser = stand.As();
        await browser.Open((await FirstAdministrator.Link(stand.Store, stand.Writes, "http://localhost"))!);
        await browser.Post("form", ("Form.City", ""), ("Form.District", "南山区"), ("Form.Code", "12345"), ("Form.Name", " "),
            ("Form.Login", "a b"), ("Form.Password", "short"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, browser.Status);
        var said = browser.Page.QuerySelectorAll(".field:has(.problem:not(:empty))").Select(f => f.Id).ToList();
        Assert.Equal(["city-field", "code-field", "name-field", "login-field", "password-field"], said);
        await browser.Post("form", Filled);
        Assert.Equal("/start", browser.Location!.AbsolutePath);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_work_of_the_district_is_taken_only_with_a_tick(Database database)
    {
        await using var stand = await Stand.On(database);
        var browser = stand.As();
        await browser.Open((await FirstAdministrator.Link(stand.Store, stand.Writes, "http://localhost"))!);
        await browser.Post("form", [.. Filled, ("Form.Officer", null)]);
        await browser.SetUpSecondStep(stand);
        await browser.Open("/start");
        Assert.Contains("由区干事办理", browser.Text, StringComparison.Ordinal);
        await browser.Open("/organisations/import");
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
        await browser.Open("/");
        Assert.Equal("/users", browser.Location!.OriginalString);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_keys_of_cookies_survive_a_restart_and_stand_sealed(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await stand.Account("wang", "auditor", Places.District);
        var cookie = await stand.CookieOf();
        await using (var db = stand.Read())
        {
            var keys = await db.Database
                .SqlQueryRaw<string>("SELECT \"Xml\" AS \"Value\" FROM protection_key").ToListAsync();
            Assert.NotEmpty(keys);
            Assert.All(keys, xml => Assert.DoesNotContain("masterKey", xml, StringComparison.Ordinal));
        }
        await stand.Restart();
        var browser = stand.With(cookie);
        await browser.Open("/account");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
    }
}
