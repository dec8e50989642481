using Gonglian.Foundation.Rules;

namespace Gonglian.Foundation.Figures;

/// <summary>指标: a figure with its definition, so that anybody can say what it counts and open its rows.</summary>
/// <param name="Id">e.g. <c>N1</c>.</param>
/// <param name="Version">Grows with every change of the definition.</param>
/// <param name="Title">The field's name for it.</param>
/// <param name="Definition">The definition in words, counting convention included.</param>
/// <param name="Basis">Law, document or reference it rests on.</param>
/// <param name="Unit">What is counted: 家 or 人.</param>
/// <param name="Numerator">The measure above the line.</param>
/// <param name="Denominator">The measure below the line; none for a list.</param>
/// <param name="Target">What is to be reached, unrounded; none where there is no target.</param>
/// <param name="Rows">Address of the list whose filter <c>counted</c> opens the rows.</param>
public sealed record Indicator(
    string Id, int Version, string Title, string Definition, string Basis, string Unit,
    string Numerator, string? Denominator, decimal? Target, string Rows)
{
    /// <summary>The measure of those in the denominator of whom nobody knows whether they count; none where that cannot be.</summary>
    public string? Unknown { get; init; }

    /// <summary>Why it cannot be measured yet; then it has no figure, which is neither 0 nor reached.</summary>
    public string? NotYet { get; init; }

    /// <summary>口径负责部门: who answers for the definition.</summary>
    public required string Owner { get; init; }

    /// <summary>Whether it stands beside others where parts are compared; what does not is a click away.</summary>
    public bool IsMain { get; init; } = true;

    /// <summary>Whether exclusions from the base set stand beside it.</summary>
    public bool Excludes { get; init; } = true;

    /// <summary>The figure from sums of measures.</summary>
    public Share Of(IReadOnlyDictionary<string, long> sums) => NotYet is null
        ? new(sums.GetValueOrDefault(Numerator), Denominator is null ? 0 : sums.GetValueOrDefault(Denominator))
        : new(0, 0);
}
