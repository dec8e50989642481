using Gonglian.Enterprises.Imports.Reading;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;
using Gonglian.Foundation.Vaults;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises.Imports;

/// <summary>改过的格: cells of an upload that somebody typed anew; every pass over the file reads them instead.</summary>
/// <remarks>The upload stays as it came. What was typed lies sealed, for it may be a telephone number, until it is written.</remarks>
public sealed class Corrections
{
    /// <summary>The longest text that can be typed for a cell.</summary>
    public const int Longest = 200;

    /// <summary>The name under which a change record tells which cells were typed by hand, and by whom.</summary>
    public const string Field = "Corrected";

    private readonly Dictionary<int, List<Typed>> rows = [];

    /// <summary>No cell was typed anew.</summary>
    public static Corrections None { get; } = new();

    /// <summary>The row with its corrected cells.</summary>
    public SheetRow On(SheetRow row)
    {
        if (rows.Count == 0 || !rows.TryGetValue(row.Number, out var given))
            return row;
        var cells = row.Cells.ToList();
        foreach (var cell in given.Where(g => g.Position < LineReader.Beside))
        {
            while (cells.Count <= cell.Position)
                cells.Add(Cell.Empty);
            cells[cell.Position] = new Cell(cell.Text);
        }
        return new SheetRow(row.Number, cells, given.Where(g => g.Position >= LineReader.Beside)
            .ToDictionary(g => g.Position, g => new Cell(g.Text)));
    }

    /// <summary>Tells the change record of a row which of its cells were typed by hand, and by whom; nothing where none was.</summary>
    internal void Tell(int row, Dictionary<string, object?> told)
    {
        if (!rows.TryGetValue(row, out var given))
            return;
        // Several rows may be merged into one file.
        var before = told.GetValueOrDefault(Field) as Corrected[] ?? [];
        told[Field] = (Corrected[])[.. before, .. given.GroupBy(c => c.By).Select(g => new Corrected([.. g.Select(c => c.Column)], g.Key))];
    }

    /// <summary>Reads what was typed for an import.</summary>
    internal static async Task<Corrections> Load(AppDb db, Vault vault, long importKey, RosterSettings settings)
    {
        var found = await (from n in db.ImportNotes
                           join k in db.Set<SealKey>() on n.SealKeyKey equals k.Key
                           where n.ImportKey == importKey && n.Kind == NoteKind.Given && n.Given != null
                           select new { n.Row, n.Column, n.Given, n.By, Key = k }).ToListAsync();
        var positions = LineReader.Positions(settings);
        var read = new Corrections();
        foreach (var cell in found)
        {
            if (!Enum.TryParse<RosterColumn>(cell.Column, out var column))
                continue;
            if (!read.rows.TryGetValue(cell.Row, out var given))
                read.rows[cell.Row] = given = [];
            given.Add(new(positions[(int)column], cell.Column, vault.Open(cell.Key, cell.Given!), cell.By ?? ""));
        }
        return read;
    }

    /// <summary>Keeps what somebody typed for cells that have a problem; a cell left as it is stays as it is.</summary>
    /// <exception cref="Refused"><c>import.moved-on</c>: somebody else has changed or started it.</exception>
    public static async Task Keep(
        AppDb db, Vault vault, Guid id, int stamp, IReadOnlyDictionary<(int Row, string Column), string> typed)
    {
        var import = await Importer.Open(db, id, stamp);
        var numbers = typed.Keys.Select(c => c.Row).Distinct().ToArray();
        var notes = await db.ImportNotes.Where(n => n.ImportKey == import.Key && numbers.Contains(n.Row)).ToListAsync();
        foreach (var (cell, text) in typed)
        {
            var here = notes.Where(n => (n.Row, n.Column) == cell).ToList();
            if (here.Find(n => n.Kind is NoteKind.Problem or NoteKind.Warning) is not { } fault)
                continue;
            var before = here.Find(n => n.Kind == NoteKind.Given);
            if (before is null ? text == OneLine(fault.Value) : text == OneLine(before.Value))
                continue;
            if (before is not null)
                await Take(db, before);
            if (text == OneLine(fault.Value))
                continue;
            var key = vault.NewKey(db.NextKey());
            db.Add(key);
            db.Add(new ImportNote
            {
                Key = db.NextKey(),
                ImportKey = import.Key,
                Kind = NoteKind.Given,
                Row = cell.Row,
                Column = cell.Column,
                Name = fault.Name,
                Value = Findings.Shown(cell.Column, text),
                Sentence = before?.Sentence ?? new Sentence("{0}", [fault.Value]).ToString(),
                By = db.Caller.Name,
                SealKeyKey = key.Key,
                Given = vault.Seal(key, text),
            });
        }
    }

    /// <summary>Puts a cell back as it came.</summary>
    /// <exception cref="Refused"><c>import.moved-on</c>: somebody else has changed or started it.</exception>
    public static async Task Undo(AppDb db, Guid id, int stamp, long noteKey)
    {
        var import = await Importer.Open(db, id, stamp);
        if (await db.ImportNotes.FirstOrDefaultAsync(
                n => n.Key == noteKey && n.ImportKey == import.Key && n.Kind == NoteKind.Given) is { } note)
            await Take(db, note);
    }

    /// <summary>Destroys what was typed once it is written: what remains says which cells, and phones only masked.</summary>
    internal static async Task Written(AppDb db, long importKey)
    {
        var given = db.ImportNotes.Where(n => n.ImportKey == importKey && n.SealKeyKey != null);
        await db.Set<SealKey>().Where(k => given.Any(n => n.SealKeyKey == k.Key)).ExecuteDeleteAsync();
        await given.ExecuteUpdateAsync(n => n.SetProperty(x => x.Given, (Sealed?)null).SetProperty(x => x.SealKeyKey, (long?)null));
    }

    // As a field of one line gives it back when nobody touched it.
    internal static string OneLine(string value) => value.ReplaceLineEndings("").Trim();

    private static async Task Take(AppDb db, ImportNote note)
    {
        if (await db.Set<SealKey>().FindAsync(note.SealKeyKey) is { } key)
            db.Remove(key);
        db.Remove(note);
    }

    private sealed record Corrected(string[] Columns, string By);

    private sealed record Typed(int Position, string Column, string Text, string By);
}
