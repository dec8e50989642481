using Gonglian.Enterprises;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;
using Gonglian.Organisations;
using Gonglian.Organisations.Unions;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Host.Demo;

/// <summary>What people of the demonstration do besides handing in rosters: leave units out, agree or not, dissolve unions.</summary>
internal sealed class Deeds(Writes writes, Vault vault, CoverageParameters parameters, DemoClock clock)
{
    private const int Piece = 50;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>One person of the subdistrict proposes; what an import has proposed already is not proposed again.</summary>
    public Task Propose(IReadOnlyList<Firm> firms, Func<Firm, Caller> proposer) => Each(firms, proposer, async (db, enterprise, firm) =>
    {
        var left = firm.Left!;
        if (!await db.Exclusions.AnyAsync(x => x.EnterpriseKey == enterprise.Key && x.Code == left.Code))
            await Excluding.Propose(
                db, enterprise, Guid.CreateVersion7(), left.Code, left.Reason, left.From, China.Day(Now), Now);
    });

    /// <summary>A second person decides.</summary>
    public Task Decide(IReadOnlyList<Firm> firms, Caller decider) => Each(firms, _ => decider, async (db, enterprise, firm) =>
    {
        var ledger = await Ledger(db);
        var left = firm.Left!;
        var proposed = await db.Exclusions.SingleAsync(x => x.EnterpriseKey == enterprise.Key && x.Code == left.Code);
        await Excluding.Decide(db, ledger, proposed.Id, left.Agreed == true, Now, "材料不足以说明");
    });

    /// <summary>Unions end on their day; their enterprises are judged anew.</summary>
    public async Task Dissolve(IReadOnlyList<Firm> firms, Caller by)
    {
        await Each(firms, _ => by, (db, _, firm) => End(db, firm));
        await Each(firms, _ => by, async (db, enterprise, _) =>
        {
            var ledger = await Ledger(db);
            await ledger.Close(await ledger.Open(enterprise));
        });
    }

    private async Task End(AppDb db, Firm firm)
    {
        var name = firm.Covers[^1].Name;
        await new UnionLedger(db, Now).End(await db.Unions.FirstAsync(u => u.Name == name), firm.UnionEnded!.Value, "名册");
    }

    private async Task<Ledger> Ledger(AppDb db) => new(db, await parameters.Of(db), vault, China.Day(Now), Now);

    private async Task Each(IReadOnlyList<Firm> firms, Func<Firm, Caller> caller, Func<AppDb, Enterprise, Firm, Task> act)
    {
        foreach (var group in firms.GroupBy(caller))
            foreach (var piece in group.Chunk(Piece))
                await writes.Do(group.Key, async db =>
                {
                    var byCode = piece.ToDictionary(f => f.Code, StringComparer.Ordinal);
                    var codes = byCode.Keys.ToArray();
                    foreach (var row in await db.Enterprises.Where(e => codes.Contains(e.CreditCode)).ToListAsync())
                        await act(db, row, byCode[row.CreditCode!]);
                });
    }
}
