using Gonglian.Access.Programs;
using Gonglian.Access.Rules;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access;

/// <summary>From accounts to callers.</summary>
public static class Callers
{
    private static readonly IReadOnlySet<string> None = new HashSet<string>();
    private static readonly Dictionary<long, Source> NoSources = [];

    /// <summary>What an account may do on a day: the rights of its roles in force, less its denials.</summary>
    /// <param name="db">A context that sees the whole tree.</param>
    /// <param name="user">The account.</param>
    /// <param name="day">The China day.</param>
    public static async Task<Caller> CallerOf(this AppDb db, User user, DateOnly day) =>
        new(user.Id, user.Name, await db.PowersOf(user, day));

    /// <summary>Who asks with a key: its program, with what of its owner's powers it has; nobody where the owner is disabled.</summary>
    /// <inheritdoc cref="CallerOf(AppDb, User, DateOnly)"/>
    public static async Task<Caller?> CallerOf(this AppDb db, ProgramKey key, DateOnly day) =>
        await db.Users.FirstOrDefaultAsync(u => u.Key == key.OwnerKey && !u.Disabled) is { } owner
            ? Caller.Of(key.Id, owner.Id, key.Name, Lending.Of(await db.PowersOf(owner, day), owner.Name, key.Path, key.RightsSet()))
            : null;

    /// <summary>What an account may do on a day, grant by grant.</summary>
    internal static async Task<IEnumerable<Grant>> PowersOf(this AppDb db, User user, DateOnly day)
    {
        var roles = await db.RightsByRole();
        var grants = await db.Grants.Where(g => g.UserKey == user.Key).ToListAsync();
        return Powers.Of(grants, await db.SourcesOf(grants), roles, day).ToList();
    }

    /// <summary>The rights of every role, by its code.</summary>
    internal static async Task<IReadOnlyDictionary<string, IReadOnlySet<string>>> RightsByRole(this AppDb db) =>
        await db.Roles.ToDictionaryAsync(r => r.Code, r => r.RightsSet());

    /// <summary>What the delegations among these grants are parts of, by the key of that grant.</summary>
    /// <param name="db">A context that sees the whole tree.</param>
    /// <param name="grants">The grants.</param>
    internal static async Task<IReadOnlyDictionary<long, Source>> SourcesOf(this AppDb db, IReadOnlyList<Granted> grants)
    {
        var keys = grants.Where(g => g.SourceKey is not null).Select(g => g.SourceKey!.Value).Distinct().ToArray();
        if (keys.Length == 0)
            return NoSources;
        var rows = await (from g in db.Grants
                          join u in db.Users on g.UserKey equals u.Key
                          where keys.Contains(g.Key)
                          select new { Grant = g, User = u }).ToListAsync();
        var lenders = rows.Select(r => r.User.Key).Distinct().ToArray();
        var denials = (await db.Grants.Where(g => g.Deny && lenders.Contains(g.UserKey)).ToListAsync()).ToLookup(g => g.UserKey);
        return rows.ToDictionary(r => r.Grant.Key, r => new Source(r.Grant, r.User, [.. denials[r.User.Key]]));
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
