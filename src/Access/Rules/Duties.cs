using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Rules;

namespace Gonglian.Access.Rules;

/// <summary>管理职责: what the three administrators do, each without the others.</summary>
[Flags]
public enum Duty
{
    /// <summary>None of the three.</summary>
    None = 0,

    /// <summary>系统管理: accounts and the running of the system.</summary>
    System = 1,

    /// <summary>安全管理: roles, grants, rules of signing in, sessions.</summary>
    Security = 2,

    /// <summary>审计管理: records and trail.</summary>
    Audit = 4,
}

/// <summary>三员分立: system, security and audit administration are separate (GB/T 22239-2019 8.1.4.2).</summary>
/// <remarks>
/// Which duty a role carries follows from its rights, so that a role made later cannot hide one. The rights of a duty
/// stand in one of the three administrators' roles only; see <see cref="RoleCatalogue"/>.
/// </remarks>
public static class Duties
{
    private static readonly Dictionary<string, Duty> OfRight = new()
    {
        [AccessRights.Manage] = Duty.System,
        [AccessRights.Reset] = Duty.System,
        ["system.manage"] = Duty.System,
        [AccessRights.Programs] = Duty.System,
        [AccessRights.Grant] = Duty.Security,
        [AccessRights.Appoint] = Duty.Security,
        [AccessRights.Roles] = Duty.Security,
        [AccessRights.SignIn] = Duty.Security,
        [AccessRights.Sessions] = Duty.Security,
        [AccessRights.Audit] = Duty.Audit,
    };

    /// <summary>The duties that these rights carry.</summary>
    public static Duty Of(IEnumerable<string> rights) =>
        rights.Aggregate(Duty.None, (all, right) => all | OfRight.GetValueOrDefault(right));

    /// <summary>Whether a role with these rights is one of an administrator.</summary>
    public static bool IsAdministrators(IEnumerable<string> rights) => Of(rights) != Duty.None;

    /// <summary>Whether a caller carries one of them anywhere.</summary>
    public static bool IsCarriedBy(Caller caller) => OfRight.Keys.Any(caller.Can);

    /// <summary>Demands that nobody carries two of them.</summary>
    /// <param name="held">Rights of every role that the person holds, now or later.</param>
    /// <param name="more">Rights of the role that comes.</param>
    /// <exception cref="Refused"><c>access.separate</c>: together they are two of the three.</exception>
    public static void NeedSeparate(IEnumerable<string> held, IEnumerable<string> more)
    {
        var (before, added) = (Of(held), Of(more));
        if (added != Duty.None && !IsOne(before | added))
            throw new Refused("access.separate", "系统、安全、审计三类管理员要由不同的人担任(三员分立),请授予另一个账号").At("role");
    }

    private static bool IsOne(Duty duties) => duties is Duty.System or Duty.Security or Duty.Audit;
}
