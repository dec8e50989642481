using System.Linq.Expressions;
using Gonglian.Foundation.Data;
using Gonglian.Organisations.Unions;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>How many enterprises each union covers, from the joining records.</summary>
public sealed class UnionFigures : IUnionFigures
{
    /// <summary>Whether a joining record covers its enterprise on a day: in force, and signed where it must be.</summary>
    public static Expression<Func<Joining, bool>> Covering(DateOnly day) => j => j.SupersededAt == null
        && j.EffectiveFrom <= day && (j.EffectiveTo == null || j.EffectiveTo > day)
        && (j.Form != UnionForm.Joint || j.SignedOn <= day);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<long, int>> Covered(AppDb db, IReadOnlyCollection<long> unions, DateOnly day) =>
        await (from j in db.Joinings.Where(Covering(day))
               join e in db.Enterprises on j.EnterpriseKey equals e.Key
               where unions.Contains(j.UnionKey)
               group e.Key by j.UnionKey into g
               select new { g.Key, Count = g.Distinct().Count() }).ToDictionaryAsync(g => g.Key, g => g.Count);
}
