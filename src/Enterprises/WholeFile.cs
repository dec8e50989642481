using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>一家单位的全部事实: what was ever known of one unit, to judge it for any day as far as it was known at any instant.</summary>
public static class WholeFile
{
    /// <summary>Everything ever told of an enterprise, superseded or not, with its registration as it was known.</summary>
    /// <param name="db">A context of a caller who sees the enterprise.</param>
    /// <param name="enterprise">The enterprise.</param>
    /// <param name="known">What was known at this instant, UTC; nothing for now.</param>
    public static async Task<UnitFile> Read(AppDb db, Enterprise enterprise, DateTime? known)
    {
        var facts = await db.EnterpriseFacts.Where(f => f.EnterpriseKey == enterprise.Key).ToListAsync();
        var joinings = await db.Joinings.Where(j => j.EnterpriseKey == enterprise.Key).ToListAsync();
        var unions = joinings.Select(j => j.UnionKey).Distinct().ToArray();
        var told = (await db.UnionFacts.Where(f => EF.Parameter(unions).Contains(f.UnionKey)).ToListAsync()).ToLookup(f => f.UnionKey);
        var exclusions = await db.Exclusions.Where(x => x.EnterpriseKey == enterprise.Key).OrderBy(x => x.Key).ToListAsync();
        var was = facts.Where(f => f.Kind == FactKind.Registered && known is not null && Known.At(f.RecordedAt, f.SupersededAt, known))
            .MinBy(f => f.Key);
        return new(
            was is null ? enterprise.CreditCode : was.Text, was is null ? enterprise.EstablishedOn : was.Day, facts,
            [.. joinings.Select(j => new Cover(j, [.. told[j.UnionKey]]))], exclusions);
    }

    /// <summary>The enterprise with its derived columns as they were on a day.</summary>
    public static Enterprise On(Enterprise enterprise, UnitFile file, Standing standing, DateOnly day)
    {
        var then = new Enterprise
        {
            Key = enterprise.Key,
            Id = enterprise.Id,
            Path = standing.Path ?? enterprise.Path,
            Name = enterprise.Name,
            SortKey = "",
            CreditCode = file.CreditCode,
            EstablishedOn = file.EstablishedOn,
        };
        Ledger.Derive(then, standing, day);
        return then;
    }
}
