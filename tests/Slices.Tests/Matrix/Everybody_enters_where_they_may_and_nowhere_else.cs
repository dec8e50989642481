using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Gonglian.Access;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Jobs;
using Gonglian.Slices.Tests.Access;
using Gonglian.Slices.Tests.Fixture;

namespace Gonglian.Slices.Tests.Matrix;

/// <summary>
/// 授权矩阵 — every address × every role × own and other community. Inside, the answer holds the own canary; outside,
/// nothing of the other one is ever seen, found, counted in or changed.
/// </summary>
public sealed partial class Everybody_enters_where_they_may_and_nowhere_else
{
    private const string Near = "QNEARQ";
    private const string Far = "QFARQ";
    private static readonly HttpStatusCode[] Closed = [HttpStatusCode.NotFound, HttpStatusCode.Forbidden];

    // Lists that must show the own canary, so that an empty page never counts as a pass.
    private static readonly HashSet<string> Lists =
        ["/users", "/exclusions", "/enterprises", "/establishment", "/enterprises/import", "/organisations", "/api/v1/enterprises",
            "/api/v1/establishment", "/api/v1/units", "/api/v1/unions", "/api/v1/imports", "/api/v1/exclusions", "/api/v1/users",
            "/changes", "/api/v1/changes", "/groups", "/pivot", "/snapshots", "/api/v1/snapshots", "/programs"];

    private int formsSent;

    [Theory]
    [OnEveryDatabase]
    public async Task Whoever_is_not_signed_in_enters_nowhere(Database database)
    {
        await using var stand = await Stand.On(database);
        var (near, _) = await Canaries(stand);
        var nobody = stand.As();
        foreach (var address in Address.All(stand))
            foreach (var method in address.Methods)
            {
                await nobody.Send(new HttpRequestMessage(new HttpMethod(method), address.Of(near)));
                var signIn = nobody.Location?.ToString().Contains("/sign-in", StringComparison.Ordinal) == true;
                Assert.True(nobody.Status is HttpStatusCode.Unauthorized
                    || (nobody.Status == HttpStatusCode.Found && signIn), $"{method} {address}: {nobody.Status}");
                Assert.DoesNotContain(Near, nobody.Body);
            }
    }

    [Theory]
    [OnEveryDatabase("district-leader")]
    [OnEveryDatabase("district-officer")]
    [OnEveryDatabase("subdistrict-officer")]
    [OnEveryDatabase("community-officer")]
    [OnEveryDatabase("station-chief")]
    [OnEveryDatabase("auditor")]
    [OnEveryDatabase("system-admin")]
    [OnEveryDatabase("security-admin")]
    [OnEveryDatabase("audit-admin")]
    [OnEveryDatabase("enterprise-officer")]
    [OnEveryDatabase("mediator")]
    [OnEveryDatabase("facilitator")]
    [OnEveryDatabase("activist")]
    [OnEveryDatabase("worker")]
    [OnEveryDatabase("supplier")]
    public async Task In_a_role(Database database, string role)
    {
        await using var stand = await Stand.On(database);
        var (near, far) = await Canaries(stand);
        await stand.Account("wo", role, Places.Pingshan);
        var me = await stand.SignedIn("wo");
        var rights = RoleCatalogue.Roles.Single(r => r.Code == role).Rights.Split(' ').ToHashSet();
        var before = await far.Everything(stand);
        var faults = new List<string>();
        foreach (var address in Address.All(stand))
            if (address.Right is { } right && !rights.Contains(right))
                await StaysOutside(address, me, near, faults);
            else
                await Enters(address, me, near, far, faults);
        var after = await far.Everything(stand);
        faults.AddRange(after.Except(before).Select(r => $"Changed in the other community: {r}"));
        faults.AddRange(stand.Faults.All);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.Equal(before, after);
        Assert.True(formsSent >= (rights.Contains("enterprises.edit") ? 6 : 0), $"Only {formsSent} forms were found");
    }

    [Fact]
    public void No_role_is_left_out() => Assert.Equal(
        RoleCatalogue.Roles.Select(r => r.Code).Order(),
        typeof(Everybody_enters_where_they_may_and_nowhere_else).GetMethod(nameof(In_a_role))!
            .GetCustomAttributes(typeof(OnEveryDatabaseAttribute), false).Cast<OnEveryDatabaseAttribute>()
            .Select(a => (string)a.Arguments[0]!).Order());

    private static async Task<(Canary Near, Canary Far)> Canaries(Stand stand)
    {
        await stand.PlantTree();
        await stand.Services.GetServices<JobKind>().OfType<TrailRootJob>().Single().Run(null!, default);
        return (await Canary.Set(stand, Places.Pingshan, Near, "jinque"), await Canary.Set(stand, Places.Nanyuan, Far, "yuanjiu"));
    }

