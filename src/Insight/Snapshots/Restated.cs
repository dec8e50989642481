using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Organisations;
using Gonglian.Organisations.Tree;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Insight.Snapshots;

/// <summary>What a restatement moved: the units whose part in a figure changed between what was known then and what is known since.</summary>
public static class Restated
{
    /// <summary>Compares a restatement with what it restates, unit by unit.</summary>
    /// <param name="db">The caller's context.</param>
    /// <param name="versions">The definition.</param>
    /// <param name="indicator">Whose figure.</param>
    /// <param name="from">What is restated.</param>
    /// <param name="to">The restatement.</param>
    /// <param name="stop">Stops it.</param>
    /// <returns>Nothing where the indicator is no longer there.</returns>
    public static async Task<Movements?> Between(
        AppDb db, CoverageVersions versions, string indicator, Snapshot from, Snapshot to, CancellationToken stop)
    {
        if (db.Indicators.FirstOrDefault(i => i.Id == indicator && i.NotYet is null) is not { } found)
            return null;
        var codes = to.Units.Split(' ');
        var units = await db.Units.Where(u => codes.Contains(u.Code)).OrderBy(u => u.Path).ToListAsync(stop);
        if (units.Count == 0)
            return null;
        // Its units as they were then, whatever the group holds now.
        var scope = to.GroupCode.Length > 0
            ? new Scope(to.GroupCode, units[0], new UnitGroup(to.GroupCode, to.ScopeName, units, null)) : new Scope(units[0].Code, units[0]);
        return await Movements.Between(
            db, versions, found, scope, new(from.Month, from.KnownOn), new(to.Month, to.KnownOn), stop);
    }
}
