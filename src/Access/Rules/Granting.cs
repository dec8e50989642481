using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Rules;

namespace Gonglian.Access.Rules;

/// <summary>授权的规则: who may give what to whom.</summary>
/// <remarks>
/// Nobody gives what they do not hold, except security administrators (<see cref="AccessRights.Appoint"/>), who hold no
/// rights of the work themselves; nobody reaches beyond the own part of the tree; nobody changes the own account's powers.
/// </remarks>
public static class Granting
{
    /// <summary>Whether the caller may give or take these rights in this part of the tree.</summary>
    /// <param name="caller">Who gives.</param>
    /// <param name="rights">The rights of the role.</param>
    /// <param name="path">Where: the unit and everything below it.</param>
    public static bool May(Caller caller, IEnumerable<string> rights, string path) =>
        Reaches(caller, AccessRights.Grant, path)
        && (caller.Can(AccessRights.Appoint, path) || rights.All(r => caller.Can(r, path)));

    /// <summary>Whether the caller has a right in the whole of a part of the tree.</summary>
    public static bool Reaches(Caller caller, string right, string path) =>
        caller.Can(right, path) && IsWhole(caller, path);

    /// <summary>Whether nothing of a part of the tree is shut to the caller.</summary>
    public static bool IsWhole(Caller caller, string path) =>
        caller.Covers(path) && !caller.Denied.Any(d => PathRange.Of(path).Covers(d.From));

    /// <summary>Demands a right in the whole of a part of the tree.</summary>
    /// <exception cref="Refused"><c>access.beyond-area</c>: not there, or not in all of it.</exception>
    public static void NeedReach(Caller caller, string right, string path)
    {
        if (!Reaches(caller, right, path))
            throw new Refused("access.beyond-area", "这个账号的单位或角色超出了您的辖区,请上级管理员办理");
    }

    /// <summary>Whether the caller may fill a duty that nobody carries: the first administrator appoints the other two.</summary>
    /// <remarks>Only for the whole of the own part of the tree, so that the one appointed can do the work in all of it.</remarks>
    /// <param name="caller">Who gives.</param>
    /// <param name="duty">The duty of the role.</param>
    /// <param name="path">Where.</param>
    public static bool FillsVacancy(Caller caller, Duty duty, string path) =>
        duty is Duty.Security or Duty.Audit && Reaches(caller, AccessRights.Manage, path)
        && caller.Allowed.Any(part => part.From == path);

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
