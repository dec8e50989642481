using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Gonglian.Access;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Host.Demo;

namespace Gonglian.Host.Commands;

/// <summary><c>demo</c>: makes a demonstration elsewhere and ends.</summary>
internal static class DemoMaking
{
    public static Command Command(Terminal terminal)
    {
        var l = terminal.L;
        var command = new Command("demo", l["在另一个目录建立示例区后退出;拒绝写入已有数据的目录"]);
        var place = new Place.Options(command, l, mustNameData: true);
        var anchor = new Option<string?>("--anchor")
        {
            Description = l["基准日 YYYY-MM-DD,示例的一切按它排布;默认今天(北京时间)"],
            HelpName = "DAY",
        };
        var scale = Named.Number("--scale", l["企业总数,用于性能测量;不写时为约九千家、十四个月的历史"], l);
        var seed = Named.Number("--seed", l["随机种子;换一个得到另一个区,合计不变"], l);
        seed.DefaultValueFactory = _ => 1;
        command.Add(anchor);
        command.Add(scale);
        command.Add(seed);
        command.SetAction(async (parsed, _) =>
        {
            var here = place.Of(parsed);
            var wish = new DemoWish(Days.Read(parsed.GetValue(anchor)), parsed.GetValue(seed) ?? 1, parsed.GetValue(scale));
            if (wish.Enterprises is <= 0 or > 5_000_000)
                throw new Refused("demo.scale", "--scale 应在 1 到 5,000,000 之间");
            var (stood, isOurs) = (Directory.Exists(here.Data), false);
            try
            {
                using var guard = FolderLock.Take(here, "demo");
                isOurs = guard is not null && !stood;
                await Make(here, wish, terminal);
            }
            catch when (isOurs)
            {
                Directory.Delete(here.Data, recursive: true);
                throw;
            }
            await using var services = here.Open();
            await using var db = services.GetRequiredService<Store>().Read(Caller.System("命令行"));
            await SayAccounts(db, terminal);
            terminal.Answer(l["用 serve --data {0} 启动", here.Data]);
            return Entry.Done;
        });
        return command;
    }

    /// <summary>Says the demonstration's accounts; nothing in a store of real work.</summary>
    public static async Task SayAccounts(AppDb db, Terminal terminal)
    {
        foreach (var account in await DemoAccounts.Read(db))
            terminal.Answer($"  {account.Login,-10}{account.Password}  {terminal.L[account.Role]} · {account.Unit}");
    }

    /// <summary>Makes a demonstration and says on the error stream what is being done.</summary>
    public static async Task Make(Place place, DemoWish wish, Terminal terminal)
    {
        terminal.Tell(terminal.L["正在建立示例区…"]);
        var began = Stopwatch.GetTimestamp();
        await Demonstration.Make(place, wish, done => terminal.Tell(
            string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(began).TotalSeconds,6:0.0} s  {done}")));
    }
}
