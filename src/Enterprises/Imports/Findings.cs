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

    private const int MostPlaces = 500;
    private readonly Dictionary<(string Column, string Code, string Repair, bool Refuses), FaultClass> classes = [];
    private readonly Dictionary<string, int> places = [];
    private readonly Dictionary<DoubleKind, int> doubles = [];

    /// <summary>The cells and doubles kept one by one; their keys and import come with <see cref="Importer"/>.</summary>
    public List<Finding> Notes { get; } = [];

    private int cells;
    private int kept;

    /// <summary>The whole by classes.</summary>
    public ImportSummary Summary => new(
        [.. classes.Values.OrderByDescending(c => c.Refuses).ThenByDescending(c => c.Rows)], places, doubles);

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
