using System.CommandLine;
using Gonglian.Access;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Host.Demo;
using Gonglian.Host.Operations;

namespace Gonglian.Host.Commands;

/// <summary><c>serve</c> and the bare command: the web server.</summary>
internal static class Serving
{
    /// <summary>Where it listens when nothing is said.</summary>
    public const string DefaultUrls = "http://localhost:5080";

    public static Command Command(Terminal terminal)
    {
        var l = terminal.L;
        var command = new Command("serve", l["提供服务;不会建立示例。空的数据库会在控制台给出第一位管理员的一次性链接"]);
        var place = new Place.Options(command, l);
        var urls = new Option<string>("--urls")
        {
            Description = l["监听的地址,多个用分号隔开"],
            HelpName = "URLS",
            DefaultValueFactory = _ => DefaultUrls,
        };
        var proxies = new Option<string?>("--behind-proxy")
        {
            Description = l["反向代理的地址或网段,多个用逗号隔开;只相信它们转告的来访地址和 https"],
            HelpName = "CIDR",
        };
        command.Add(urls);
        command.Add(proxies);
        command.SetAction(async (parsed, stop) =>
        {
            var here = place.Of(parsed);
            var listen = parsed.GetValue(urls)!;
            var believed = Proxies.Read(parsed.GetValue(proxies));
            using var guard = FolderLock.Take(here, $"serve {listen}");
            return await Run(here, listen, believed, terminal, stop);
        });
        return command;
    }

    /// <summary>The bare command: the default folder, on this machine only.</summary>
    public static async Task<int> Bare(Terminal terminal, CancellationToken stop)
    {
        var here = Place.Default;
        using var guard = FolderLock.Take(here, $"serve {DefaultUrls}");
        if (await Demonstration.KindOf(here) == StoreKind.Empty)
            await DemoMaking.Make(here, new DemoWish(China.Today(TimeProvider.System), LeavesTrend: true), terminal);
        return await Run(here, DefaultUrls, [], terminal, stop);
    }

    private static async Task<int> Run(
        Place place, string urls, IReadOnlyList<System.Net.IPNetwork> proxies, Terminal terminal, CancellationToken stop)
    {
        // The tables are looked after while the rest of the house is put together.
        var store = new Store(House.Modules, place.Data, place.Connection, TimeProvider.System);
        var migrated = Task.Run(store.Migrate, stop);
        await using var app = House.Build(new HouseOptions(
            place.Data, place.Connection, urls, Store: store, BreachedPasswords: Place.BreachedPasswords, Proxies: proxies));
        await migrated;
        try
        {
            await app.StartAsync(stop);
        }
        catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new Refused("command.address-in-use", "地址 {0} 已被别的程序占用,请停止它或用 --urls 换一个", urls);
        }
        catch (FormatException)
        {
            throw new Refused("command.urls", "--urls 写得不对:{0},应如 http://localhost:5080", urls);
        }

        terminal.Answer(terminal.L["工联已启动:{0}(按 Ctrl+C 停止)", string.Join(" ", app.Urls)]);
        await Welcome(app, terminal);
        // What only the start needed goes back to the system.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        await app.WaitForShutdownAsync(stop);
        return Entry.Done;
    }

    // The demonstration's accounts, or the way in to an empty store.
    private static async Task Welcome(WebApplication app, Terminal terminal)
    {
        var store = app.Services.GetRequiredService<Store>();
        await using var db = store.Read(Caller.System("系统"));
        await DemoMaking.SayAccounts(db, terminal);
        var link = await FirstAdministrator.Link(store, app.Services.GetRequiredService<Writes>(), app.Urls.First());
        if (link is not null)
            terminal.Answer(terminal.L["还没有账号。请用这个一次性链接建立第一位管理员:{0}", link]);
    }
}
