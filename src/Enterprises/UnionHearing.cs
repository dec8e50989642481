using Gonglian.Foundation.Bulletins;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>Judges the covered enterprises anew when something is told of their union.</summary>
public sealed class UnionHearing(CoverageParameters parameters, Vault vault, TimeProvider clock)
    : IHear<UnionChanged>
{
    /// <inheritdoc/>
    public async Task Hear(AppDb db, UnionChanged bulletin) => await Follow(
        db, new Ledger(db, await parameters.Of(db), vault, China.Today(clock), clock.GetUtcNow().UtcDateTime), [bulletin.UnionKey]);

    /// <summary>Judges those whom some unions cover anew, from what is written by now.</summary>
    /// <param name="db">The writable context of the change.</param>
    /// <param name="ledger">The ledger.</param>
    /// <param name="unions">Keys of the unions.</param>
    /// <param name="closed">Keys of the files that were judged after it was told.</param>
    internal static async Task Follow(
        AppDb db, Ledger ledger, IReadOnlyCollection<long> unions, IReadOnlySet<long>? closed = null)
    {
        if (unions.Count == 0)
            return;
        await db.SaveChangesAsync();
        // A joint union may cover units of another community: their figures follow, whoever told of the union.
        var told = unions.ToArray();
        var keys = db.Joinings.Where(j => EF.Parameter(told).Contains(j.UnionKey) && j.SupersededAt == null).Select(j => j.EnterpriseKey);
        var covered = await db.Enterprises.IgnoreQueryFilters([AppDb.ScopeFilter]).Where(e => keys.Contains(e.Key)).ToListAsync();
        foreach (var file in await ledger.Open([.. covered.Where(e => closed?.Contains(e.Key) != true)]))
            await ledger.Close(file);
    }
}
