using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access;

/// <summary>Somebody who holds a role today.</summary>
/// <param name="RoleCode">The role.</param>
/// <param name="Id">The account.</param>
/// <param name="Name">姓名.</param>
public sealed record RoleHolder(string RoleCode, Guid Id, string Name);

/// <summary>角色由谁担任: who holds roles today, as far as the caller sees grants and accounts.</summary>
public static class RoleHolders
{
    /// <summary>By the role's code; nobody twice.</summary>
    public static async Task<ILookup<string, RoleHolder>> HoldersByRole(this AppDb db, DateOnly today)
    {
        var rows = await (from g in db.Grants
                          join u in db.Users on g.UserKey equals u.Key
                          where !g.Deny && !g.Ended && !u.Disabled && g.EffectiveFrom <= today
                              && (g.EffectiveTo == null || g.EffectiveTo > today)
                          orderby u.Key
                          select new RoleHolder(g.RoleCode, u.Id, u.Name)).Distinct().ToListAsync();
        return rows.ToLookup(r => r.RoleCode);
    }
}
