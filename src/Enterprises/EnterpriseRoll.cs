using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Vaults;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>日结 of the enterprises: judges anew those whose state changes because a day has come.</summary>
public sealed class EnterpriseRoll(CoverageParameters parameters, Vault vault, TimeProvider clock) : IRoll
{
    private const int PieceSize = 200;

    /// <inheritdoc/>
    public async Task<bool> Piece(AppDb db, DateOnly day)
    {
        var due = await db.Enterprises.Where(e => e.NextChange <= day).OrderBy(e => e.NextChange).Take(PieceSize).ToListAsync();
        var ledger = new Ledger(db, await parameters.Of(db), vault, day, clock.GetUtcNow().UtcDateTime);
        foreach (var file in await ledger.Open(due))
            await ledger.Close(file);
        return due.Count == PieceSize;
    }
}
