using Gonglian.Foundation.Callers;

namespace Gonglian.Access.Rules;

/// <summary>程序的权限: what of an account's powers a program has.</summary>
public static class Lending
{
    /// <summary>
    /// Never more than the account itself may today: each of its own powers, cut down to the program's place and rights.
    /// What the account holds for a colleague is not passed on; what is taken from the account is taken from the program.
    /// </summary>
    /// <param name="powers">What the account may today; see <see cref="Powers"/>.</param>
    /// <param name="owner">The account's name.</param>
    /// <param name="path">The program's place.</param>
    /// <param name="rights">The program's rights.</param>
    public static IEnumerable<Grant> Of(IEnumerable<Grant> powers, string owner, string path, IReadOnlySet<string> rights)
    {
        foreach (var power in powers)
            if (power.Deny)
                yield return power;
            else if (power.For is null && Powers.Overlap(power.Path, path) && rights.Where(power.Has).ToHashSet() is { Count: > 0 } both)
                yield return new Grant(PathRange.Of(power.Path).Covers(path) ? path : power.Path, both, Deny: false, owner);
    }
}
