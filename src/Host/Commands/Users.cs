using System.CommandLine;
using Gonglian.Access;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Host.Commands;

/// <summary><c>user</c>: accounts, by the same rules as on the pages; every act is recorded as the command line's.</summary>
internal static class Users
{
    public static Command Command(Terminal terminal)
    {
        var command = new Command("user", terminal.L["账号:查看、新建、停用、重置、授权;SQLite 上改动须先停止服务"]);
        command.Add(List(terminal));
        command.Add(Add(terminal));
        command.Add(Act(terminal, "disable", terminal.L["停用:不能再登录,已有的登录全部结束"],
            (at, user) => at.Administration.SetDisabled(UserActs.Line, user.Id, disabled: true), "已停用 {0}"));
        command.Add(Act(terminal, "enable", terminal.L["启用"],
            (at, user) => at.Administration.SetDisabled(UserActs.Line, user.Id, disabled: false), "已启用 {0}"));
        command.Add(Act(terminal, "unlock", terminal.L["解锁:密码输错多次后不必再等"],
            (at, user) => at.Administration.Unlock(UserActs.Line, user.Id), "已解锁 {0}"));
        command.Add(Act(terminal, "end-sessions", terminal.L["结束这个账号在所有设备上的登录"], EndSessions, "已结束 {0} 的全部登录"));
        command.Add(ResetPassword(terminal));
        command.Add(ResetSecondStep(terminal));
        command.Add(Grant(terminal));
        command.Add(Ungrant(terminal));
        return command;
    }

    private static Command List(Terminal terminal)
    {
        var l = terminal.L;
        var command = new Command("list", l["列出账号:登录名、姓名、单位、角色与范围、状态,以制表符分隔"]);
        var text = new Option<string?>("--find") { Description = l["登录名或姓名的一部分"], HelpName = "TEXT" };
        command.Add(text);
        UserActs.Reads(command, terminal, async at =>
        {
            var columns = UserList.Columns(l);
            var filter = new UserFilter(at.Parsed.GetValue(text));
            terminal.Tell(string.Join('\t', columns.Select(c => l[c.Title])));
            var now = Days.Clock.GetUtcNow().UtcDateTime;
            while (true)
            {
                var rows = await at.Db.UserRows(UserActs.Line, filter, at.Today, now);
                foreach (var row in rows.Take(UserList.PageSize))
                    terminal.Answer(string.Join('\t', columns.Select(c => c.Value(row))));
                if (rows.Count <= UserList.PageSize)
                    return;
                filter = filter with { After = rows[UserList.PageSize - 1].Id };
            }
        });
        return command;
    }

    private static Command Add(Terminal terminal)
    {
        var l = terminal.L;
        var command = new Command("add", l["新建账号并授予一个角色,给出一次性密码;本人首次登录时改成自己的"]);
        var login = new Argument<string>("login") { Description = l["登录名"] };
        var name = new Option<string>("--name") { Description = l["姓名"], HelpName = "NAME", Required = true };
        var given = new Given(l);
        command.Add(login);
        command.Add(name);
        given.AddTo(command);
        UserActs.Writes(command, terminal, async at =>
        {
            var (user, password) = await at.Administration.Add(UserActs.Line, new NewAccount
            {
                Login = at.Parsed.GetRequiredValue(login),
                Name = at.Parsed.GetRequiredValue(name),
                Path = await at.Path(given.Unit),
                Role = at.Parsed.GetRequiredValue(given.Role),
                From = Day(at, given.From),
                To = Day(at, given.To),
            });
            terminal.Tell(l["已新建账号 {0}。一次性密码只显示这一次:", user.Login]);
            terminal.Answer(password);
        });
        return command;
    }

    private static Command ResetPassword(Terminal terminal)
    {
        var l = terminal.L;
        var command = new Command("reset-password", l["换成一次性密码,已有的登录全部结束;本人登录时改成自己的"]);
        var login = Login(command, terminal);
        UserActs.Writes(command, terminal, async at =>
        {
            var user = await at.User(login);
            var password = await at.Administration.ResetPassword(UserActs.Line, user.Id);
            terminal.Tell(l["{0} 的一次性密码只显示这一次:", user.Login]);
            terminal.Answer(password);
        });
        return command;
    }

