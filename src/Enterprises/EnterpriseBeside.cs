using Gonglian.Foundation.Data;
using Gonglian.Foundation.Sheets;
using Gonglian.Organisations;
using Gonglian.Organisations.Unions;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>What a column shows that stands beside the enterprise's own row: read for many rows at once, and only where such a column is chosen.</summary>
public static class EnterpriseBeside
{
    /// <summary>Column: 工会名称, of the live unions that cover the enterprise.</summary>
    public const string Unions = "unionName";

    /// <summary>Column: 联系人, names only; numbers stay sealed.</summary>
    public const string Contacts = "contact";

    private const int Piece = 500;

    /// <summary>Whether a column shows something that stands beside the row.</summary>
    public static bool Is(Column<EnterpriseRow> column) => column.Id is Unions or Contacts;

    /// <summary>Reads for the rows what the columns show beside them.</summary>
    /// <param name="db">The caller's context.</param>
    /// <param name="rows">The rows of a page.</param>
    /// <param name="columns">The columns shown.</param>
    /// <param name="day">The day of the figures.</param>
    public static async Task ReadBeside(
        this AppDb db, IReadOnlyList<EnterpriseRow> rows, IReadOnlyList<Column<EnterpriseRow>> columns, DateOnly day)
    {
        if (rows.Count == 0 || !columns.Any(Is))
            return;
        var keys = rows.Select(r => r.Key).ToArray();
        var unions = columns.Any(c => c.Id == Unions) ? await UnionsOf(db, keys, day) : null;
        var contacts = columns.Any(c => c.Id == Contacts) ? await ContactsOf(db, keys) : null;
        foreach (var row in rows)
        {
            row.UnionNames = Joined(unions?[row.Key]);
            row.ContactNames = Joined(contacts?[row.Key]);
        }
    }

    /// <summary>The same for rows that come one after another, in pieces.</summary>
    /// <param name="rows">The rows, while the database reads them.</param>
    /// <param name="db">A context of its own: the rows are still being read on the other.</param>
    /// <param name="columns">The columns shown.</param>
    /// <param name="day">The day of the figures.</param>
    public static IAsyncEnumerable<EnterpriseRow> WithBeside(
        this IAsyncEnumerable<EnterpriseRow> rows, AppDb db, IReadOnlyList<Column<EnterpriseRow>> columns, DateOnly day) =>
        columns.Any(Is) ? InPieces(rows, db, columns, day) : rows;

    private static async IAsyncEnumerable<EnterpriseRow> InPieces(
        IAsyncEnumerable<EnterpriseRow> rows, AppDb db, IReadOnlyList<Column<EnterpriseRow>> columns, DateOnly day)
    {
        await foreach (var piece in rows.Chunk(Piece))
        {
            await db.ReadBeside(piece, columns, day);
            foreach (var row in piece)
                yield return row;
        }
    }

    private static async Task<ILookup<long, string>> UnionsOf(AppDb db, long[] keys, DateOnly day)
    {
        var lives = db.UnionFacts.Where(f => f.Kind == UnionFactKind.Life && f.SupersededAt == null
            && f.EffectiveFrom <= day && (f.EffectiveTo == null || f.EffectiveTo > day));
        var found = await (from j in db.Joinings
                           join u in db.Unions on j.UnionKey equals u.Key
                           where keys.Contains(j.EnterpriseKey) && j.SupersededAt == null
                               && (j.EffectiveTo == null || j.EffectiveTo > day)
                               && (u.Form != UnionForm.Joint || j.SignedOn != null)
                               && lives.Any(f => f.UnionKey == u.Key)
                           orderby u.Form, u.Key
                           select new { j.EnterpriseKey, u.Name }).ToListAsync();
        return found.ToLookup(f => f.EnterpriseKey, f => f.Name);
    }

    private static async Task<ILookup<long, string>> ContactsOf(AppDb db, long[] keys)
    {
        var found = await db.Contacts.Where(c => keys.Contains(c.EnterpriseKey)).OrderBy(c => c.Key)
            .Select(c => new { c.EnterpriseKey, c.Name }).ToListAsync();
        return found.ToLookup(f => f.EnterpriseKey, f => f.Name);
    }

    private static string? Joined(IEnumerable<string>? names) =>
        names is null ? null : string.Join('、', names.Where(n => n.Length > 0).Distinct()) is { Length: > 0 } joined ? joined : null;
}
