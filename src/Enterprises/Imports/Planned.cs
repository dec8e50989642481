using Gonglian.Enterprises.Imports.Reading;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;

namespace Gonglian.Enterprises.Imports;

/// <summary>What becomes of a row.</summary>
public enum Fate
{
    /// <summary>Cells that cannot be understood; nothing is taken.</summary>
    Left,

    /// <summary>May be a double, and nobody said otherwise: left out.</summary>
    Twin,

    /// <summary>A new file.</summary>
    New,

    /// <summary>Something new is told of a file.</summary>
    Merge,

    /// <summary>Says what is known.</summary>
    Unchanged,
}

/// <summary>A row and what shall become of it.</summary>
public sealed class Planned(Line line)
{
    /// <summary>The row.</summary>
    public Line Line => line;

    /// <summary>The name with what is made of it; read once, when it is asked for first.</summary>
    public EnterpriseName Name => field ??= EnterpriseName.Of(line.Name);

    /// <summary>What becomes of it.</summary>
    public Fate Fate { get; set; } = line.IsRefused ? Fate.Left : Fate.New;

    /// <summary>How it may be a double.</summary>
    public DoubleKind? Twin { get; set; }

    /// <summary>Why it may be a double.</summary>
    public Problem? Why { get; set; }

    /// <summary>The enterprise it meets; none where an earlier row of the same file is met.</summary>
    public Enterprise? Existing { get; set; }

    /// <summary>Whether an earlier row of the file has the same name, each with its own code.</summary>
    public bool IsNamesake { get; set; }

    /// <summary>The union it is to be joined to; none where nothing is to be joined.</summary>
    public UnionEntry? Union { get; set; }

    /// <summary>Whether it only fills in what an earlier row of the file left open.</summary>
    public bool Fills => Fate == Fate.Merge && Twin?.IsInFile() == true;

    /// <summary>What would change in the file it meets; a check tells of the first some thousands.</summary>
    public IReadOnlyList<FieldChange> Changes { get; set; } = [];

    /// <summary>Members and whether its union has a day, where the unit newly counts as covered; only a check asks.</summary>
    public (int? Members, bool IsDated)? Covers { get; set; }
}

/// <summary>Rows made ready to be written in one piece.</summary>
/// <param name="from">Number of the row behind which the piece begins.</param>
public sealed class Batch(int from)
{
    /// <summary>Number of the row behind which the piece begins.</summary>
    public int From { get; } = from;

    /// <summary>Number of its last row.</summary>
    public int To { get; set; }

    /// <summary>The instant at which it was made ready, UTC: what is known from then on.</summary>
    public required DateTime Now { get; init; }

    /// <summary>Its rows.</summary>
    public required IReadOnlyList<Planned> Rows { get; init; }

    /// <summary>New files, judged.</summary>
    public List<OpenFile> Drafts { get; } = [];

    /// <summary>Their contacts.</summary>
    public List<Contact> Contacts { get; } = [];

    /// <summary>The contacts' keys.</summary>
    public List<SealKey> Keys { get; } = [];

    /// <summary>Unions that the rows found.</summary>
    public List<UnionEntry> Unions { get; } = [];

    /// <summary>Rows that tell something new of a union that stands.</summary>
    public List<(UnionEntry Union, Line Line)> UnionNews { get; } = [];

    /// <summary>Exclusions proposed for new files.</summary>
    public List<Exclusion> Exclusions { get; } = [];

    /// <summary>How many exclusions are proposed for new files.</summary>
    public int Proposed { get; set; }

    /// <summary>Change records of everything new.</summary>
    public List<Change> Changes { get; } = [];

    /// <summary>Bytes of the file of refused rows, this piece included.</summary>
    public long LeftBytes { get; set; }
}
