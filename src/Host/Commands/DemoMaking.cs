using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
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
        var scale = new Option<int?>("--scale")
        {
            Description = l["企业总数,用于性能测量;不写时为约九千家、十四个月的历史"],
            HelpName = "N",
        };
        var seed = new Option<int>("--seed")
        {
            Description = l["随机种子;换一个得到另一个区,合计不变"],
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        command.Add(anchor);
        command.Add(scale);
        command.Add(seed);
        command.SetAction(async (parsed, _) =>
        {
            var here = place.Of(parsed);
            var wish = new DemoWish(Days.Read(parsed.GetValue(anchor)), parsed.GetValue(seed), parsed.GetValue(scale));
            if (wish.Enterprises is <= 0 or > 5_000_000)
                throw new Refused("demo.scale", "--scale 应在 1 到 5,000,000 之间");
            using var guard = FolderLock.Take(here, "demo");
            await Make(here, wish, terminal);
            return Entry.Done;
        });
        return command;
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
