using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations.Unions;

/// <summary>日结 of the unions: judges anew those whose state changes because a day has come.</summary>
public sealed class UnionRoll(Writes writes) : IRoll
{
    private const int PieceSize = 500;

    /// <inheritdoc/>
    public Task Begin(DateOnly from, DateOnly day) => from <= day
        ? Task.CompletedTask
        : writes.Do(Caller.System("日结"), db => db.Unions.Where(u => u.CountedOn > day)
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.NextChange, day)));

    /// <inheritdoc/>
    public async Task<bool> Piece(AppDb db, DateOnly day)
    {
        var due = await db.Unions.Where(u => u.NextChange <= day).OrderBy(u => u.NextChange).Take(PieceSize).ToListAsync();
        var keys = due.Select(u => u.Key).ToArray();
        var facts = (await db.UnionFacts.Where(f => EF.Parameter(keys).Contains(f.UnionKey) && f.SupersededAt == null
            && (f.Kind == UnionFactKind.Life || f.Kind == UnionFactKind.Term)).ToListAsync()).ToLookup(f => f.UnionKey);
        foreach (var union in due)
            UnionStanding.Judge(db, union, facts[union.Key], day);
        return due.Count == PieceSize;
    }
}
