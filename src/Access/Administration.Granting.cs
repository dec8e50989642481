using Gonglian.Access.Rules;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations;
using Gonglian.Organisations.Teams;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access;

/// <summary>授予什么: what a form says of a role that is given.</summary>
public sealed class WishedGrant
{
    /// <summary>The id the grant shall have: sent twice, it is made once.</summary>
    public Guid GrantId { get; set; }

    /// <summary>角色.</summary>
    public string? Role { get; set; }

    /// <summary>范围.</summary>
    public string? Path { get; set; }

    /// <summary>First day; today when nothing is said.</summary>
    public DateOnly? From { get; set; }

    /// <summary>First day on which it no longer holds; nothing for no end.</summary>
    public DateOnly? To { get; set; }

    /// <summary>随任职: the post that it hangs on; nothing where it stands by itself.</summary>
    public Guid? Post { get; set; }

    /// <summary>Why; asked where a second person decides.</summary>
    public string? Why { get; set; }
}

/// <summary>授权管理: what one person gives another and takes back.</summary>
public sealed partial class Administration
{
    /// <summary>Gives a role; the same id again changes nothing.</summary>
    /// <returns>The proposal that a second person must confirm; nothing where the role was given at once.</returns>
    /// <remarks>
    /// A role of one of the three administrators is proposed and confirmed by another person, but for the first of each
    /// duty: while nobody carries it, there is nobody to confirm. Whoever is at the server's command line holds the store
    /// itself and is asked nothing.
    /// </remarks>
    public async Task<Proposal?> Grant(Caller caller, Guid id, WishedGrant wish)
    {
        Proposal? proposed = null;
        await Do(caller, async db =>
        {
            var user = await Find(db, caller, id);
            proposed = await db.Proposals.FirstOrDefaultAsync(p => p.GrantId == wish.GrantId);
            if (proposed is null && !await db.Grants.AnyAsync(g => g.Id == wish.GrantId))
                proposed = await Give(db, caller, user, wish);
            return user;
        });
        return proposed;
    }

    /// <summary>Takes a part of the tree away from an account.</summary>
    public Task Deny(Caller caller, Guid id, WishedGrant wish) => Do(caller, async db =>
    {
        var user = await Find(db, caller, id);
        if (await db.Grants.AnyAsync(g => g.Id == wish.GrantId))
            return user;
        var path = await UnitAt(db, caller, wish.Path);
        Granting.Need(caller, [], path);
        var from = wish.From ?? Today;
        Granting.CheckPeriod(from, wish.To);
        await db.NeedRoom(user, path, deny: true, Today);
        Accounts.Deny(db, user, path, from, wish.To, wish.GrantId);
        return user;
    });

    /// <summary>Ends a grant, or a denial, at once.</summary>
    /// <remarks>A denial is ended only by whoever may grant wherever the account may do anything, not in a part of it.</remarks>
    /// <exception cref="Refused"><c>access.last-administrator</c>: nobody else carries the duty of this role.</exception>
    public Task End(Caller caller, Guid id, Guid grantId) => Do(caller, async db =>
    {
        var user = await Find(db, caller, id);
        var granted = await db.Grants.FirstAsync(g => g.Id == grantId && g.UserKey == user.Key);
        if (granted.Deny)
            await NeedWhole(db, caller, user, AccessRights.Grant);
        Granting.Need(caller, await db.RightsOf(granted), granted.Path);
        if (!granted.HoldsFrom(Today))
            return user;
        await NeedAnother(db, user, granted);
        await db.End(granted, Today);
        return user;
    });

    private async Task<Proposal?> Give(AppDb db, Caller caller, User user, WishedGrant wish)
    {
        var from = wish.From ?? Today;
        var (role, duty) = await Allowed(db, caller, wish, from);
        await db.NeedSeparate(user, role, Today);
        await db.NeedRoom(user, wish.Path!, deny: false, Today);
        var post = wish.Post is { } id ? await PostOf(db, user, id) : null;
        var to = post?.EffectiveTo is { } leaves && !(wish.To <= leaves) ? leaves : wish.To;
        if (duty == Duty.None || caller.UserId is null || await db.IsVacant(duty, Today))
        {
            Accounts.Grant(db, user, role.Code, wish.Path!, from, to, wish.GrantId, post?.Key);
            return null;
        }
        var proposal = Proposal.ToAppoint(db.NextKey(), user, role, wish.Path!, from, to, post?.Key, wish.GrantId);
        Proposals.Propose(db, proposal, wish.Why, Now);
        return proposal;
    }

    // The role that the caller may give there; whatever stands against it is said at once.
    private async Task<(Role Role, Duty Duty)> Allowed(AppDb db, Caller caller, WishedGrant wish, DateOnly from)
    {
        var no = new Refusals();
        var unit = await no.Try(UnitAt(db, caller, wish.Path));
        var role = await db.Roles.FirstOrDefaultAsync(r => r.Code == wish.Role);
        no.When(role is null || role.Rights.Length == 0, "role", "access.no-role", "请选择角色");
        no.Try(() =>
        {
            Granting.CheckPeriod(from, wish.To);
            return wish;
        });
        no.Throw();
        var duty = Duties.Of(role!.RightsSet());
        if (!Granting.FillsVacancy(caller, duty, unit!) || !await db.IsVacant(duty, Today))
            Granting.Need(caller, role.RightsSet(), unit!);
        return (role, duty);
    }

    private static async Task<Post> PostOf(AppDb db, User user, Guid id)
    {
        var post = await db.Posts.FirstOrDefaultAsync(p => p.Id == id && p.Person == user.Name);
        return post is { EffectiveTo: null } ? post : throw new Refused("access.no-post", "这个人没有这个岗位,或已登记离任").At("post");
    }

    private Task NeedAnother(AppDb db, User user, Granted? only) => db.NeedAnother(user, only, Today);

    private Task<Duty> DutyOf(AppDb db, User user) => db.DutyOf(user, Today);
}
