using System.Linq.Expressions;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Data;
using Gonglian.Organisations.Unions;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>How many enterprises each union covers, from the joining records.</summary>
/// <param name="parameters">Which forms cover, and when a union is more than a name.</param>
public sealed class UnionFigures(CoverageParameters parameters) : IUnionFigures
{
    /// <summary>Whether a joining record covers its enterprise on a day: in force, signed where it must be, and of a form that covers.</summary>
    /// <param name="day">A day, China time.</param>
    /// <param name="rules">Which forms cover, as in N1.</param>
    public static Expression<Func<Joining, bool>> Covering(DateOnly day, CoverageRules rules)
    {
        UnionForm[] forms = [.. Enum.GetValues<UnionForm>().Where(rules.Covers)];
        return j => j.SupersededAt == null
            && j.EffectiveFrom <= day && (j.EffectiveTo == null || j.EffectiveTo > day)
            && (j.Form != UnionForm.Joint || j.SignedOn <= day) && forms.Contains(j.Form);
    }

    /// <inheritdoc/>
    public async ValueTask<VitalityRules> Vitality(AppDb db) => (await parameters.Of(db)).Vitality;

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<long, int>> Covered(AppDb db, IReadOnlyCollection<long> unions, DateOnly day)
    {
        var covering = Covering(day, await parameters.Of(db));
        return await (from j in db.Joinings.Where(covering)
                      join e in db.Enterprises on j.EnterpriseKey equals e.Key
                      where unions.Contains(j.UnionKey)
                      group e.Key by j.UnionKey into g
                      select new { g.Key, Count = g.Distinct().Count() }).ToDictionaryAsync(g => g.Key, g => g.Count);
    }
}
