using Gonglian.Foundation.Data;
using Gonglian.Organisations;
using Gonglian.Organisations.Unions;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>The unions around an enterprise.</summary>
public static class UnionsOf
{
    /// <summary>The unions whose records cover an enterprise on a day, the union's own life not yet judged.</summary>
    public static async Task<IReadOnlyList<Union>> Enterprise(AppDb db, long enterpriseKey, DateOnly day) =>
        await (from j in db.Joinings
               join u in db.Unions on j.UnionKey equals u.Key
               where j.EnterpriseKey == enterpriseKey && j.SupersededAt == null
                   && (j.EffectiveTo == null || j.EffectiveTo > day)
               orderby u.Form, u.Key
               select u).Distinct().ToListAsync();
}
