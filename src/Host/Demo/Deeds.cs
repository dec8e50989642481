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
    private const int Piece = 200;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>One person of the subdistrict proposes; what an import has proposed already is not proposed again.</summary>
    public Task Propose(IReadOnlyList<Firm> firms, Func<Firm, Caller> proposer) => Each(firms, proposer, (db, file, firm) =>
    {
        var left = firm.Left!;
        if (file.Exclusions.Exists(x => x.Code == left.Code))
            return;
        var exclusion = new Exclusion
        {
            Key = db.NextKey(),
            Id = Guid.CreateVersion7(),
            Path = file.Enterprise.Path,
            EnterpriseKey = file.Enterprise.Key,
            Code = left.Code,
            Reason = left.Reason,
            EffectiveFrom = left.From,
            ProposedById = db.Caller.UserId,
            ProposedBy = db.Caller.Name,
            ProposedAt = Now,
        };
        db.Add(exclusion);
        file.Exclusions.Add(exclusion);
    });

    /// <summary>A second person decides.</summary>
    public Task Decide(IReadOnlyList<Firm> firms, Caller decider) => Each(firms, _ => decider, (db, file, firm) =>
    {
        foreach (var exclusion in file.Exclusions.Where(x => x.Code == firm.Left!.Code && x.State == ExclusionState.Proposed))
            exclusion.Decide(firm.Left!.Agreed == true, db.Caller.UserId, db.Caller.Name, Now);
    });

    /// <summary>Unions end on their day; their enterprises are judged anew.</summary>
    public async Task Dissolve(IReadOnlyList<Firm> firms, Caller by)
    {
        await writes.Do(by, async db =>
        {
            foreach (var firm in firms)
            {
                var name = firm.Covers[^1].Name;
                var union = await db.Unions.FirstAsync(u => u.Name == name);
                var life = await db.UnionFacts.FirstAsync(
                    f => f.UnionKey == union.Key && f.Kind == UnionFactKind.Life && f.SupersededAt == null);
                life.SupersededAt = Now;
                var ended = new UnionFact
                {
                    Key = db.NextKey(),
                    UnionKey = union.Key,
                    Kind = UnionFactKind.Life,
                    EffectiveFrom = life.EffectiveFrom,
                    EffectiveTo = firm.UnionEnded,
                    Text = "已报上级工会撤销(示例)",
                    Source = life.Source,
                    RecordedAt = Now,
                    ChangeKey = db.NextKey(),
                };
                db.Add(ended);
                Foundation.Audit.ChangeLog.Note(db, ended.ChangeKey, Now, union, "tell",
                    after: new Dictionary<string, object?> { ["EffectiveTo"] = firm.UnionEnded });
            }
        });
        await Each(firms, _ => by, (_, _, _) => { });
    }

    private async Task Each(IReadOnlyList<Firm> firms, Func<Firm, Caller> caller, Action<AppDb, OpenFile, Firm> act)
    {
        foreach (var group in firms.GroupBy(caller))
            foreach (var piece in group.Chunk(Piece))
                await writes.Do(group.Key, async db =>
                {
                    var ledger = new Ledger(db, await parameters.Of(db), vault, China.Day(Now), Now);
                    var byCode = piece.ToDictionary(f => f.Code, StringComparer.Ordinal);
                    var codes = byCode.Keys.ToArray();
                    var rows = await db.Enterprises.Where(e => codes.Contains(e.CreditCode)).ToListAsync();
                    foreach (var file in await ledger.Open(rows))
                    {
                        act(db, file, byCode[file.Enterprise.CreditCode!]);
                        await ledger.Close(file);
                    }
                });
    }
}
