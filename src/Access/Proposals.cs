using Gonglian.Access.Rules;
using Gonglian.Access.SigningIn;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Modules;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access;

/// <summary>四眼: changes of roles, and the appointing of administrators, that a second person confirms.</summary>
public sealed class Proposals(Writes writes, Sessions sessions, TimeProvider clock)
{
    /// <summary>Proposes another name or other rights for a role, or a new role.</summary>
    /// <param name="caller">Who proposes.</param>
    /// <param name="code">The role; nothing for a new one.</param>
    /// <param name="wish">What the form says.</param>
    /// <exception cref="Refused">
    /// <c>access.not-allowed</c>: not for the whole store; <c>access.fixed-role</c>: an administrator's;
    /// <c>access.role-name</c>, <c>access.role-taken</c>, <c>access.duty-rights</c>, <c>access.same-role</c>,
    /// <c>access.why</c>: see the sentences; <c>access.waiting</c>: a proposal for this role waits already.
    /// </exception>
    public Task<Proposal> Propose(Caller caller, string? code, WishedRole wish) => Do(caller, async db =>
    {
        var root = await SignInRules.Root(db);
        caller.Need(AccessRights.Roles, root);
        if (await db.Proposals.FirstOrDefaultAsync(p => p.Id == wish.Id) is { } sent)
            return sent;
        var role = code is null ? null : await db.Roles.FirstOrDefaultAsync(r => r.Code == code)
            ?? throw new Refused("access.no-role", "没有这个角色:{0}", code);
        if (role is not null && RoleCatalogue.IsFixed(role.Code))
            throw new Refused("access.fixed-role", "系统、安全、审计管理员的权限是固定的,不能修改");
        var (name, rights) = (wish.Name?.Trim() ?? "", Ordered(db, wish.Rights ?? []));
        var no = new Refusals();
        no.When(name.Length is 0 or > 60, "name", "access.role-name", "请填写角色名称,不超过 60 个字");
        no.When(await db.Roles.AnyAsync(r => r.Name == name && r.Code != code), "name", "access.role-taken", "已有名为“{0}”的角色", name);
        no.When(Duties.IsAdministrators(rights), "rights", "access.duty-rights", "管理账号、授权和审计的权限只属于三类管理员,不能放进别的角色");
        no.When(role is not null && role.Name == name && role.RightsSet().SetEquals(rights), "rights", "access.same-role", "和现在的一样,没有要改的");
        no.Throw();
        var now = clock.GetUtcNow().UtcDateTime;
        if (role is not null && await db.Proposals.AnyAsync(p => p.RoleCode == role.Code && p.Kind == ProposalKind.Edit
                && p.Confirmed == null && p.LapsesAt > now))
            throw new Refused("access.waiting", "这个角色已有一份改动在等确认,请先处理它");
        var proposal = new Proposal
        {
            Key = db.NextKey(),
            Id = wish.Id,
            Path = root,
            Kind = role is null ? ProposalKind.Add : ProposalKind.Edit,
            AboutKey = role?.Key ?? db.NextKey(),
            RoleCode = role?.Code ?? $"role-{wish.Id.ToString("N")[^8..]}",
            Name = name,
            WasName = role?.Name ?? "",
            Rights = string.Join(' ', rights),
            WasRights = role?.Rights ?? "",
        };
        Propose(db, proposal, wish.Why, now);
        return proposal;
    });

    /// <summary>Confirms or declines; confirmed it holds from the next request on.</summary>
    /// <exception cref="Refused">
    /// <c>access.no-proposal</c>: not there; <c>access.not-allowed</c>: no right to confirm there;
    /// <c>access.own-proposal</c>: the caller proposed it, or it is about the caller; <c>access.decided</c>: somebody was
    /// quicker, or it is void; <c>access.why</c>: declined without a reason; <c>access.role-moved</c>: the role is another by now.
    /// </exception>
    public Task<Proposal> Decide(Caller caller, Guid id, bool yes, string? answer) => Do(caller, async db =>
    {
        var (proposal, now) = (await Open(db, caller, id), clock.GetUtcNow().UtcDateTime);
        if (!Granting.Reaches(caller, AccessRights.Confirm, proposal.Path))
            caller.Need(AccessRights.Confirm, "");
        if (caller.UserId is null || caller.UserId == proposal.ProposedById)
            throw OwnProposal();
        if (yes)
            await Apply(db, caller, proposal);
        proposal.Decide(yes, caller.Name, now, yes ? null : Why(answer, "answer"));
        return proposal;
    });

