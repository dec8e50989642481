using System.CommandLine;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Backups;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Host.Commands;

/// <summary><c>restore</c>: a backup into an empty place.</summary>
internal static class Restoring
{
    /// <summary>Exit code when everything was restored and what was restored is not as it should be.</summary>
    public const int Doubtful = 3;

    private const int KeysTried = 500;

    public static Command Command(Terminal terminal)
    {
        var l = terminal.L;
        var command = new Command("restore", l["把备份恢复到空目录(PostgreSQL 另需空数据库),比对行数并核验审计链;内容有问题时退出码为 {0}", Doubtful]);
        var place = new Place.Options(command, l, mustNameData: true);
        var file = new Option<string>("--file") { Description = l["备份文件"], HelpName = "FILE", Required = true };
        var key = new KeyOption(command, terminal);
        command.Add(file);
        command.SetAction(async (parsed, stop) =>
        {
            var here = place.Of(parsed);
            var head = new Restore(House.Modules, here.Data, here.Connection, Days.Clock)
                .Run(parsed.GetValue(file)!, key.Of(parsed, isNew: false));
            terminal.Answer(l["已恢复 {0} 的状态到 {1}:{2} 张表,{3} 行,逐表比对一致", $"{China.Time(head.At):yyyy-MM-dd HH:mm:ss}",
                Path.GetFullPath(here.Data), head.Tables.Count, head.Tables.Sum(t => t.Rows)]);
            var holds = await Holds(here, terminal, stop);
            terminal.Answer(l["用 serve --data {0} 启动", here.Data]);
            return holds ? Entry.Done : Doubtful;
        });
        return command;
    }

    /// <summary>Whether the trail holds in what was restored, and the keys open it.</summary>
    public static async Task<bool> Holds(Place here, Terminal terminal, CancellationToken stop)
    {
        using var guard = FolderLock.Take(here, "restore");
        await using var services = here.Open();
        var store = services.GetRequiredService<Store>();
        await store.Migrate();
        var key = await services.GetRequiredService<SigningKeys>().Known();
        bool isWhole;
        await using (var trail = store.Read(Caller.System("restore")))
            isWhole = Auditing.Say(terminal, await TrailCheck.Run(trail, key?.Public, stop: stop)) == Entry.Done;
        await using var db = store.Read(Caller.System("restore"));
        var vault = services.GetRequiredService<Vault>();
        var people = await db.Set<SealKey>().OrderByDescending(k => k.Key).Take(KeysTried).ToListAsync(stop);
        var opens = people.TrueForAll(vault.Fits);
        terminal.Tell(opens
            ? terminal.L["密钥与数据库是一套:试开 {0} 把,都打得开", people.Count]
            : terminal.L["密钥与数据库不是一套:密封的电话和文件打不开"]);
        return isWhole && opens;
    }
}