    private static Command ResetSecondStep(Terminal terminal)
    {
        var l = terminal.L;
        var command = new Command("reset-second-step", l["移除第二步验证,给丢了手机又丢了恢复码的人"]);
        var login = Login(command, terminal);
        var why = new Option<string>("--reason") { Description = l["原因和怎样核实了本人"], HelpName = "TEXT", Required = true };
        command.Add(why);
        UserActs.Writes(command, terminal, async at =>
        {
            var user = await at.User(login);
            await at.Administration.RemoveSecondStep(UserActs.Line, user.Id, at.Parsed.GetValue(why));
            terminal.Answer(l["已移除 {0} 的第二步验证", user.Login]);
        });
        return command;
    }

    private static Command Grant(Terminal terminal)
    {
        var l = terminal.L;
        var command = new Command("grant", l["授予角色"]);
        var login = Login(command, terminal);
        var given = new Given(l);
        given.AddTo(command);
        UserActs.Writes(command, terminal, async at =>
        {
            var user = await at.User(login);
            await at.Administration.Grant(UserActs.Line, user.Id, new WishedGrant
            {
                GrantId = Guid.CreateVersion7(),
                Role = at.Parsed.GetRequiredValue(given.Role),
                Path = await at.Path(given.Unit),
                From = Day(at, given.From),
                To = Day(at, given.To),
            });
            terminal.Answer(l["已授予 {0} 角色 {1}", user.Login, at.Parsed.GetRequiredValue(given.Role)]);
        });
        return command;
    }

    private static Command Ungrant(Terminal terminal)
    {
        var l = terminal.L;
        var command = new Command("ungrant", l["收回在这个单位授予的角色,立即生效"]);
        var login = Login(command, terminal);
        var given = new Given(l);
        command.Add(given.Role);
        command.Add(given.Unit);
        UserActs.Writes(command, terminal, async at =>
        {
            var (user, path, role) = (await at.User(login), await at.Path(given.Unit), at.Parsed.GetRequiredValue(given.Role));
            var held = (await at.Db.Grants.Where(g => g.UserKey == user.Key && g.RoleCode == role && g.Path == path).ToListAsync())
                .FindAll(g => g.HoldsFrom(at.Today));
            if (held.Count == 0)
                throw new Refused("command.no-grant", "{0} 在这个单位没有角色 {1}", user.Login, role);
            foreach (var granted in held)
                await at.Administration.End(UserActs.Line, user.Id, granted.Id);
            terminal.Answer(l["已收回 {0} 的角色 {1}", user.Login, role]);
        });
        return command;
    }

    private static Command Act(Terminal terminal, string name, string description, Func<UserActs.At, User, Task> act, string done)
    {
        var command = new Command(name, description);
        var login = Login(command, terminal);
        UserActs.Writes(command, terminal, async at =>
        {
            var user = await at.User(login);
            await act(at, user);
            terminal.Answer(terminal.L[done, user.Login]);
        });
        return command;
    }

    private static async Task EndSessions(UserActs.At at, User user)
    {
        foreach (var session in await at.Db.SessionsOf(user, Days.Clock.GetUtcNow().UtcDateTime))
            await at.Administration.EndSession(UserActs.Line, user.Id, session.Id);
    }

    private static DateOnly? Day(UserActs.At at, Option<string?> day) => at.Parsed.GetValue(day) is { } text ? Days.Read(text) : null;

    private static Argument<string> Login(Command command, Terminal terminal)
    {
        var login = new Argument<string>("login") { Description = terminal.L["登录名"] };
        command.Add(login);
        return login;
    }

    /// <summary>The options that say which role, where and for how long.</summary>
    private sealed class Given(Foundation.Texts l)
    {
        public Option<string> Role { get; } = new("--role") { Description = l["角色的代码,见 role list"], HelpName = "CODE", Required = true };

        public Option<string> Unit { get; } = new("--unit") { Description = l["单位的代码,含它的下级"], HelpName = "CODE", Required = true };

        public Option<string?> From { get; } = new("--from") { Description = l["第一天 YYYY-MM-DD,默认今天"], HelpName = "DATE" };

        public Option<string?> To { get; } = new("--to") { Description = l["从这一天起不再有效 YYYY-MM-DD,默认一直有效"], HelpName = "DATE" };

        public void AddTo(Command command)
        {
            foreach (var option in new Option[] { Role, Unit, From, To })
                command.Add(option);
        }
    }
}
