using System.CommandLine;
using Gonglian.Access;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Host.Commands;

/// <summary>What the commands of accounts have in common: the place, and the rules of the pages.</summary>
internal static class UserActs
{
    /// <summary>The command line itself, which stands in the records.</summary>
    public static readonly Caller Line = Caller.System("命令行");

    /// <summary>What a command works with.</summary>
    /// <param name="Parsed">What was typed.</param>
    /// <param name="Administration">The rules of the pages.</param>
    /// <param name="Db">Reads everything.</param>
    /// <param name="Today">The China day.</param>
    public sealed record At(ParseResult Parsed, Administration Administration, AppDb Db, DateOnly Today)
    {
        /// <summary>The account of a login.</summary>
        /// <exception cref="Refused"><c>command.no-user</c>: nobody has it.</exception>
        public async Task<User> User(Argument<string> login)
        {
            var typed = Parsed.GetRequiredValue(login);
            var normal = Access.Rules.Logins.Normal(typed);
            return await Db.Users.FirstOrDefaultAsync(u => u.NormalisedLogin == normal)
                ?? throw new Refused("command.no-user", "没有登录名为 {0} 的账号", typed);
        }

        /// <summary>The path of a unit that is named by its code.</summary>
        /// <exception cref="Refused"><c>command.no-unit</c>: there is none.</exception>
        public async Task<string> Path(Option<string> unit)
        {
            var code = Parsed.GetRequiredValue(unit);
            return await Db.Units.Where(u => u.Code == code).Select(u => u.Path).FirstOrDefaultAsync()
                ?? throw new Refused("command.no-unit", "没有区划代码为 {0} 的单位", code);
        }
    }

    /// <summary>A command that reads.</summary>
    public static void Reads(Command command, Terminal terminal, Func<At, Task> read) => Set(command, terminal, read, writes: false);

    /// <summary>A command that writes; on the embedded database no server may run meanwhile.</summary>
    public static void Writes(Command command, Terminal terminal, Func<At, Task> write) => Set(command, terminal, write, writes: true);

    private static void Set(Command command, Terminal terminal, Func<At, Task> work, bool writes)
    {
        var place = new Place.Options(command, terminal.L);
        command.SetAction(async (parsed, _) =>
        {
            var here = place.Of(parsed);
            here.MustExist();
            using var guard = writes ? FolderLock.Take(here, command.Name) : null;
            await using var services = here.Open();
            var store = services.GetRequiredService<Store>();
            if (writes)
                await store.Migrate();
            await using var scope = services.CreateAsyncScope();
            await using var db = store.Read(Line);
            var today = China.Today(services.GetRequiredService<TimeProvider>());
            await work(new(parsed, scope.ServiceProvider.GetRequiredService<Administration>(), db, today));
            return Entry.Done;
        });
    }
}
