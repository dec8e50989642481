using Gonglian.Enterprises.Imports.Reading;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Organisations;
using Gonglian.Organisations.Unions;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises.Imports;

/// <summary>A union that rows of an import name.</summary>
/// <param name="Union">The union.</param>
/// <param name="Facts">Everything told of it that is not superseded.</param>
/// <param name="IsNew">Whether this import founds its file.</param>
public sealed record UnionEntry(Union Union, List<UnionFact> Facts, bool IsNew)
{
    /// <summary>When it lives.</summary>
    public IReadOnlyList<UnionFact> Life => [.. Facts.Where(f => f.Kind == UnionFactKind.Life)];

    /// <summary>Whether the row tells of the union what is not known.</summary>
    public bool Differs(Line line) =>
        (line.UnionCode is not null && line.UnionCode != Union.CreditCode)
        || (line.TermOver is not null && !HasTerm(line))
        || UnionNews.Differs(this, line);

    /// <summary>Whether the term of the row is known.</summary>
    public bool HasTerm(Line line) => Facts.Exists(f => f.Kind == UnionFactKind.Term && f.EffectiveTo == line.TermOver
        && (line.TermFrom is null || f.EffectiveFrom == line.TermFrom));
}

/// <summary>工会册: the unions that an import's rows name, found by name and form at the place, or founded once for all rows.</summary>
/// <remarks>
/// Batches are prepared before the ones before them are committed, so the unions of the last batches are remembered here;
/// older ones stand in the database.
/// </remarks>
public sealed class UnionBook(DateOnly today)
{
    private const int Remembered = Pass.Together + 8;
    private readonly Queue<List<(string Name, UnionForm Form)>> batches = new();
    private readonly Dictionary<(string Name, UnionForm Form), List<UnionEntry>> recent = [];
    private ILookup<(string Name, UnionForm Form), UnionEntry> stored = Array.Empty<UnionEntry>()
        .ToLookup(e => (e.Union.Name, e.Union.Form));

    /// <summary>Looks up the unions that the rows of a batch name.</summary>
    public async Task Begin(AppDb db, IReadOnlyList<Line> lines)
    {
        batches.Enqueue([]);
        if (batches.Count > Remembered)
            foreach (var old in batches.Dequeue())
                recent.Remove(old);
        var names = lines.Where(l => l.UnionName.Length > 0).Select(l => l.UnionName).Distinct().ToArray();
        stored = names.Length == 0
            ? Array.Empty<UnionEntry>().ToLookup(e => (e.Union.Name, e.Union.Form))
            : (await Load(db, db.Unions.Where(u => EF.Parameter(names).Contains(u.Name)))).ToLookup(e => (e.Union.Name, e.Union.Form));
    }

    /// <summary>Loads unions with everything told of them.</summary>
    public static async Task<List<UnionEntry>> Load(AppDb db, IQueryable<Union> which)
    {
        var unions = await which.IgnoreQueryFilters([AppDb.ScopeFilter]).ToListAsync();
        var keys = unions.Select(u => u.Key).ToArray();
        var facts = (await db.UnionFacts.Where(f => EF.Parameter(keys).Contains(f.UnionKey) && f.SupersededAt == null).ToListAsync()).ToLookup(f => f.UnionKey);
        return [.. unions.Select(u => new UnionEntry(u, [.. facts[u.Key]], false))];
    }

    /// <summary>The living union of the row's name and form at its place; nothing when there is none.</summary>
    public UnionEntry? Find(Line line)
    {
        var key = (line.UnionName, line.UnionForm!.Value);
        return recent.GetValueOrDefault(key, []).Concat(stored[key])
            .FirstOrDefault(e => IsHere(e.Union.Path, line.Community!) && Lives(e));
    }

    /// <summary>Founds the file of the row's union.</summary>
    /// <param name="db">For keys.</param>
    /// <param name="line">The row.</param>
    /// <param name="day">The roster's day.</param>
    /// <param name="changeKey">The change record that tells of it.</param>
    /// <param name="sample">示例.</param>
    /// <param name="now">The instant of recording, UTC.</param>
    public UnionEntry Found(AppDb db, Line line, DateOnly day, long changeKey, bool sample, DateTime now)
    {
        var union = new Union
        {
            Key = db.NextKey(),
            Id = Guid.CreateVersion7(),
            Path = line.UnionForm == UnionForm.Own ? line.Place! : line.Community!,
            Name = line.UnionName,
            Form = line.UnionForm!.Value,
            CreditCode = line.UnionCode,
            Sample = sample,
        };
        var since = line.UnionSince ?? line.SignedOn ?? day;
        var entry = new UnionEntry(union, [UnionNews.Fact(db, union, UnionFactKind.Life, since, null, changeKey, now)], true);
        if (line.TermOver is { } end)
            entry.Facts.Add(UnionNews.Fact(db, union, UnionFactKind.Term, line.TermFrom ?? (since < end ? since : end.AddYears(-3)), end, changeKey, now));
        entry.Facts.AddRange(UnionNews.Of(db, entry, line, day, changeKey, now).ToList());
        var key = (union.Name, union.Form);
        if (!recent.TryGetValue(key, out var entries))
            recent[key] = entries = [];
        entries.Add(entry);
        batches.Last().Add(key);
        return entry;
    }

    // A union of the community or its parks, or of the subdistrict above it.
    private static bool IsHere(string union, string community) =>
        PathRange.Of(community).Covers(union) || (union.Length > 0 && PathRange.Of(union).Covers(community));

    private bool Lives(UnionEntry entry) =>
        entry.IsNew || entry.Facts.Exists(f => f.Kind == UnionFactKind.Life && (f.EffectiveTo is null || f.EffectiveTo > today));
}
