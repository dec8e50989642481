using System.Text.Json;

namespace Gonglian.Enterprises.Imports;

/// <summary>What a bare 是 or 有 of 建会形式 means: it says that there is a union, not which form it has.</summary>
public enum BareUnion
{
    /// <summary>待核实: no union is registered; the rows are listed, to be looked into.</summary>
    Later = 1,

    /// <summary>独立工会: each unit has its own.</summary>
    Own = 2,

    /// <summary>联合工会: all of them belong to the one that is named, and are covered from the day of their signature.</summary>
    Joint = 3,
}

/// <summary>How one file is to be read: sheet, columns, day, repairs and answers; guessed first, then corrected.</summary>
public sealed record RosterSettings
{
    /// <summary>Name of the sheet; nothing for the first that holds something.</summary>
    public string? Sheet { get; init; }

    /// <summary>Number of the row that names the columns; 0 while nobody found it.</summary>
    public int Header { get; init; }

    /// <summary>Column (from 0) → what it holds, by the ids of <see cref="Reading.RosterColumns"/>.</summary>
    public IReadOnlyDictionary<int, string> Columns { get; init; } = new Dictionary<int, string>();

    /// <summary>Path of the place for rows that name none; nothing when every row names one.</summary>
    public string? Place { get; init; }

    /// <summary>The day the roster is of, for facts without a day of their own; nothing for the day of the import.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>Where figures without a source come from.</summary>
    public FactSource Source { get; init; } = FactSource.Roster;

    /// <summary>Two digits in the column of industries are the order 01–20 of 2002 instead of a division.</summary>
    public bool Industry2002 { get; init; }

    /// <summary>Repairs that apply to the whole file; see <see cref="Reading.Repairs"/>.</summary>
    public HashSet<string> Repairs { get; init; } = [];

    /// <summary>Classes of problems, as <see cref="ClassOf"/>, whose cells are left blank.</summary>
    public HashSet<string> Blank { get; init; } = [];

    /// <summary>Repairs that were offered and not wanted, so that they are not ticked again.</summary>
    public HashSet<string> Unwanted { get; init; } = [];

    /// <summary>Unknown name of a community → path of the place that is meant.</summary>
    public IReadOnlyDictionary<string, string> Places { get; init; } = new Dictionary<string, string>();

    /// <summary>What becomes of doubles of a kind, where the row has no answer of its own; nothing is to leave them out.</summary>
    public IReadOnlyDictionary<DoubleKind, DoubleAnswer> Doubles { get; init; } =
        new Dictionary<DoubleKind, DoubleAnswer>();

    /// <summary>What a bare 是 of 建会形式 means in this file; nothing while nobody said: then no union is registered.</summary>
    public BareUnion? BareUnion { get; init; }

    /// <summary>The joint union that a bare 是 means, where it means one.</summary>
    public string JointName { get; init; } = "";

    /// <summary>示例: everything new is marked as made up for the demonstration.</summary>
    public bool Sample { get; init; }

    /// <summary>The titles of the file with what their columns were confirmed to hold, empty for nothing; see <see cref="KnownTitles"/>.</summary>
    public IReadOnlyDictionary<string, string> Titles { get; init; } = new Dictionary<string, string>();

    /// <summary>Who confirmed the columns of such titles before, and when; empty where nobody did.</summary>
    public string TitlesFrom { get; init; } = "";

    /// <summary>Whether something was typed or answered since the last check.</summary>
    public bool Unchecked { get; init; }

    /// <summary>Whether the last check was made because somebody started with something unchecked.</summary>
    public bool StartHeld { get; init; }

    /// <summary>What holds for a row that somebody should decide about: its own answer, else its kind's, else it is left out.</summary>
    public DoubleAnswer AnswerOf(ImportNote note) =>
        note.Answer ?? Doubles.GetValueOrDefault(note.Twin ?? default, DoubleAnswer.Skip);

    /// <summary>One class of problems of a file: the same problem in the same column.</summary>
    public static string ClassOf(string column, string code) => $"{column}:{code}";

    /// <summary>As it is kept in a column.</summary>
    public override string ToString() => JsonSerializer.Serialize(this, ImportJson.Options);

    /// <summary>Reads a column.</summary>
    public static RosterSettings Read(string text) => JsonSerializer.Deserialize<RosterSettings>(text, ImportJson.Options)!;
}
