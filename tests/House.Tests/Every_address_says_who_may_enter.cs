using Gonglian.Foundation.Callers;
using Gonglian.Host;
using Microsoft.AspNetCore.Authorization;

namespace Gonglian.House.Tests;

/// <summary>权限 — every page and endpoint carries the right it needs, or stands below as open.</summary>
public sealed class Every_address_says_who_may_enter
{
    // Open to everybody, with the reason.
    private static readonly Dictionary<string, string> Open = new()
    {
        ["/sign-in"] = "who is not signed in signs in here",
        ["/sign-in/passkey"] = "a question to the device, which only a passkey answers",
        ["/sign-in/second"] = "opens nothing without a right password a moment ago",
        ["/welcome"] = "the first administrator comes with a one-time link",
        ["/language"] = "a preference, kept in a cookie",
        ["/type"] = "a preference, kept in a cookie",
        ["/missing"] = "what is not there",
        ["/error"] = "what went wrong, without details",
        ["/snapshots/key"] = "the public part of the signing key: whoever holds a package compares its fingerprint",
        ["/health/live"] = "whether the program lives, for those who watch it: one word",
        ["/health/ready"] = "whether it can work, for those who watch it: one word without a reason",
    };

    // Open to whoever is signed in, without a right of its own.
    private static readonly Dictionary<string, string> SignedIn = new()
    {
        ["/{**path:file}"] = "a file that is not there",
        ["/_framework/opaque-redirect"] = "the framework's own way to redirect a form that was sent by script",
        ["/sign-out"] = "everybody may leave",
        ["/account"] = "one's own account",
        ["/start"] = "the steps from an empty store, counted inside the own scope; administrators see no figures",
        ["/account/delegations"] = "one's own roles, handed to colleagues",
        ["/account/programs"] = "keys of programs that one answers for oneself",
        ["/account/password"] = "one's own password",
        ["/account/second-step/passkeys"] = "one's own passkeys",
        ["/account/second-step/passkeys/options"] = "a question to the own device",
        ["/account/second-step"] = "one's own second step",
        ["/api/{documentName}/openapi.json"] = "describes the addresses, holds no data",
    };

    private static readonly List<RouteEndpoint> All = Endpoints();
    private static readonly HashSet<string> Rights = [.. Host.House.Modules.SelectMany(m => m.Rights).Select(r => r.Code)];

    [Fact]
    public void A_right_or_a_reason() => Tree.Nothing("Addresses that say nothing of who may enter",
        from endpoint in All
        let pattern = Pattern(endpoint)
        let needs = endpoint.Metadata.GetMetadata<NeedsAttribute>() is not null
        let open = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
        where open ? needs || !(Open.ContainsKey(pattern) || IsFile(endpoint)) : !needs && !SignedIn.ContainsKey(pattern)
        select $"{endpoint.DisplayName} {pattern}");

    [Fact]
    public void The_rights_are_declared_by_a_room() => Tree.Nothing("Rights that no room declares", All
        .Select(e => e.Metadata.GetMetadata<NeedsAttribute>()?.Right).OfType<string>().Distinct()
        .Concat(Host.House.Modules.SelectMany(m => m.Navigation).Select(n => n.Needs))
        .Where(r => !Rights.Contains(r)));

    [Fact]
    public void Every_right_opens_something_or_is_asked_for_in_the_code()
    {
        var code = string.Join('\n', Tree.Files("src", ".cs", ".razor")
            .Where(f => !f.EndsWith("Module.cs", StringComparison.Ordinal) && !f.Contains("/Access/Role"))
            .Select(Tree.Read));
        Tree.Nothing("Rights that open nothing", Rights.Where(r => !code.Contains($"\"{r}\"")
            && !All.Any(e => e.Metadata.GetMetadata<NeedsAttribute>()?.Right == r)));
    }

    [Fact]
    public void The_navigation_leads_to_pages_that_the_same_right_opens() => Tree.Nothing("Navigation entries",
        from entry in Host.House.Modules.SelectMany(m => m.Navigation)
        let page = All.FirstOrDefault(e => Pattern(e) == entry.Href.Split('?')[0])
        where page?.Metadata.GetMetadata<NeedsAttribute>()?.Right != entry.Needs
        select $"{entry.Title} {entry.Href}: {(page is null ? "no such page" : "another right")}");

    [Fact]
    public void No_entry_of_the_navigation_has_the_place_of_another() => Tree.Nothing("Places in the navigation",
        Host.House.Modules.SelectMany(m => m.Navigation).GroupBy(n => n.Order).Where(g => g.Count() > 1)
            .Select(g => $"{g.Key}: {string.Join(", ", g.Select(n => n.Title))}"));

    private static List<RouteEndpoint> Endpoints()
    {
        var folder = Directory.CreateTempSubdirectory("gonglian-house-").FullName;
        using var app = (IDisposable)Host.House.Build(new HouseOptions(folder));
        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(d => d.Endpoints).OfType<RouteEndpoint>();
        var list = endpoints.ToList();
        Directory.Delete(folder, recursive: true);
        return list;
    }

    private static string Pattern(RouteEndpoint endpoint) => '/' + endpoint.RoutePattern.RawText!.TrimStart('/');

    private static bool IsFile(RouteEndpoint endpoint) => endpoint.Metadata
        .Any(m => m.GetType().FullName == "Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor");
}
