using Gonglian.Foundation.Callers;

namespace Gonglian.Access.Rules;

/// <summary>委托的来源: what a delegation is a part of.</summary>
/// <param name="Of">The colleague's own grant.</param>
/// <param name="By">The colleague.</param>
/// <param name="Denials">The colleague's denials.</param>
public sealed record Source(Granted Of, User By, IReadOnlyList<Granted> Denials);

/// <summary>权限的计算: what grants, delegations and denials come to on a day. The one place where it is computed.</summary>
public static class Powers
{
    private static readonly IReadOnlySet<string> None = new HashSet<string>();

    /// <summary>What an account may do.</summary>
    /// <param name="held">All its grants and denials, past ones included.</param>
    /// <param name="sources">Of its delegations what they are parts of, by the key of that grant.</param>
    /// <param name="roles">The rights of every role, by its code.</param>
    /// <param name="day">The China day.</param>
    public static IEnumerable<Grant> Of(
        IEnumerable<Granted> held, IReadOnlyDictionary<long, Source> sources,
        IReadOnlyDictionary<string, IReadOnlySet<string>> roles, DateOnly day)
    {
        foreach (var granted in held.Where(g => g.HoldsOn(day)))
            if (granted.Deny)
                yield return new Grant(granted.Path, None, Deny: true);
            else if (!roles.TryGetValue(granted.RoleCode, out var rights))
                continue;
            else if (granted.SourceKey is not { } key)
                yield return new Grant(granted.Path, rights, Deny: false);
            else if (sources.TryGetValue(key, out var source) && Lends(source, granted, rights, day))
                yield return new Grant(granted.Path, rights, Deny: false, source.By.Name);
    }

    /// <summary>Whether a delegation gives anything on a day: never more than the colleague holds then.</summary>
    /// <remarks>
    /// It rests while the colleague is disabled, does not hold the role there any more, or is shut out of any part of the
    /// place: what would be left over is not computed, it is not given.
    /// </remarks>
    /// <param name="source">What it is a part of.</param>
    /// <param name="part">The delegation.</param>
    /// <param name="rights">The rights of its role.</param>
    /// <param name="day">The China day.</param>
    public static bool Lends(Source source, Granted part, IReadOnlySet<string> rights, DateOnly day) =>
        !source.By.Disabled
        && source.Of.HoldsOn(day) && !source.Of.Deny && source.Of.SourceKey is null
        && source.Of.RoleCode == part.RoleCode && PathRange.Of(source.Of.Path).Covers(part.Path)
        && !Duties.IsAdministrators(rights)
        && !source.Denials.Any(d => d.HoldsOn(day) && Overlap(d.Path, part.Path));

    /// <summary>Whether two places have a part of the tree in common.</summary>
    public static bool Overlap(string one, string other) =>
        PathRange.Of(one).Covers(other) || PathRange.Of(other).Covers(one);
}
