using System.CommandLine;
using Gonglian.Foundation.Data;

namespace Gonglian.Host.Commands;

/// <summary><c>migrate</c>: brings the tables to this version's shape, for those who upgrade by hand.</summary>
internal static class Migrating
{
    public static Command Command(Terminal terminal)
    {
        var command = new Command("migrate", terminal.L["把数据库结构升级到本版本;serve 启动时也会自动升级"]);
        var place = new Place.Options(command, terminal.L);
        command.SetAction(async (parsed, _) =>
        {
            var here = place.Of(parsed);
            here.MustExist();
            using var guard = FolderLock.Take(here, "migrate");
            await using var services = here.Open();
            await services.GetRequiredService<Store>().Migrate();
            terminal.Tell(terminal.L["数据库结构已是本版本的"]);
            return Entry.Done;
        });
        return command;
    }
}
