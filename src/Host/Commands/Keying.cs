using System.CommandLine;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Vaults;

namespace Gonglian.Host.Commands;

/// <summary><c>keys</c>: the envelopes that wrap every key of the store.</summary>
internal static class Keying
{
    public static Command Command(Terminal terminal)
    {
        var command = new Command("keys", terminal.L["封套密钥:轮换,移除不再使用的;SQLite 上须先停止服务"]);
        command.Add(Rotate(terminal));
        command.Add(Prune(terminal));
        return command;
    }

    private static Command Rotate(Terminal terminal)
    {
        var l = terminal.L;
        var command = new Command("rotate", l["建立新的封套,把所有密钥改由它封;中断后再运行即接着做"]);
        var place = new Place.Options(command, l);
        var algorithm = new Option<string?>("--algorithm") { Description = l["新密钥的算法:aes(默认)或 sm(国密 SM4/SM3);此前密封的内容仍可打开"] };
        algorithm.AcceptOnlyFromAmong([.. Algorithm.All.Select(a => a.Name)]);
        command.Add(algorithm);
        command.SetAction((parsed, _) => On(place.Of(parsed), "keys rotate", async (rotation, vault) =>
        {
            var (number, done) = await rotation.Run(Algorithm.All.FirstOrDefault(a => a.Name == parsed.GetValue(algorithm)));
            terminal.Tell(l["封套 {0} 的算法:{1}", number, vault.AlgorithmOf(number).Title]);
            foreach (var (title, count) in done)
                terminal.Answer(l["{0}:{1} 个改由封套 {2} 封", l[title], count, number]);
            terminal.Tell(l["旧的封套仍在 keys 目录里。请先做一份新的备份,再用 keys prune 移除"]);
        }));
        return command;
    }

    private static Command Prune(Terminal terminal)
    {
        var l = terminal.L;
        var command = new Command("prune", l["移除没有任何密钥再用的旧封套;以前的备份仍各带着自己的"]);
        var place = new Place.Options(command, l);
        command.SetAction((parsed, _) => On(place.Of(parsed), "keys prune", async (rotation, _) =>
        {
            var removed = await rotation.Prune();
            terminal.Answer(removed.Count == 0 ? l["没有可移除的封套"] : l["已移除封套 {0}", string.Join(", ", removed)]);
        }));
        return command;
    }

    private static async Task<int> On(Place here, string command, Func<Rotation, Vault, Task> work)
    {
        here.MustExist();
        using var guard = FolderLock.Take(here, command);
        await using var services = here.Open();
        await services.GetRequiredService<Store>().Migrate();
        await work(services.GetRequiredService<Rotation>(), services.GetRequiredService<Vault>());
        return Entry.Done;
    }
}
