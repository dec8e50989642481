using System.CommandLine;
using Gonglian.Access;
using Gonglian.Foundation.Modules;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Host.Commands;

/// <summary><c>role</c>: which roles there are, and what each may do; they are changed on the pages.</summary>
internal static class RoleShowing
{
    public static Command Command(Terminal terminal)
    {
        var l = terminal.L;
        var command = new Command("role", l["角色:有哪些,各能做什么;只读"]);
        var list = new Command("list", l["列出角色:代码和名称,以制表符分隔"]);
        UserActs.Reads(list, terminal, async at =>
        {
            foreach (var role in await at.Db.Roles.OrderBy(r => r.Key).ToListAsync())
                terminal.Answer($"{role.Code}\t{l[role.Name]}");
        });
        var show = new Command("show", l["一个角色能做什么:权限的代码和说明"]);
        var code = new Argument<string>("code") { Description = l["角色的代码"] };
        show.Add(code);
        UserActs.Reads(show, terminal, async at =>
        {
            var wanted = at.Parsed.GetRequiredValue(code);
            var role = await at.Db.Roles.FirstOrDefaultAsync(r => r.Code == wanted)
                ?? throw new Refused("access.no-role", "没有这个角色:{0}", wanted);
            foreach (var right in role.RightsSet().Order(StringComparer.Ordinal))
                terminal.Answer($"{right}\t{(at.Db.RightOf(right) is { } known ? l[known.Title] : "")}");
        });
        command.Add(list);
        command.Add(show);
        return command;
    }
}
