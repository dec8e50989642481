using Gonglian.Foundation.Rules;
using Gonglian.Organisations.Tree;

namespace Gonglian.Organisations.Imports;

/// <summary>What becomes of a row.</summary>
public enum UnitFate
{
    /// <summary>A unit is added.</summary>
    New,

    /// <summary>A unit that stands is corrected.</summary>
    Changed,

    /// <summary>The unit stands already as it is written.</summary>
    Unchanged,

    /// <summary>The row is left out; the reason says why.</summary>
    Refused,
}

/// <summary>What of a unit is corrected.</summary>
/// <param name="Field">The field's Chinese title.</param>
/// <param name="Was">What stands.</param>
/// <param name="Is">What is written.</param>
public sealed record UnitCorrection(string Field, string Was, string Is);

/// <summary>One row of a table of units with what becomes of it.</summary>
public sealed record PlannedUnit
{
    /// <summary>The row; of a unit that only others name as theirs above, the first row that does.</summary>
    public required UnitLine Line { get; init; }

    /// <summary>What becomes of it.</summary>
    public UnitFate Fate { get; init; } = UnitFate.Refused;

    /// <summary>The code as it is kept: 12 digits for a division.</summary>
    public string Code { get; init; } = "";

    /// <summary>名称 as it is written; empty leaves the standing one.</summary>
    public string Name => Line.Name;

    /// <summary>层级; none where it cannot be told.</summary>
    public UnitKind? Kind { get; init; }

    /// <summary>The code of the unit above; empty for a city.</summary>
    public string AboveCode { get; init; } = "";

    /// <summary>The name of the unit above, where it is known.</summary>
    public string AboveName { get; init; } = "";

    /// <summary>Where the unit lies, or will lie; the last part of a park's or building's is not known before it is added.</summary>
    public string Path { get; init; } = "";

    /// <summary>创建年份; none where nothing is said.</summary>
    public int? Year { get; init; }

    /// <summary>Whether it has no row of its own: rows below it name it.</summary>
    public bool Implied { get; init; }

    /// <summary>The unit that stands; none for a new one.</summary>
    public Unit? Standing { get; init; }

    /// <summary>What is corrected.</summary>
    public IReadOnlyList<UnitCorrection> Corrections { get; init; } = [];

    /// <summary>Why the row is left out.</summary>
    public Refused? Why { get; init; }
}