    private static async Task StaysOutside(Address address, Browser me, Canary near, List<string> faults)
    {
        foreach (var method in address.Methods)
        {
            var request = new HttpRequestMessage(new HttpMethod(method), address.Of(near));
            if (method != "GET")
                request.Content = new FormUrlEncodedContent([KeyValuePair.Create(Token, await TokenOf(me))]);
            await me.Send(request);
            // The first page leads those who may not see the figures to the first page that they may see.
            var led = address.Pattern == "/" && me.Status == HttpStatusCode.Found;
            if (!Closed.Contains(me.Status) && !led)
                faults.Add($"{method} {address} without the right {address.Right}: {me.Status} {me.Location}");
            if (me.Body.Contains(Near, StringComparison.Ordinal))
                faults.Add($"{method} {address} without the right {address.Right} shows a row");
        }
    }

    private async Task Enters(Address address, Browser me, Canary near, Canary far, List<string> faults)
    {
        if (!address.Methods.Contains("GET"))
        {
            await SendsOthers(address, me, far, faults);
            return;
        }
        await me.Open(address.Of(near));
        // A step of an import that is behind it leads to its result.
        if (me.Status == HttpStatusCode.Found && address.Pattern.StartsWith("/imports/", StringComparison.Ordinal))
            await me.Follow();
        if (me.Status != HttpStatusCode.OK)
            faults.Add($"GET {address.Of(near)} inside the scope: {me.Status} {me.Location}");
        var isFile = address.Pattern.Contains("{document:guid}", StringComparison.Ordinal)
            || address.Pattern.Contains("/package", StringComparison.Ordinal);
        if ((address.OfOneRow && address.Right is not null && !isFile) || Lists.Contains(address.Pattern))
            if (!me.Body.Contains(Near) && !(me.Page.QuerySelector("main")?.InnerHtml ?? me.Body).Contains(Near[..^1]))
                faults.Add($"GET {address} inside the scope does not show the row");
        Silent(address, me, faults);
        var forms = me.Page.QuerySelectorAll<IHtmlFormElement>("main form[method=post]").ToList();
        foreach (var query in new[] { $"q={Far[..2]}", $"unit={far.Unit}", $"q={Far[..2]}&unit={far.Unit}&path={far.Path}" })
        {
            await me.Open($"{address.Of(near)}?{query}");
            Silent(address, me, faults);
        }
        if (address.OfOneRow && address.Of(near) != address.Of(far))
        {
            await me.Open(address.Of(far));
            if (!Closed.Contains(me.Status))
                faults.Add($"GET {address} of another community: {me.Status} {me.Location}");
            Silent(address, me, faults);
        }
        foreach (var form in forms)
            await SendsForm(address, me, form, near, far, faults);
    }

    // The form of an own page, filled in, but with every id of the other community in the place of the own one.
    private async Task SendsForm(
        Address address, Browser me, IHtmlFormElement form, Canary near, Canary far, List<string> faults)
    {
        if (address.Pattern.StartsWith("/account", StringComparison.Ordinal))
            return;
        var fields = Browser.Fields(form)
            .Select(f => KeyValuePair.Create(f.Name, far.Instead(near, f.Value.Length == 0 ? "远" : f.Value))).ToList();
        var action = form.GetAttribute("action") is { Length: > 0 } a ? a : address.Of(near);
        var target = far.Instead(near, action);
        formsSent++;
        await me.Send(new HttpRequestMessage(HttpMethod.Post, target) { Content = new FormUrlEncodedContent(fields) });
        // A form that does not stand there leads back to its page, which does not exist for whoever may not see it.
        var turnedBack = me.Status == HttpStatusCode.SeeOther && me.Location?.ToString() == target;
        if (turnedBack)
            await me.Send(new HttpRequestMessage(HttpMethod.Get, target));
        if (target != action && (int)me.Status < 400)
            faults.Add($"POST {target} of another community: {me.Status} {me.Location}");
        Silent(address, me, faults);
    }

    private static async Task SendsOthers(Address address, Browser me, Canary far, List<string> faults)
    {
        // One's own leaving, and a question to one's own device.
        if (address.Pattern == "/sign-out" || address.Pattern.StartsWith("/account/", StringComparison.Ordinal))
            return;
        foreach (var method in address.Methods)
        {
            var request = new HttpRequestMessage(new HttpMethod(method), address.Of(far))
            {
                Content = new FormUrlEncodedContent([KeyValuePair.Create(Token, await TokenOf(me))]),
            };
            await me.Send(request);
            if ((int)me.Status < 400)
                faults.Add($"{method} {address} of another community: {me.Status} {me.Location}");
            Silent(address, me, faults);
        }
    }

    private static void Silent(Address address, Browser me, List<string> faults)
    {
        // A token is chance: four letters in a row stand in one of them now and then.
        if (Tokens().Replace(me.Body, "").Contains(Far[..^1], StringComparison.Ordinal))
            faults.Add($"{address} shows a row of another community at {me.Address}");
    }

    [GeneratedRegex("[A-Za-z0-9_+/=-]{80,}", RegexOptions.None, 1000)]
    private static partial Regex Tokens();

    private const string Token = "__RequestVerificationToken";

    private static async Task<string> TokenOf(Browser me)
    {
        await me.Open("/account/password");
        return me.Page.QuerySelector<IHtmlInputElement>($"main input[name={Token}]")!.Value;
    }
}
