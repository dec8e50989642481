using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access;

/// <summary>From accounts to callers.</summary>
public static class Callers
{
    private static readonly IReadOnlySet<string> None = new HashSet<string>();

    /// <summary>What an account may do on a day: the rights of its roles in force, less its denials.</summary>
    /// <param name="db">A context that sees the whole tree.</param>
    /// <param name="user">The account.</param>
    /// <param name="day">The China day.</param>
    public static async Task<Caller> CallerOf(this AppDb db, User user, DateOnly day)
    {
        var roles = await db.Roles.ToDictionaryAsync(r => r.Code, r => r.RightsSet());
        var grants = await db.Grants.Where(g => g.UserKey == user.Key).ToListAsync();
        return new Caller(user.Id, user.Name, grants.Where(g => g.HoldsOn(day))
            .Where(g => g.Deny || roles.ContainsKey(g.RoleCode))
            .Select(g => new Grant(g.Path, g.Deny ? None : roles[g.RoleCode], g.Deny)));
    }

    /// <summary>The same person, seeing every row but without a right: for acts whose rules this room keeps.</summary>
    internal static Caller Everywhere(this Caller caller)
    {
        var all = new Caller(caller.UserId, caller.Name, [new Grant("", None, false)]).At(caller.Origin);
        return caller.Rehearses ? all.Rehearsing() : all;
    }

    /// <summary>Names of all roles, and of the units of these grants as far as the context sees them.</summary>
    internal static async Task<(IReadOnlyDictionary<string, string> Roles, IReadOnlyDictionary<string, string> Units)>
        NamesOf(this AppDb db, IReadOnlyList<Granted> grants)
    {
        var paths = grants.Select(g => g.Path).Distinct().ToList();
        return (await db.Roles.ToDictionaryAsync(r => r.Code, r => r.Name),
            await db.Units.Where(u => paths.Contains(u.Path)).ToDictionaryAsync(u => u.Path, u => u.Name));
    }
}
