using Gonglian.Access.Rules;
using Gonglian.Access.SigningIn;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access;

/// <summary>账号管理: what one person does with another's account. Every act holds from the next request on.</summary>
public sealed partial class Administration(
    Writes writes, Sessions sessions, UserManager<User> users, Tries tries, BreachedPasswords breached, TimeProvider clock)
{
    /// <summary>Makes an account that can do nothing yet: roles are given by somebody else (三员分立), at the command line at once.</summary>
    /// <returns>The account, and the password for its first sign-in, which is kept nowhere.</returns>
    /// <exception cref="Refused">
    /// <c>access.no-unit</c>, <c>access.beyond-area</c>: not a place where the caller keeps accounts; and those of
    /// <see cref="Accounts.Create"/>.
    /// </exception>
    public async Task<(User User, string Password)> Add(Caller caller, NewAccount form)
    {
        var password = Passwords.OneTime();
        var hash = Accounts.Hash(password);
        var user = await Do(caller, async db =>
        {
            var no = new Refusals();
            var user = await no.Try(Accounts.Create(
                db, form.Login ?? "", form.Name ?? "", form.Path ?? "", hash, Now, byOther: true));
            if (await no.Try(UnitAt(db, caller, form.Path)) is { } unit)
                no.Try(() => Reach(caller, unit));
            no.Throw();
            if (!string.IsNullOrEmpty(form.Role))
                await Give(db, caller, user!, new WishedGrant
                {
                    GrantId = Guid.CreateVersion7(),
                    Role = form.Role,
                    Path = form.Path,
                    From = form.From,
                    To = form.To,
                });
            return user!;
        });
        return (user, password);
    }

    /// <summary>Corrects name and unit.</summary>
    /// <exception cref="Refused"><c>access.moved</c>: somebody changed the account meanwhile.</exception>
    public Task Edit(Caller caller, Guid id, string? name, string? path, int stamp) =>
        OnAccount(caller, id, AccessRights.Manage, async (db, user) =>
        {
            if (user.Stamp != stamp)
                throw new Refused("access.moved", "这个账号刚刚被别人改过,请核对后重新填写");
            Reach(caller, await UnitAt(db, caller, path));
            (user.Name, user.Path) = (Accounts.CheckName(name), path!);
        });

    /// <summary>停用 or 启用. Delegations that a disabled account gave end; its own grants rest.</summary>
    /// <exception cref="Refused"><c>access.last-administrator</c>: nobody else carries the account's duty.</exception>
    public Task SetDisabled(Caller caller, Guid id, bool disabled) =>
        OnAccount(caller, id, AccessRights.Manage, async (db, user) =>
        {
            if (disabled)
            {
                await NeedAnother(db, user, null);
                user.Disable();
                await db.EndGiven(user, Today);
            }
            else
            {
                user.Enable();
            }
            await db.EndSessions(user, Now);
        });

    /// <summary>Sets a password for one sign-in; every session of the account ends.</summary>
    /// <returns>The password, which is kept nowhere.</returns>
    /// <exception cref="Refused">
    /// <c>access.guarded</c>: a security or audit administrator without a second step; whoever set the password would be them.
    /// </exception>
    public async Task<string> ResetPassword(Caller caller, Guid id)
    {
        var password = Passwords.OneTime();
        var hash = Accounts.Hash(password);
        await OnAccount(caller, id, AccessRights.Reset, async (db, user) =>
        {
            if (caller.UserId is not null && !user.MustChange && (await DutyOf(db, user) & (Duty.Security | Duty.Audit)) != Duty.None && !await SecondSteps.Has(db, user))
                throw new Refused("access.guarded", "安全、审计管理员没有设置第二步验证时,密码不能由别人重置;请在服务器上用命令办理");
            user.SetPassword(hash, Now, byOther: true);
            await db.EndSessions(user, Now);
        });
        return password;
    }

    /// <summary>解锁: the wait after wrong passwords ends; it stands in the account's record.</summary>
    public Task Unlock(Caller caller, Guid id) => OnAccount(caller, id, AccessRights.Reset, async (db, user) =>
    {
        user.Unlock();
        foreach (var address in await db.FamiliarAddresses.Where(a => a.UserKey == user.Key && a.LockedUntil != null).ToListAsync())
            address.Unlock();
    });

    /// <summary>移除第二步验证: for somebody who has lost telephone and paper; every session of the account ends.</summary>
    /// <exception cref="Refused"><c>access.why</c>: no reason given.</exception>
    public Task RemoveSecondStep(Caller caller, Guid id, string? reason) => OnAccount(caller, id, AccessRights.Sessions, async (db, user) =>
    {
        db.Reason = reason?.Trim() is { Length: > 0 and <= 200 } why
            ? why
            : throw new Refused("access.why", "请写明原因和怎样核实了本人,不超过 200 个字").At("reason");
        if (await SecondSteps.Has(db, user))
            await SecondSteps.Take(db, user, Now);
    });

    /// <summary>Ends one session of an account.</summary>
    public Task EndSession(Caller caller, Guid id, Guid session) =>
        OnAccount(caller, id, AccessRights.Sessions, (db, user) => OwnSessions.End(db, user, s => s.Id == session, Now));

    /// <summary>Changes the own password; every other session of the account ends.</summary>
    /// <exception cref="Refused">
    /// <c>access.old-password</c>: the old one is wrong; <c>access.same-password</c>: nothing new; <c>access.again</c>: typed
    /// otherwise the second time; and those of <see cref="Passwords.Check"/> and <see cref="BreachedPasswords"/>; all at once.
    /// </exception>
    public async Task<User> ChangeOwn(Caller caller, string? old, string? password, string? again)
    {
        var user = await users.FindByIdAsync($"{caller.UserId}") ?? throw NoAccount();
        var no = new Refusals();
        var isRight = await tries.IsOwn(caller, user, old);
        no.When(!isRight, "old", "access.old-password", "现在的密码不对");
        no.Try(() =>
        {
            Passwords.Check(password, user.NormalisedLogin);
            breached.Check(password);
            return password;
        });
        no.When(isRight && password == old, "password", "access.same-password", "新密码要与现在的不同");
        no.When(password != again, "again", "access.again", "两次输入的新密码不一样");
        no.Throw();
        var hash = Accounts.Hash(password!);
        return await Do(caller, async db =>
        {
            var row = await db.Users.FirstAsync(u => u.Key == user.Key);
            row.SetPassword(hash, Now, byOther: false);
            await db.EndSessions(row, Now);
            return row;
        });
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private DateOnly Today => China.Today(clock);

    private async Task<User> Do(Caller caller, Func<AppDb, Task<User>> act)
    {
        try
        {
            return await writes.Do(caller.Everywhere(), act);
        }
        finally
        {
            sessions.Forget();
        }
    }

    private Task<User> OnAccount(Caller caller, Guid id, string right, Func<AppDb, User, Task> act) => Do(caller, async db =>
    {
        var user = await Find(db, caller, id);
        await NeedWhole(db, caller, user, right);
        await act(db, user);
        return user;
    });

    private static async Task<User> Find(AppDb db, Caller caller, Guid id)
    {
        var user = await db.Users.FirstOrDefaultAsync(u => u.Id == id);
        if (user is null || !caller.Covers(user.Path))
            throw NoAccount();
        Granting.NeedOther(caller, id);
        return user;
    }

    private static async Task<string> UnitAt(AppDb db, Caller caller, string? path) =>
        path is not null && caller.Covers(path) && await db.Units.AnyAsync(u => u.Path == path)
            ? path
            : throw new Refused("access.no-unit", "请选择辖区内的单位").At("path");

    private static string Reach(Caller caller, string path)
    {
        Granting.NeedReach(caller, AccessRights.Manage, path);
        return path;
    }

    // Whoever acts on an account acts on all that it may do: the right must reach wherever that is.
    private async Task NeedWhole(AppDb db, Caller caller, User user, string right)
    {
        Granting.NeedReach(caller, right, user.Path);
        foreach (var granted in await db.Grants.Where(g => g.UserKey == user.Key && !g.Deny).ToListAsync())
            if (granted.HoldsFrom(Today))
                Granting.NeedReach(caller, right, granted.Path);
    }

    private static Refused NoAccount() => new("access.no-account", "没有这个账号,或不在您的辖区内");
}

/// <summary>What the page of a new account asks for.</summary>
public sealed class NewAccount
{
    /// <summary>登录名.</summary>
    public string? Login { get; set; }

    /// <summary>姓名.</summary>
    public string? Name { get; set; }

    /// <summary>所在单位.</summary>
    public string? Path { get; set; }

    /// <summary>角色; none for an account that gets one later.</summary>
    public string? Role { get; set; }

    /// <summary>First day of the role; today when nothing is said.</summary>
    public DateOnly? From { get; set; }

    /// <summary>First day on which it no longer holds; nothing for no end.</summary>
    public DateOnly? To { get; set; }
}
