using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations.Unions;

/// <summary>How many unions there are.</summary>
public static class UnionReading
{
    /// <summary>The unions living on a day at a place and below it, by form.</summary>
    public static async Task<IReadOnlyList<(UnionForm Form, int Count)>> LiveForms(
        this AppDb db, string path, DateOnly day)
    {
        var range = PathRange.Of(path);
        var forms = await (from u in db.Unions
                           join f in db.UnionFacts on u.Key equals f.UnionKey
                           where string.Compare(u.Path, range.From) >= 0 && string.Compare(u.Path, range.To) < 0
                               && f.Kind == UnionFactKind.Life && f.SupersededAt == null
                               && f.EffectiveFrom <= day && (f.EffectiveTo == null || f.EffectiveTo > day)
                           group u by u.Form into g
                           orderby g.Key
                           select new { g.Key, Count = g.Count() }).ToListAsync();
        return forms.ConvertAll(f => (f.Key, f.Count));
    }
}
