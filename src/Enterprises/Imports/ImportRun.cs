using Gonglian.Enterprises.Imports.Reading;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Vaults;

namespace Gonglian.Enterprises.Imports;

/// <summary>What one pass over one file needs to know.</summary>
/// <param name="Import">The import.</param>
/// <param name="Settings">Columns, day, repairs, answers by kind.</param>
/// <param name="Answers">Answers about single rows.</param>
/// <param name="Caller">Who imports, with the right to import and no other.</param>
/// <param name="Places">The tree.</param>
/// <param name="Rules">The coverage parameters.</param>
/// <param name="Vault">Seals telephone numbers.</param>
/// <param name="Today">The day, China time.</param>
public sealed record ImportRun(
    Import Import,
    RosterSettings Settings,
    IReadOnlyDictionary<int, DoubleAnswer> Answers,
    Caller Caller,
    Places Places,
    CoverageRules Rules,
    Vault Vault,
    DateOnly Today)
{
    /// <summary>Cells that somebody typed anew.</summary>
    public Corrections Corrections { get; init; } = Corrections.None;

    /// <summary>The day of everything that has no day of its own.</summary>
    public DateOnly Day => Settings.Day ?? Today;

    /// <summary>A ledger on the day of the pass.</summary>
    public Ledger Ledger(AppDb db, DateTime now) => new(db, Rules, Vault, Today, now);

    /// <summary>What was decided about a row that may be a double; leaving it out is the safe way.</summary>
    public DoubleAnswer Answer(int row, DoubleKind kind) =>
        Answers.TryGetValue(row, out var answer) ? answer : Settings.Doubles.GetValueOrDefault(kind, DoubleAnswer.Skip);
}
