using Gonglian.Access.Rules;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access;

/// <summary>我的账号: one's own account is always there, whatever part of the tree is closed to one.</summary>
/// <param name="User">The account.</param>
/// <param name="Grants">Every grant and denial it ever had.</param>
/// <param name="Roles">Names of the roles.</param>
/// <param name="Units">Names of the units of the grants.</param>
/// <param name="Sources">Of the delegations what they are parts of.</param>
public sealed record OwnAccount(
    User User, IReadOnlyList<Granted> Grants, IReadOnlyDictionary<string, string> Roles,
    IReadOnlyDictionary<string, string> Units, IReadOnlyDictionary<long, Source> Sources)
{
    /// <summary>Reads the caller's own account; nothing when the caller has none.</summary>
    public static async Task<OwnAccount?> Read(Store store, Caller caller)
    {
        await using var db = store.Read(caller.Everywhere());
        var user = await db.Users.FirstOrDefaultAsync(u => u.Id == caller.UserId);
        if (user is null)
            return null;
        var grants = await db.Grants.Where(g => g.UserKey == user.Key).ToListAsync();
        var (roles, units) = await db.NamesOf(grants);
        return new OwnAccount(user, grants, roles, units, await db.SourcesOf(grants));
    }
}
