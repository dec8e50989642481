using Gonglian.Enterprises.Imports.Reading;
using Gonglian.Foundation.Rules;

namespace Gonglian.Enterprises.Imports;

/// <summary>What a pass over a file finds: classes over the whole file, and the first cells and doubles one by one.</summary>
public sealed class Findings
{
    /// <summary>How many cells are kept one by one.</summary>
    public const int MostNotes = 2_000;

    /// <summary>How many doubles are kept one by one, to be decided about.</summary>
    public const int MostDoubles = 5_000;

    /// <summary>How many changes of fields are kept one by one.</summary>
    public const int MostChanges = 5_000;

    private const int MostPlaces = 500;
    private readonly Dictionary<(string Column, string Code, string Repair, bool Refuses), FaultClass> classes = [];
    private readonly Dictionary<string, int> places = [];
    private readonly Dictionary<DoubleKind, int> doubles = [];

    /// <summary>The cells and doubles kept one by one; their keys and import come with <see cref="Importer"/>.</summary>
    public List<Finding> Notes { get; } = [];

    private int cells;
    private int kept;
    private int bare;
    private NewlyCovered covered;

    /// <summary>The whole by classes.</summary>
    public ImportSummary Summary => new(
        [.. classes.Values.OrderByDescending(c => c.Refuses).ThenByDescending(c => c.Rows)], places, doubles, bare, covered);

    /// <summary>Adds the faults of a row.</summary>
    public void Add(Line line)
    {
        foreach (var fault in line.Faults)
        {
            if (fault.Repair == Repairs.Place && (places.Count < MostPlaces || places.ContainsKey(fault.Value)))
                places[fault.Value] = places.GetValueOrDefault(fault.Value) + 1;
            Add(fault.Problem.IsWarning ? NoteKind.Warning : NoteKind.Problem, line.Row.Number, fault.Column?.ToString() ?? "",
                line.Name, fault.Value, fault.Problem.Code, Sentence.Of(fault.Problem), fault.Repair);
        }
    }

    /// <summary>Adds a reason for which a row was left out.</summary>
    public void Add(int row, string column, string name, string value, LeftReason reason) =>
        Add(NoteKind.Problem, row, column, name, value, reason.Code, reason.Sentence, "");

    /// <summary>Adds what a planned row changes, covers, or leaves to be looked into.</summary>
    public void Add(Planned row)
    {
        var line = row.Line;
        if (line.SaysOnlyYes && row.Fate is not (Fate.Left or Fate.Twin))
            AddBare(line);
        foreach (var change in row.Changes)
            Notes.Add(new(NoteKind.Change, line.Row.Number, change.Column, row.Existing!.Name, Shown(change.Column, change.After),
                new Sentence("{0}", [Shown(change.Column, change.Before)]), "", null, row.Existing.Id));
        if (row.Covers is { } covers)
            covered = new(covered.Units + 1, covered.Empty + (covers.Members == 0 ? 1 : 0),
                covered.Unknown + (covers.Members is null ? 1 : 0), covered.Undated + (covers.IsDated ? 0 : 1));
    }

    /// <summary>Adds a row that says only 是 of its union.</summary>
    public void AddBare(Line line)
    {
        if (line.UnionForm is null && bare < MostNotes)
            Notes.Add(new(NoteKind.Unproven, line.Row.Number, nameof(RosterColumn.UnionForm), line.Name, "",
                new Sentence("没有写明建会形式", []), "", null, null));
        bare++;
    }

    /// <summary>Takes over what the pass that wrote the rows has to be looked into.</summary>
    public void KeepUnproven(Findings written)
    {
        bare = written.bare;
        Notes.AddRange(written.Notes.Where(n => n.Kind == NoteKind.Unproven));
    }

    /// <summary>Adds a row that may be a double.</summary>
    public void Add(Planned row, DoubleKind kind)
    {
        doubles[kind] = doubles.GetValueOrDefault(kind) + 1;
        if (kept++ < MostDoubles)
            Notes.Add(new(NoteKind.Twin, row.Line.Row.Number, "", row.Line.Name, row.Line.CreditCode ?? "",
                Sentence.Of(row.Why!), "", kind, row.Existing?.Id));
    }

    private void Add(
        NoteKind kind, int row, string column, string name, string value, string code, Sentence sentence, string repair)
    {
        var (key, shown) = ((column, code, repair, kind == NoteKind.Problem), Shown(column, value));
        classes[key] = classes.TryGetValue(key, out var known)
            ? known with { Rows = known.Rows + 1 }
            : new(column, code, repair, key.Item4, 1, shown, Masked(column, sentence));
        if (cells++ < MostNotes)
            Notes.Add(new(kind, row, column, name, shown, Masked(column, sentence), repair, null, null));
    }

    // A telephone or identity number never lies open in a table, whatever column it was typed into.
    internal static string Shown(string column, string value) =>
        column == nameof(RosterColumn.Phone) ? Tail(value) : PersonalNumbers.Mask(value[..Math.Min(value.Length, 200)]);

    private static Sentence Masked(string column, Sentence sentence) => sentence with
    {
        Arguments = [.. sentence.Arguments.Select(a =>
            column != nameof(RosterColumn.Phone) ? PersonalNumbers.Mask(a) : a.Length > 4 ? Tail(a) : a)],
    };

    private static string Tail(string phone) => phone.Length > 4 ? "****" + phone[^4..] : phone;
}

/// <summary>A note before it has its keys; see <see cref="ImportNote"/>.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Row">Number of the row.</param>
/// <param name="Column">The column's id.</param>
/// <param name="Name">The name in the row.</param>
/// <param name="Value">What stands in the cell.</param>
/// <param name="Sentence">What is wrong.</param>
/// <param name="Repair">The repair that would help.</param>
/// <param name="Twin">How the row is a double.</param>
/// <param name="EnterpriseId">The enterprise it meets.</param>
public sealed record Finding(
    NoteKind Kind, int Row, string Column, string Name, string Value, Sentence Sentence, string Repair,
    DoubleKind? Twin, Guid? EnterpriseId);
