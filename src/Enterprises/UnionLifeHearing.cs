using Gonglian.Foundation.Bulletins;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>Judges the covered enterprises anew when the life of their union changes.</summary>
public sealed class UnionLifeHearing(CoverageParameters parameters, Vault vault, TimeProvider clock)
    : IHear<UnionLifeChanged>
{
    /// <inheritdoc/>
    public async Task Hear(AppDb db, UnionLifeChanged bulletin)
    {
        // A joint union may cover units of another community: their figures follow, whoever dissolved the union.
        var keys = db.Joinings.Where(j => j.UnionKey == bulletin.UnionKey && j.SupersededAt == null)
            .Select(j => j.EnterpriseKey);
        var covered = await db.Enterprises.IgnoreQueryFilters([AppDb.ScopeFilter])
            .Where(e => keys.Contains(e.Key)).ToListAsync();
        var ledger = new Ledger(
            db, await parameters.Of(db), vault, China.Today(clock), clock.GetUtcNow().UtcDateTime);
        foreach (var file in await ledger.Open(covered))
            await ledger.Close(file);
    }
}
