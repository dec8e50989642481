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
public sealed class Administration(
    Writes writes, Sessions sessions, UserManager<User> users, Tries tries, BreachedPasswords breached, TimeProvider clock)
{
    /// <summary>Makes an account with its first role.</summary>
    /// <returns>The account, and the password for its first sign-in, which is kept nowhere.</returns>
    /// <exception cref="Refused">
    /// <c>access.beyond</c>: see <see cref="Granting.Need"/>; and those of <see cref="Accounts.Create"/>.
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
            var period = new Period(form.From ?? Today, form.To);
            var role = await no.Try(Allowed(db, caller, form.Role, form.Path, period));
            no.Throw();
            Accounts.Grant(db, user!, role!.Code, form.Path!, period.From, period.To, Guid.CreateVersion7());
            return user!;
        });
        return (user, password);
    }

    /// <summary>Corrects name and unit.</summary>
    /// <exception cref="Refused"><c>access.moved</c>: somebody changed the account meanwhile.</exception>
    public Task Edit(Caller caller, Guid id, string? name, string? path, int stamp) =>
        OnAccount(caller, id, async (db, user) =>
        {
            if (user.Stamp != stamp)
                throw new Refused("access.moved", "这个账号刚刚被别人改过,请核对后重新填写");
            await UnitAt(db, caller, path);
            (user.Name, user.Path) = (Accounts.CheckName(name), path!);
        });

    /// <summary>停用 or 启用.</summary>
    public Task SetDisabled(Caller caller, Guid id, bool disabled) => OnAccount(caller, id, async (db, user) =>
    {
        if (disabled)
            user.Disable();
        else
            user.Enable();
        await db.EndSessions(user, Now);
    });

    /// <summary>Sets a password for one sign-in; every session of the account ends.</summary>
    /// <returns>The password, which is kept nowhere.</returns>
    public async Task<string> ResetPassword(Caller caller, Guid id)
    {
        var password = Passwords.OneTime();
        var hash = Accounts.Hash(password);
        await OnAccount(caller, id, async (db, user) =>
        {
            user.SetPassword(hash, Now, byOther: true);
            await db.EndSessions(user, Now);
        });
        return password;
    }

    /// <summary>Gives a role; the same <paramref name="grantId"/> again changes nothing.</summary>
    public Task Grant(
        Caller caller, Guid id, Guid grantId, string? role, string? path, DateOnly? from, DateOnly? to) =>
        Do(caller, async db =>
        {
            var user = await Find(db, caller, id);
            if (!await db.Grants.AnyAsync(g => g.Id == grantId))
                await Give(db, caller, user, role, path, new Period(from ?? Today, to), grantId);
            return user;
        });

    /// <summary>Takes a part of the tree away from an account.</summary>
    public Task Deny(Caller caller, Guid id, Guid grantId, string? path, DateOnly? from, DateOnly? to) =>
        Do(caller, async db =>
        {
            var user = await Find(db, caller, id);
            if (await db.Grants.AnyAsync(g => g.Id == grantId))
                return user;
            await UnitAt(db, caller, path);
            Granting.Need(caller, [], path!);
            var period = new Period(from ?? Today, to).Checked();
            await NeedRoom(db, user, path!, deny: true);
            Accounts.Deny(db, user, path!, period.From, period.To, grantId);
            return user;
        });

    /// <summary>解锁: the wait after wrong passwords ends; it stands in the account's record.</summary>
    public Task Unlock(Caller caller, Guid id) => OnAccount(caller, id, async (db, user) =>
    {
        user.Unlock();
        foreach (var address in await db.FamiliarAddresses.Where(a => a.UserKey == user.Key && a.LockedUntil != null).ToListAsync())
            address.Unlock();
    });

    /// <summary>移除第二步验证: for somebody who has lost telephone and paper; every session of the account ends.</summary>
    /// <exception cref="Refused"><c>access.why</c>: no reason given.</exception>
    public Task RemoveSecondStep(Caller caller, Guid id, string? reason) => OnAccount(caller, id, async (db, user) =>
    {
        db.Reason = reason?.Trim() is { Length: > 0 and <= 200 } why
            ? why
            : throw new Refused("access.why", "请写明原因和怎样核实了本人,不超过 200 个字").At("reason");
        if (await SecondSteps.Has(db, user))
            await SecondSteps.Take(db, user, Now);
    });

    /// <summary>Ends one session of an account.</summary>
    public Task EndSession(Caller caller, Guid id, Guid session) =>
        OnAccount(caller, id, (db, user) => OwnSessions.End(db, user, s => s.Id == session, Now));

    /// <summary>Ends a grant, or a denial, at once.</summary>
    /// <remarks>A denial is ended only by whoever may administer the whole account, not a part of it.</remarks>
    public Task End(Caller caller, Guid id, Guid grantId) => Do(caller, async db =>
    {
        var user = await Find(db, caller, id);
        var granted = await db.Grants.FirstAsync(g => g.Id == grantId && g.UserKey == user.Key);
        if (granted.Deny)
            await NeedWhole(db, caller, user);
        Granting.Need(caller, await RightsOf(db, granted), granted.Path);
        if (granted.HoldsFrom(Today))
            granted.End(Today);
        return user;
    });

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

    private Task<User> OnAccount(Caller caller, Guid id, Func<AppDb, User, Task> act) => Do(caller, async db =>
    {
        var user = await Find(db, caller, id);
        await NeedWhole(db, caller, user);
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

    // Whoever sets a password can come in with it: that takes power over everything the account may do.
    private async Task NeedWhole(AppDb db, Caller caller, User user)
    {
        Granting.Need(caller, [], user.Path);
        foreach (var granted in await db.Grants.Where(g => g.UserKey == user.Key && !g.Deny).ToListAsync())
            if (granted.HoldsFrom(Today))
                Granting.Need(caller, await RightsOf(db, granted), granted.Path);
    }

    private async Task Give(
        AppDb db, Caller caller, User user, string? roleCode, string? path, Period period, Guid grantId)
    {
        var role = await Allowed(db, caller, roleCode, path, period);
        await NeedRoom(db, user, path!, deny: false);
        Accounts.Grant(db, user, role.Code, path!, period.From, period.To, grantId);
    }

    // The role that the caller may give there; whatever stands against it is said at once.
    private static async Task<Role> Allowed(AppDb db, Caller caller, string? roleCode, string? path, Period period)
    {
        var no = new Refusals();
        var unit = await no.Try(UnitAt(db, caller, path));
        var role = await db.Roles.FirstOrDefaultAsync(r => r.Code == roleCode);
        no.When(role is null || role.Rights.Length == 0, "role", "access.no-role", "请选择角色");
        no.Try(period.Checked);
        no.Throw();
        Granting.Need(caller, role!.RightsSet(), unit!);
        return role;
    }

    // More separate parts than a query can hold would shut the account out altogether.
    private async Task NeedRoom(AppDb db, User user, string path, bool deny)
    {
        var held = (await db.Grants.Where(g => g.UserKey == user.Key).ToListAsync()).Where(g => g.HoldsFrom(Today))
            .Select(g => new Grant(g.Path, null, g.Deny));
        _ = new Caller(user.Id, user.Name, held.Append(new Grant(path, null, deny)));
    }

    private static async Task<string> UnitAt(AppDb db, Caller caller, string? path) =>
        path is not null && caller.Covers(path) && await db.Units.AnyAsync(u => u.Path == path)
            ? path
            : throw new Refused("access.no-unit", "请选择辖区内的单位").At("path");

    private static async Task<IReadOnlySet<string>> RightsOf(AppDb db, Granted granted) =>
        (await db.Roles.FirstOrDefaultAsync(r => r.Code == granted.RoleCode))?.RightsSet() ?? new HashSet<string>();

    private static Refused NoAccount() => new("access.no-account", "没有这个账号,或不在您的辖区内");

    private sealed record Period(DateOnly From, DateOnly? To)
    {
        public Period Checked()
        {
            Granting.CheckPeriod(From, To);
            return this;
        }
    }
}

/// <summary>What the page of a new account asks for.</summary>
public sealed class NewAccount
{
    /// <summary>登录名.</summary>
    public string? Login { get; set; }

    /// <summary>姓名.</summary>
    public string? Name { get; set; }

    /// <summary>所在单位, and where the role holds.</summary>
    public string? Path { get; set; }

    /// <summary>角色.</summary>
    public string? Role { get; set; }

    /// <summary>First day; today when nothing is said.</summary>
    public DateOnly? From { get; set; }

    /// <summary>First day on which it no longer holds; nothing for no end.</summary>
    public DateOnly? To { get; set; }
}