    /// <summary>The one who proposed it takes it back.</summary>
    public Task<Proposal> TakeBack(Caller caller, Guid id) => Do(caller, async db =>
    {
        var proposal = await Open(db, caller, id);
        if (caller.UserId is null || caller.UserId != proposal.ProposedById)
            throw new Refused("access.not-allowed", "您的账号没有在这里做这件事的权限");
        proposal.Decide(confirmed: false, caller.Name, clock.GetUtcNow().UtcDateTime, "提出人撤回");
        return proposal;
    });

    /// <summary>Puts a proposal there, inside a change.</summary>
    public static void Propose(AppDb db, Proposal proposal, string? why, DateTime now)
    {
        proposal.Reason = Why(why, "why");
        (proposal.ProposedById, proposal.ProposedBy, proposal.ProposedAt) = (db.Caller.UserId, db.Caller.Name, now);
        proposal.LapsesAt = now.AddDays(Proposal.Days);
        db.Add(proposal);
    }

    private async Task<Proposal> Do(Caller caller, Func<AppDb, Task<Proposal>> act)
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

    private async Task<Proposal> Open(AppDb db, Caller caller, Guid id)
    {
        var proposal = await db.Proposals.FirstOrDefaultAsync(p => p.Id == id);
        if (proposal is null || !caller.Covers(proposal.Path))
            throw new Refused("access.no-proposal", "没有这份提议,或不在您的辖区内");
        return proposal.IsOpen(clock.GetUtcNow().UtcDateTime)
            ? proposal
            : throw new Refused("access.decided", "这份提议已有结果,或已过期");
    }

    private async Task Apply(AppDb db, Caller caller, Proposal proposal)
    {
        var role = await db.Roles.FirstOrDefaultAsync(r => r.Code == proposal.RoleCode);
        switch (proposal.Kind)
        {
            case ProposalKind.Add:
                db.Add(new Role
                {
                    Key = proposal.AboutKey,
                    Code = proposal.RoleCode,
                    Name = proposal.Name,
                    Rights = proposal.Rights,
                    Root = proposal.Path,
                });
                break;
            case ProposalKind.Edit when role is null || (role.Name, role.Rights) != (proposal.WasName, proposal.WasRights):
                throw new Refused("access.role-moved", "提出之后,这个角色已被改过,请重新提出");
            case ProposalKind.Edit:
                (role.Root, role.Name, role.Rights) = (proposal.Path, proposal.Name, proposal.Rights);
                break;
            default:
                await Appoint(db, caller, proposal, role!);
                break;
        }
    }

    // What stood against it may stand now: everything is looked at once more.
    private async Task Appoint(AppDb db, Caller caller, Proposal proposal, Role role)
    {
        var user = await db.Users.FirstAsync(u => u.Key == proposal.AboutKey);
        if (user.Id == caller.UserId)
            throw OwnProposal();
        var today = China.Today(clock);
        await db.NeedSeparate(user, role, today);
        await db.NeedRoom(user, proposal.Path, deny: false, today);
        if (proposal.PostKey is { } key && !await db.Posts.AnyAsync(p => p.Key == key && p.EffectiveTo == null))
            throw new Refused("access.no-post", "这个人没有这个岗位,或已登记离任");
        Accounts.Grant(db, user, role.Code, proposal.Path, proposal.EffectiveFrom!.Value, proposal.EffectiveTo, proposal.GrantId,
            proposal.PostKey);
    }

    // In the order in which the rooms declare them; what no room declares is left out.
    private static List<string> Ordered(AppDb db, IReadOnlyCollection<string> rights) =>
        [.. db.AllRights().Select(r => r.Code).Where(rights.Contains)];

    private static string Why(string? reason, string field) => reason?.Trim() is { Length: > 0 and <= 200 } why
        ? why
        : throw new Refused("access.why-not", "请写明理由,不超过 200 个字").At(field);

    private static Refused OwnProposal() => new("access.own-proposal", "要由提出人和当事人以外的另一个人确认");
}

/// <summary>What the page of a role asks for.</summary>
public sealed class WishedRole
{
    /// <summary>The id the proposal shall have: sent twice, it is made once.</summary>
    public Guid Id { get; set; }

    /// <summary>名称.</summary>
    public string? Name { get; set; }

    /// <summary>Codes of the rights.</summary>
    public string[]? Rights { get; set; }

    /// <summary>理由.</summary>
    public string? Why { get; set; }
}
