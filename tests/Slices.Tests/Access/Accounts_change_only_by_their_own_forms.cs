using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Gonglian.Access;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;
using static Gonglian.Slices.Tests.Access.AccountsOfATest;

namespace Gonglian.Slices.Tests.Access;

/// <summary>防伪: what another site, or another person's form, sends in an administrator's name changes no account.</summary>
public sealed class Accounts_change_only_by_their_own_forms
{
    private const string Token = "__RequestVerificationToken";

    [Theory]
    [OnEveryDatabase(RoleCatalogue.SystemAdmin, 20)]
    [OnEveryDatabase(RoleCatalogue.SecurityAdmin, 12)]
    public async Task Without_the_token_or_with_anothers_nothing_happens(Database database, string role, int least)
    {
        await using var stand = await WithAccount(database, "guan", role, Places.District);
        await stand.Account("other", role, Places.District);
        var wang = await stand.Account("wang", "auditor", Places.Pingshan);
        var (admin, other) = (await stand.SignedIn("guan"), await stand.SignedIn("other"));
        await other.Open("/account/password");
        var anothers = other.Page.QuerySelector<IHtmlInputElement>($"main input[name={Token}]")!.Value;
        var before = await Accounts(stand);
        var sent = 0;
        foreach (var page in new[] { "/users/new", $"/users/{wang.Id}" }.Where(p => role == RoleCatalogue.SystemAdmin || p != "/users/new"))
        {
            await admin.Open(page);
            foreach (var form in admin.Page.QuerySelectorAll<IHtmlFormElement>("main form[method=post]").ToList())
                foreach (var token in new[] { null, "", "CfDJ8", anothers })
                {
                    await admin.Send(new HttpRequestMessage(HttpMethod.Post, page) { Content = Filled(form, wang, token) });
                    Assert.True((admin.Status, admin.Location?.ToString()) == (HttpStatusCode.SeeOther, page), $"{page} {form.OuterHtml}: {admin.Status}");
                    sent++;
                }
        }
        Assert.True(sent >= least, $"Only {sent} forms were sent");
        Assert.Equal(before, await Accounts(stand));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task With_the_token_the_same_form_works(Database database)
    {
        await using var stand = await WithAccount(database, "guan", RoleCatalogue.SystemAdmin, Places.District);
        var wang = await stand.Account("wang", "auditor", Places.Pingshan);
        var admin = await stand.SignedIn("guan");
        await admin.Open($"/users/{wang.Id}");
        await admin.Post("form:has(input[value=disable])");
        Assert.True((await stand.Find("wang")).Disabled);
    }

    private static FormUrlEncodedContent Filled(IHtmlFormElement form, User user, string? token)
    {
        var fields = Browser.Fields(form).Where(f => f.Name != Token)
            .Select(f => (f.Name, Value: f.Name switch
            {
                _ when f.Name.EndsWith("Name", StringComparison.Ordinal) => "改名",
                _ when f.Name.EndsWith("Login", StringComparison.Ordinal) => "newlogin",
                _ when f.Name.EndsWith("Role", StringComparison.Ordinal) => "auditor",
                _ when f.Name.EndsWith("Path", StringComparison.Ordinal) => user.Path,
                _ => f.Value,
            }));
        if (token is not null)
            fields = fields.Append((Token, token));
        return new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
    }

    // Everything that the forms could have changed.
    private static async Task<List<string>> Accounts(Stand stand)
    {
        await using var db = stand.Read();
        var users = await db.Users.OrderBy(u => u.Key)
            .Select(u => $"{u.Login} {u.Name} {u.Path} {u.Disabled} {u.SecurityStamp}").ToListAsync();
        var grants = await db.Grants.OrderBy(g => g.Key)
            .Select(g => $"{g.UserKey} {g.RoleCode} {g.Path} {g.Deny} {g.Ended} {g.EffectiveTo}").ToListAsync();
        return [.. users, .. grants];
    }
}
