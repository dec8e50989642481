using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Rules;

namespace Gonglian.Access.Rules;

/// <summary>授权的规则: who may give what to whom.</summary>
/// <remarks>
/// Nobody gives what they do not hold, except system administrators (<see cref="Appoint"/>), who hold no rights of the
/// work themselves; nobody reaches beyond the own part of the tree; nobody changes the own account's powers.
/// </remarks>
public static class Granting
{
    /// <summary>The right to administer accounts.</summary>
    public const string Manage = "access.manage";

    /// <summary>The right to give roles whose rights one does not hold.</summary>
    public const string Appoint = "access.appoint";

    /// <summary>Whether the caller may give or take these rights in this part of the tree.</summary>
    /// <param name="caller">Who gives.</param>
    /// <param name="rights">The rights of the role.</param>
    /// <param name="path">Where: the unit and everything below it.</param>
    public static bool May(Caller caller, IEnumerable<string> rights, string path) =>
        caller.Can(Manage, path)
        && !caller.Denied.Any(d => PathRange.Of(path).Covers(d.From))
        && (caller.Can(Appoint, path) || rights.All(r => caller.Can(r, path)));

    /// <summary>Demands it.</summary>
    /// <exception cref="Refused">
    /// <c>access.beyond</c>: outside the own part of the tree, or rights that the caller does not hold there.
    /// </exception>
    public static void Need(Caller caller, IEnumerable<string> rights, string path)
    {
        if (!May(caller, rights, path))
            throw new Refused("access.beyond", "只能在自己的辖区内,授予或收回自己也有的权限");
    }

    /// <summary>Demands that the account is somebody else's.</summary>
    /// <exception cref="Refused"><c>access.own-account</c>: it is the caller's own.</exception>
    public static void NeedOther(Caller caller, Guid userId)
    {
        if (caller.UserId == userId)
            throw new Refused("access.own-account", "不能改动自己的账号和权限,请另一位管理员办理");
    }

    /// <summary>Demands that a period has its days in order.</summary>
    /// <param name="from">First day.</param>
    /// <param name="to">First day on which it no longer holds; none for no end.</param>
    /// <exception cref="Refused"><c>access.period</c>: it ends before it begins.</exception>
    public static void CheckPeriod(DateOnly from, DateOnly? to)
    {
        if (to <= from)
            throw new Refused("access.period", "截止日要在开始日之后").At("to");
    }
}
