using Gonglian.Access.Rules;
using Gonglian.Access.SigningIn;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations;
using Gonglian.Organisations.Tree;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access;

/// <summary>委托什么: what the form says of a role that is handed over for a time.</summary>
public sealed class WishedDelegation
{
    /// <summary>The id the delegation shall have: sent twice, it is made once.</summary>
    public Guid Id { get; set; }

    /// <summary>Which of the own grants.</summary>
    public Guid? Source { get; set; }

    /// <summary>Login or name of the colleague.</summary>
    public string? To { get; set; }

    /// <summary>Where: the place of the grant, or a part of it.</summary>
    public string? Path { get; set; }

    /// <summary>First day.</summary>
    public DateOnly? From { get; set; }

    /// <summary>First day on which it no longer holds.</summary>
    public DateOnly? Until { get; set; }
}

/// <summary>委托: a role that somebody holds is handed to a colleague for a time, without an administrator.</summary>
/// <remarks>
/// A delegation is a grant that is a part of another (<see cref="Granted.SourceKey"/>): what it gives at each moment is
/// computed by <see cref="Powers"/>. Roles of administrators are not handed over, and nothing is handed on.
/// </remarks>
public sealed class Delegating(Writes writes, Sessions sessions, TimeProvider clock)
{
    /// <summary>Hands a role over.</summary>
    /// <exception cref="Refused">
    /// <c>access.no-source</c>: not an own role in force, or one that cannot be handed over; <c>access.no-unit</c>: outside it;
    /// <c>access.period</c>, <c>access.delegation-long</c>, <c>access.beyond-own</c>: the period is none, too long, or longer
    /// than the own role; <c>access.no-colleague</c>, <c>access.colleague-twice</c>: nobody, or several of the name.
    /// </exception>
    public Task Give(Caller caller, WishedDelegation wish) => Do(caller, async db =>
    {
        if (await db.Grants.AnyAsync(g => g.Id == wish.Id))
            return;
        var (me, today) = (await db.Users.FirstAsync(u => u.Id == caller.UserId), China.Today(clock));
        var source = await db.Grants.FirstOrDefaultAsync(g => g.Id == wish.Source && g.UserKey == me.Key);
        if (source is null || !CanBeHanded(source, await db.RightsOf(source), today))
            throw new Refused("access.no-source", "请选择自己的一个角色;委托来的和管理员的角色不能委托").At("source");
        var (no, path) = (new Refusals(), wish.Path ?? "");
        no.When(!PathRange.Of(source.Path).Covers(path) || !Granting.IsWhole(caller, path) || !await db.Units.AnyAsync(u => u.Path == path),
            "path", "access.no-part", "请选择这个角色范围内、您自己没有被禁止进入的单位");
        var from = wish.From is { } day && day > today ? day : today;
        var longest = (await SignInRules.Read(db)).DelegationDays;
        no.When(wish.Until is null || wish.Until <= from, "until", "access.period", "截止日要在开始日之后");
        no.When(wish.Until > from.AddDays(longest), "until", "access.delegation-long", "一次委托最长 {0} 天", longest);
        no.When(source.EffectiveFrom > from || wish.Until > source.EffectiveTo, "until", "access.beyond-own", "不能超出您自己这个角色的期限");
        var colleague = await no.Try(Colleague(db, me, wish.To));
        no.Throw();
        await db.NeedRoom(colleague!, path, deny: false, today);
        Accounts.Grant(db, colleague!, source.RoleCode, path, from, wish.Until, wish.Id, sourceKey: source.Key);
    });

    /// <summary>Ends a delegation at once: the one who gave it takes it back, or the one who has it gives it back.</summary>
    /// <exception cref="Refused"><c>access.no-delegation</c>: none of the caller's.</exception>
    public Task End(Caller caller, Guid id) => Do(caller, async db =>
    {
        var part = await db.Grants.FirstOrDefaultAsync(g => g.Id == id && g.SourceKey != null);
        var lender = part is null ? 0 : await db.Grants.Where(g => g.Key == part.SourceKey).Select(g => g.UserKey).FirstOrDefaultAsync();
        var me = await db.Users.FirstAsync(u => u.Id == caller.UserId);
        if (part is null || (me.Key != lender && me.Key != part.UserKey))
            throw new Refused("access.no-delegation", "没有这项委托,或与您无关");
        if (part.HoldsFrom(China.Today(clock)))
            part.End(China.Today(clock));
    });

    /// <summary>Whether a grant can be handed over: an own one that holds, of a role that is no administrator's.</summary>
    internal static bool CanBeHanded(Granted granted, IReadOnlySet<string> rights, DateOnly today) =>
        granted is { Deny: false, SourceKey: null } && granted.HoldsFrom(today)
        && rights.Count > 0 && !Duties.IsAdministrators(rights);

    /// <summary>Who counts as a colleague: whoever works below the unit above one's own.</summary>
    internal static IQueryable<User> ColleaguesOf(AppDb db, User me)
    {
        var part = PathRange.Of(Unit.PathAbove(me.Path) is { Length: > 0 } above ? above : me.Path);
        return db.Users.Where(u => u.Key != me.Key && !u.Disabled
            && string.Compare(u.Path, part.From) >= 0 && string.Compare(u.Path, part.To) < 0);
    }

    private static async Task<User> Colleague(AppDb db, User me, string? typed)
    {
        var (name, login) = (typed?.Trim() ?? "", Logins.Normal(typed));
        var found = await ColleaguesOf(db, me).Where(u => u.NormalisedLogin == login || u.Name == name).Take(3).ToListAsync();
        var one = found.Find(u => u.NormalisedLogin == login) ?? (found.Count == 1 ? found[0] : null);
        if (one is null && found.Count > 1)
            throw new Refused("access.colleague-twice", "有几个人叫“{0}”,请填登录名", name).At("to");
        return one ?? throw new Refused("access.no-colleague", "同一上级单位内没有这位同事,请填对方的登录名或姓名").At("to");
    }

    private async Task Do(Caller caller, Func<AppDb, Task> act)
    {
        try
        {
            await writes.Do(caller.Everywhere(), act);
        }
        finally
        {
            sessions.Forget();
        }
    }
}
