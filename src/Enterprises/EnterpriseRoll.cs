using System.Globalization;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Vaults;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>日结 of the enterprises: judges anew those whose state changes because a day has come.</summary>
public sealed class EnterpriseRoll(
    CoverageParameters parameters, Vault vault, TimeProvider clock, Store store, Writes writes) : IRoll
{
    /// <summary>The setting that holds the number of the definition's version by which the counters count.</summary>
    public const string CountedBy = "figures.counted-by";

    private const int PieceSize = 200;
    private static readonly Caller Roller = Caller.System("日结");

    /// <inheritdoc/>
    public async Task Begin(DateOnly from, DateOnly day)
    {
        if (from > day)
            await writes.Do(Roller, db => db.Enterprises.Where(e => e.CountedOn > day)
                .ExecuteUpdateAsync(e => e.SetProperty(x => x.NextChange, day)));
        await ChangeVersion(day);
    }

    /// <inheritdoc/>
    public async Task<bool> Piece(AppDb db, DateOnly day)
    {
        var due = await db.Enterprises.Where(e => e.NextChange <= day).OrderBy(e => e.NextChange).Take(PieceSize).ToListAsync();
        var rules = (await parameters.All(db)).On(day).Rules;
        var ledger = new Ledger(db, rules, vault, day, clock.GetUtcNow().UtcDateTime);
        foreach (var file in await ledger.Open(due))
            await ledger.Close(file);
        return due.Count == PieceSize;
    }

    // Only what the new version judges otherwise is judged anew: most units are not.
    private async Task ChangeVersion(DateOnly day)
    {
        int counted, number;
        var due = new List<long>();
        await using (var db = store.Read(Roller))
        {
            var versions = await CoverageParameters.Read(db);
            counted = await db.Get(CountedBy) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 1;
            number = versions.On(day).Number;
            if (number == counted)
                return;
            var (was, now) = (versions.Find(counted)?.Rules ?? CoverageRules.Default, versions.On(day).Rules);
            await foreach (var unit in Replay.Units(db, DateOnly.MaxValue))
                if (Standing.Of(unit.File, day, was) != Standing.Of(unit.File, day, now))
                    due.Add(unit.Key);
        }
        foreach (var piece in due.Chunk(PieceSize))
            await writes.Do(Roller, db => db.Enterprises.Where(e => EF.Parameter(piece).Contains(e.Key))
                .ExecuteUpdateAsync(e => e.SetProperty(x => x.NextChange, day)));
        await writes.Do(Roller, db => db.Set(CountedBy, number.ToString(CultureInfo.InvariantCulture)));
    }
}
