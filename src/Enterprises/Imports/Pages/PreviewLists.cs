using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises.Imports.Pages;

/// <summary>The lists of a preview, each a page of its notes.</summary>
internal sealed record PreviewLists
{
    private const int PageSize = 20;
    private const int MostGiven = 200;

    public static PreviewLists None { get; } = new();

    /// <summary>Cells with a problem.</summary>
    public IReadOnlyList<ImportNote> Cells { get; private init; } = [];

    /// <summary>Rows that somebody should decide about.</summary>
    public IReadOnlyList<ImportNote> Doubles { get; private init; } = [];

    /// <summary>Fields that would change.</summary>
    public IReadOnlyList<ImportNote> Changes { get; private init; } = [];

    /// <summary>Cells typed anew.</summary>
    public IReadOnlyList<ImportNote> Given { get; private init; } = [];

    /// <summary>What was typed for the cells of this page, a telephone number only masked.</summary>
    public IReadOnlyDictionary<(int Row, string Column), string> Typed { get; private init; } =
        new Dictionary<(int, string), string>();

    /// <summary>Whether there are cells for which rows are refused; then the others are shown when somebody asks.</summary>
    public bool HasProblems { get; private init; }

    /// <summary>Whether cells that are only worth a look are among <see cref="Cells"/>.</summary>
    public bool ShowsAll { get; private init; }

    public long? NextCells => Next(Cells)?.Key;

    public long? NextDoubles => Next(Doubles)?.Row;

    public long? NextChanges => Next(Changes)?.Key;

    public static async Task<PreviewLists> Of(AppDb db, Import import, long after, long doubles, long changes, bool all)
    {
        var notes = db.ImportNotes.Where(n => n.ImportKey == import.Key);
        var problems = notes.Where(n => n.Kind == NoteKind.Problem);
        var has = await problems.AnyAsync();
        var which = has && !all ? problems : notes.Where(n => n.Kind == NoteKind.Problem || n.Kind == NoteKind.Warning);
        var cells = await which.Where(n => n.Key > after).OrderBy(n => n.Key).Take(PageSize).ToListAsync();
        var rows = cells.Select(c => c.Row).Distinct().ToArray();
        var typed = await notes.Where(n => n.Kind == NoteKind.Given && rows.Contains(n.Row)).ToListAsync();
        return new()
        {
            Cells = cells,
            HasProblems = has,
            ShowsAll = !has || all,
            Typed = typed.ToDictionary(n => (n.Row, n.Column), n => n.Value),
            Doubles = await notes.Where(n => n.Kind == NoteKind.Twin && n.Row > doubles)
                .OrderBy(n => n.Row).Take(PageSize).ToListAsync(),
            Changes = await notes.Where(n => n.Kind == NoteKind.Change && n.Key > changes)
                .OrderBy(n => n.Key).Take(PageSize).ToListAsync(),
            Given = await notes.Where(n => n.Kind == NoteKind.Given).OrderBy(n => n.Row).Take(MostGiven).ToListAsync(),
        };
    }

    private static ImportNote? Next(IReadOnlyList<ImportNote> page) => page.Count == PageSize ? page[^1] : null;
}
