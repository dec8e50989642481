using System.CommandLine;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Host.Commands;

/// <summary><c>audit</c>: whether the trail holds, and its roots for paper.</summary>
internal static class Auditing
{
    /// <summary>Exit code when the trail does not hold.</summary>
    private const int Broken = 3;

    public static Command Command(Terminal terminal)
    {
        var command = new Command("audit", terminal.L["审计链:核验变更记录,打印日根;只读,服务运行时也可以使用"]);
        command.Add(Verify(terminal));
        command.Add(Root(terminal));
        return command;
    }

    private static Command Verify(Terminal terminal)
    {
        var l = terminal.L;
        var command = new Command("verify", l["核验全部变更记录:被改过、删除、换过位置或绕过系统添加的,指出最早的一条;有问题时退出码为 {0}", Broken]);
        var place = new Place.Options(command, l);
        var printed = new Option<string?>("--root")
        {
            Description = l["另外保存的日根文件,核对它之前的记录没有动过"],
            HelpName = "FILE",
        };
        command.Add(printed);
        command.SetAction(async (parsed, stop) =>
        {
            var root = parsed.GetValue(printed) is { } file ? await Text(file, stop) : null;
            await using var services = Open(place.Of(parsed));
            await using var db = services.GetRequiredService<Store>().Read(Caller.System("audit"));
            var key = await services.GetRequiredService<SigningKeys>().Known();
            return Say(terminal, await TrailCheck.Run(db, key?.Public, root, stop));
        });
        return command;
    }

    private static Command Root(Terminal terminal)
    {
        var l = terminal.L;
        var command = new Command("root", l["把日根写到标准输出,供打印或另外保存;默认最近一天的"]);
        var place = new Place.Options(command, l);
        var day = new Option<string?>("--day") { Description = l["哪一天 YYYY-MM-DD"], HelpName = "DATE" };
        command.Add(day);
        command.SetAction(async (parsed, stop) =>
        {
            DateOnly? wanted = parsed.GetValue(day) is { } text ? Days.Read(text) : null;
            await using var services = Open(place.Of(parsed));
            await using var db = services.GetRequiredService<Store>().Read(Caller.System("audit"));
            var root = await db.Set<TrailRoot>().Where(r => wanted == null || r.Day == wanted)
                .OrderByDescending(r => r.Day).FirstOrDefaultAsync(stop)
                ?? throw new Refused("trail.no-root", "还没有这一天的日根");
            await terminal.Output.WriteAsync(root.Text);
            terminal.Tell(l["校验值 {0}", root.Hash]);
            return Entry.Done;
        });
        return command;
    }

    /// <summary>Says what a check of the trail found.</summary>
    /// <returns>The exit code.</returns>
    public static int Say(Terminal terminal, TrailFound found)
    {
        foreach (var fault in found.Faults)
            terminal.Answer($"{(fault.At is { } at ? $"{China.Time(at):yyyy-MM-dd HH:mm:ss} " : "")}{terminal.L[fault.What]}");
        if (found.Waiting > 0)
            terminal.Tell(terminal.L["还有 {0} 条旧版本留下的记录没有接入审计链,服务启动后自动接入", found.Waiting]);
        terminal.Tell(found.Faults.Count == 0
            ? terminal.L["审计链完好:{0} 条变更记录,{1} 节,{2} 个日根", found.Records, found.Links, found.Roots]
            : terminal.L["审计链有 {0} 处不符,最早的列在最前", found.Faults.Count]);
        return found.Faults.Count == 0 ? Entry.Done : Broken;
    }

    private static ServiceProvider Open(Place here)
    {
        here.MustExist();
        return here.Open();
    }

    private static async Task<string> Text(string file, CancellationToken stop) => File.Exists(file)
        ? await File.ReadAllTextAsync(file, stop)
        : throw new Refused("command.no-file", "找不到文件 {0}", file);
}
