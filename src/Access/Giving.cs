using Gonglian.Access.Rules;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access;

/// <summary>授权前要看的: what the rows say for or against giving somebody something, inside a change that sees the whole tree.</summary>
public static class Giving
{
    /// <summary>Demands that the role does not bring a second of the three duties to the person.</summary>
    /// <exception cref="Refused"><c>access.separate</c>: see <see cref="Duties.NeedSeparate"/>.</exception>
    public static async Task NeedSeparate(this AppDb db, User user, Role role, DateOnly today) =>
        Duties.NeedSeparate(await db.RightsHeld(user, today), role.RightsSet());

    /// <summary>The duties that a person carries, now or later.</summary>
    public static async Task<Duty> DutyOf(this AppDb db, User user, DateOnly today) =>
        Duties.Of(await db.RightsHeld(user, today));

    /// <summary>Whether nobody carries a duty today: it is free for the first.</summary>
    public static async Task<bool> IsVacant(this AppDb db, Duty duty, DateOnly today) =>
        !(await db.Carriers(duty, today)).Any();

    /// <summary>Demands that somebody else carries the duty which ends for a person.</summary>
    /// <param name="db">The context.</param>
    /// <param name="user">Whose.</param>
    /// <param name="only">The grant that ends; nothing where all do.</param>
    /// <param name="today">The China day.</param>
    /// <exception cref="Refused"><c>access.last-administrator</c>: nobody else does.</exception>
    public static async Task NeedAnother(this AppDb db, User user, Granted? only, DateOnly today)
    {
        var ends = only is null ? await db.DutyOf(user, today)
            : only.Deny ? Duty.None : Duties.Of(await db.RightsOf(only));
        foreach (var duty in new[] { Duty.System, Duty.Security, Duty.Audit }.Where(d => ends.HasFlag(d)))
        {
            var carriers = (await db.Carriers(duty, today)).ToList();
            if (carriers.Exists(g => g.UserKey == user.Key)
                && carriers.TrueForAll(g => only is null ? g.UserKey == user.Key : g.Key == only.Key))
                throw new Refused("access.last-administrator", "这是最后一位担任这类管理员的人,请先任命接替的人");
        }
    }

    /// <summary>Demands that the person's places stay few enough: more than a query can hold would shut the account out.</summary>
    /// <exception cref="Refused"><c>access.too-many-parts</c>: see <see cref="Caller.Parts"/>.</exception>
    public static async Task NeedRoom(this AppDb db, User user, string path, bool deny, DateOnly today)
    {
        var held = (await db.Grants.Where(g => g.UserKey == user.Key).ToListAsync()).Where(g => g.HoldsFrom(today))
            .Select(g => new Grant(g.Path, null, g.Deny));
        _ = new Caller(user.Id, user.Name, held.Append(new Grant(path, null, deny)));
    }

    /// <summary>The rights of the role that was granted; none where it is not there any more.</summary>
    internal static async Task<IReadOnlySet<string>> RightsOf(this AppDb db, Granted granted) =>
        (await db.Roles.FirstOrDefaultAsync(r => r.Code == granted.RoleCode))?.RightsSet() ?? new HashSet<string>();

    private static async Task<IEnumerable<string>> RightsHeld(this AppDb db, User user, DateOnly today)
    {
        var roles = await db.RightsByRole();
        return (await db.Grants.Where(g => g.UserKey == user.Key && !g.Deny).ToListAsync())
            .Where(g => g.HoldsFrom(today)).SelectMany(g => roles.GetValueOrDefault(g.RoleCode) ?? new HashSet<string>());
    }

    // The grants in force by which somebody who can sign in carries the duty.
    private static async Task<IEnumerable<Granted>> Carriers(this AppDb db, Duty duty, DateOnly today)
    {
        var codes = (await db.RightsByRole()).Where(r => Duties.Of(r.Value).HasFlag(duty)).Select(r => r.Key).ToArray();
        var grants = await (from g in db.Grants
                            join u in db.Users on g.UserKey equals u.Key
                            where !g.Deny && !g.Ended && !u.Disabled && codes.Contains(g.RoleCode)
                            select g).ToListAsync();
        return grants.Where(g => g.HoldsOn(today));
    }
}
