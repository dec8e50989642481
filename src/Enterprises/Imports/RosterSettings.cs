using System.Text.Json;

namespace Gonglian.Enterprises.Imports;

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

    /// <summary>Columns whose unreadable cells are left blank.</summary>
    public HashSet<string> Blank { get; init; } = [];

    /// <summary>Unknown name of a community → path of the place that is meant.</summary>
    public IReadOnlyDictionary<string, string> Places { get; init; } = new Dictionary<string, string>();

    /// <summary>What becomes of doubles of a kind, where the row has no answer of its own; nothing is to leave them out.</summary>
    public IReadOnlyDictionary<DoubleKind, DoubleAnswer> Doubles { get; init; } =
        new Dictionary<DoubleKind, DoubleAnswer>();

    /// <summary>示例: everything new is marked as made up for the demonstration.</summary>
    public bool Sample { get; init; }

    /// <summary>As it is kept in a column.</summary>
    public override string ToString() => JsonSerializer.Serialize(this, ImportJson.Options);

    /// <summary>Reads a column.</summary>
    public static RosterSettings Read(string text) => JsonSerializer.Deserialize<RosterSettings>(text, ImportJson.Options)!;
}
