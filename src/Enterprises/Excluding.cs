using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>排除: proposing one, and letting a second person decide, inside a change.</summary>
public static class Excluding
{
    /// <summary>The most characters of a reason.</summary>
    public const int LongestReason = 300;

    /// <summary>The exclusion of an enterprise that waits or is in force; another one cannot be proposed beside it.</summary>
    public static Task<Exclusion?> Standing(AppDb db, long enterpriseKey) => db.Exclusions.FirstOrDefaultAsync(
        x => x.EnterpriseKey == enterpriseKey && x.SupersededAt == null
            && (x.State == ExclusionState.Proposed || (x.State == ExclusionState.Confirmed && x.EffectiveTo == null)));

    /// <summary>Proposes to leave a unit out of the base set; nothing counts yet.</summary>
    /// <exception cref="Refused">
    /// <c>exclusions.code</c>: this code is applied by rule, not by persons; <c>exclusions.no-reason</c>: no reason given;
    /// <c>exclusions.later</c>: a day in the future; <c>exclusions.open</c>: one is proposed or in force already.
    /// </exception>
    public static async Task<Exclusion> Propose(
        AppDb db, Enterprise enterprise, Guid id, ExclusionCode code, string? reason, DateOnly from, DateOnly today, DateTime now)
    {
        if (await db.Exclusions.FirstOrDefaultAsync(x => x.Id == id) is { } standing)
            return standing;
        var no = new Refusals();
        no.When(!Enum.IsDefined(code) || code is ExclusionCode.SoleTrader or ExclusionCode.New, "Code",
            "exclusions.code", "请选择排除的原因;X6 和 X8 由系统按规则处理,不需要提出");
        no.When(string.IsNullOrWhiteSpace(reason), "Reason", "exclusions.no-reason", "请写明排除的依据");
        no.NotOver(reason, LongestReason, "Reason");
        no.When(!string.IsNullOrWhiteSpace(reason) && Wording.IsShort(reason), "Reason", "exclusions.short", code == ExclusionCode.Moved
            ? "请写明迁往哪里,至少 {0} 个字" : "说明至少写 {0} 个字,让确认的人看得懂依据", Wording.ShortestReason);
        no.When(from > today, "From", "exclusions.later", "排除的日期不能晚于今天");
        no.Throw();
        if (await Standing(db, enterprise.Key) is not null)
            throw new Refused("exclusions.open", "这家企业已有一条待确认或生效中的排除");
        var exclusion = new Exclusion
        {
            Key = db.NextKey(),
            Id = id,
            Path = enterprise.Path,
            EnterpriseKey = enterprise.Key,
            Code = code,
            Reason = reason!.Trim(),
            EffectiveFrom = from,
            ProposedById = db.Caller.UserId,
            ProposedBy = db.Caller.Name,
            ProposedAt = now,
        };
        db.Add(exclusion);
        return exclusion;
    }

    /// <summary>A second person agrees or not; the unit is judged anew at once.</summary>
    /// <exception cref="Refused">
    /// <c>exclusions.gone</c>: not in the caller's scope; <c>exclusions.no-why</c>: not agreed to without a reason; the rules
    /// of <see cref="Exclusion.Decide"/>.
    /// </exception>
    public static async Task Decide(AppDb db, Ledger ledger, Guid id, bool agree, DateTime now, string? why = null)
    {
        var exclusion = await Find(db, id);
        // Who proposed may take the proposal back; anything else needs the right to decide, and a no its reason.
        var own = !agree && exclusion.ProposedById is { } proposer && proposer == db.Caller.UserId;
        if (!own)
            db.Caller.Need("exclusions.decide", exclusion.Path);
        var reason = agree || own ? null : Wording.Reason(why, "exclusions.no-why", "请写明为什么不同意,提出的人会看到");
        db.Reason = reason ?? db.Reason;
        exclusion.Decide(agree, db.Caller.UserId, db.Caller.Name, now, reason);
        await Judge(db, ledger, exclusion);
    }

    /// <summary>Takes a confirmed exclusion back: the unit counts again. One person may, and says why.</summary>
    /// <param name="db">The writable context.</param>
    /// <param name="ledger">The books of today.</param>
    /// <param name="id">Which.</param>
    /// <param name="reason">Why; stands in the change record.</param>
    /// <param name="now">The instant of recording, UTC.</param>
    /// <exception cref="Refused">
    /// <c>exclusions.no-back-reason</c>: no reason, or too short a one; the rules of <see cref="Exclusion.TakeBack"/>.
    /// </exception>
    public static async Task TakeBack(AppDb db, Ledger ledger, Guid id, string? reason, DateTime now)
    {
        db.Reason = Wording.Reason(reason, "exclusions.no-back-reason", "请写明为什么撤销排除");
        var exclusion = await Find(db, id);
        db.Caller.Need("exclusions.decide", exclusion.Path);
        exclusion.TakeBack(now);
        await Judge(db, ledger, exclusion);
    }

    private static async Task<Exclusion> Find(AppDb db, Guid id) =>
        await db.Exclusions.FirstOrDefaultAsync(x => x.Id == id)
        ?? throw new Refused("exclusions.gone", "没有找到这条排除,可能不在您的辖区内");

    // The ledger reads exclusions from the database: the one that is just being decided is tracked and comes as it is now.
    private static async Task Judge(AppDb db, Ledger ledger, Exclusion exclusion) =>
        await ledger.Close(await ledger.Open(await db.Enterprises.SingleAsync(e => e.Key == exclusion.EnterpriseKey)));
}
