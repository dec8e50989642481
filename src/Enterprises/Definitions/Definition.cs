using System.Text.Json;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises.Definitions;

/// <summary>口径版本 as it was decided: parameters that hold from a day on, by whom and why.</summary>
/// <remarks>
/// A definition never changes under a figure that stands: a new version begins on a later day, and can be withdrawn only
/// until then. So what a day was counted by does not depend on when somebody asks.
/// </remarks>
public sealed class Definition : IRecorded, IStamped
{
    /// <summary>The version's number; the reference's own parameters are version 1 and stand in no row.</summary>
    public required int Number { get; init; }

    /// <summary>First day that is counted by it, China time.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>All parameters, as JSON of <see cref="CoverageRules"/>.</summary>
    public required string Parameters { get; init; }

    /// <summary>Why the definition changes, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>Where its records lie: the highest unit it holds for.</summary>
    public required string Path { get; init; }

    /// <summary>Who decided it.</summary>
    public required string SetBy { get; init; }

    /// <summary>When it was entered, UTC.</summary>
    public required DateTime SetAt { get; init; }

    /// <summary>When it was withdrawn, UTC, before it came into force; none otherwise.</summary>
    public DateTime? WithdrawnAt { get; private set; }

    /// <summary>Who withdrew it.</summary>
    public string WithdrawnBy { get; private set; } = "";

    /// <inheritdoc/>
    public int Stamp { get; set; }

    string IRecorded.Subject => "definition";

    long IRecorded.SubjectKey => Number;

    string IRecorded.SubjectPath => Path;

    /// <summary>The parameters.</summary>
    public CoverageRules Rules => JsonSerializer.Deserialize<CoverageRules>(Parameters)!;

    /// <summary>Takes the version back before it comes into force.</summary>
    /// <exception cref="Refused">
    /// <c>definitions.withdrawn</c>: it is already; <c>definitions.in-force</c>: its day has come, so only a newer version can
    /// follow it.
    /// </exception>
    public void Withdraw(string by, DateTime at)
    {
        if (WithdrawnAt is not null)
            throw new Refused("definitions.withdrawn", "口径 v{0} 已由 {1} 撤回", Number, WithdrawnBy);
        if (ValidFrom <= China.Day(at))
            throw new Refused("definitions.in-force", "口径 v{0} 已于 {1} 生效,不能撤回;请另定新的版本", Number, ValidFrom);
        (WithdrawnAt, WithdrawnBy) = (at, by);
    }

    internal static void Map(ModelBuilder model) => model.Entity<Definition>(e =>
    {
        e.ToTable("definition");
        e.HasKey(d => d.Number);
        e.Property(d => d.Number).ValueGeneratedNever();
        e.Property(d => d.Parameters).HasAnnotation(ChangeLog.Derived, true);
        e.Property(d => d.Reason).HasMaxLength(Wording.LongestReason);
        e.Ignore(d => d.Rules);
    });
}
