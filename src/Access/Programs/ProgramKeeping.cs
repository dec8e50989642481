using Gonglian.Access.Rules;
using Gonglian.Access.SigningIn;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Modules;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access.Programs;

/// <summary>What the form says of a new key.</summary>
public sealed class WishedKey
{
    /// <summary>The id the key shall have: sent twice, it is made once.</summary>
    public Guid Id { get; set; }

    /// <summary>Which program.</summary>
    public string? Name { get; set; }

    /// <summary>Login or name of the owner.</summary>
    public string? Owner { get; set; }

    /// <summary>Where.</summary>
    public string? Path { get; set; }

    /// <summary>Codes of the rights.</summary>
    public IReadOnlyList<string> Rights { get; set; } = [];

    /// <summary>First day on which it no longer opens.</summary>
    public DateOnly? Until { get; set; }
}

/// <summary>程序接入: an administrator allows a key, its owner fetches it; either takes it back.</summary>
/// <remarks>
/// Two people, so that nobody gets the rights of another: who allows a key never sees it, and who fetches it gives away a part
/// of the own rights only.
/// </remarks>
public sealed class ProgramKeeping(Writes writes, Sessions sessions, KeyRing ring, EndpointDataSource endpoints, TimeProvider clock)
{
    /// <summary>The rights that open something to programs; those of the three administrators are none of them.</summary>
    public IReadOnlyList<string> Offered() =>
    [
        .. endpoints.Endpoints.OfType<RouteEndpoint>().Where(e => e.RoutePattern.RawText?.TrimStart('/').StartsWith("api/", StringComparison.Ordinal) == true)
            .Select(e => e.Metadata.GetMetadata<NeedsAttribute>()?.Right).OfType<string>()
            .Where(r => Duties.Of([r]) == Duty.None).Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>Allows a key; its owner fetches it.</summary>
    /// <exception cref="Refused">
    /// <c>access.not-allowed</c>: the caller may not there; <c>programs.name</c>, <c>programs.rights</c>, <c>programs.until</c>,
    /// <c>access.no-unit</c>, <c>programs.no-owner</c>, <c>programs.owner-cannot</c>: what is wrong with the form, all at once.
    /// </exception>
    public Task Give(Caller caller, WishedKey wish) => Do(caller, async db =>
    {
        if (await db.ProgramKeys.AnyAsync(k => k.Id == wish.Id))
            return;
        var (no, path, today) = (new Refusals(), wish.Path ?? "", China.Today(clock));
        var isPlace = caller.Covers(path) && await db.Units.AnyAsync(u => u.Path == path);
        if (isPlace)
            caller.Need(AccessRights.Programs, path);
        var name = wish.Name?.Trim() ?? "";
        no.When(name.Length is 0 or > ProgramKey.LongestName, "name", "programs.name", "请写明是哪个程序,最多 {0} 个字", ProgramKey.LongestName);
        no.When(!isPlace, "path", "access.no-unit", "请选择一个单位");
        no.When(wish.Rights.Count == 0 || wish.Rights.Except(Offered()).Any(), "rights", "programs.rights", "请选择至少一项权限");
        no.When(wish.Until is not { } day || day <= today || day > today.AddDays(ProgramKey.LongestDays),
            "until", "programs.until", "到期日要在今天之后,最长 {0} 天", ProgramKey.LongestDays);
        var owner = await no.Try(Owner(db, wish.Owner));
        no.Throw();
        var powers = await db.PowersOf(owner!, today);
        var lent = new Caller(null, "", Lending.Of(powers, owner!.Name, path, wish.Rights.ToHashSet()));
        if (wish.Rights.FirstOrDefault(r => !lent.Can(r, path)) is { } lacking)
            throw new Refused("programs.owner-cannot", "责任人自己在这个范围没有这项权限:{0}", db.RightOf(lacking)?.Title ?? lacking).At("rights");
        db.Add(new ProgramKey
        {
            Key = db.NextKey(),
            Id = wish.Id,
            Path = path,
            Code = KeyText.NewCode(),
            Name = name,
            OwnerKey = owner.Key,
            OwnerName = owner.Name,
            Rights = string.Join(' ', wish.Rights.Distinct().Order(StringComparer.Ordinal)),
            ExpiresOn = wish.Until!.Value,
            GivenBy = caller.Name,
            GivenAt = clock.GetUtcNow().UtcDateTime,
        });
    });

    /// <summary>Its owner fetches a key.</summary>
    /// <returns>The key itself, which is kept nowhere.</returns>
    /// <exception cref="Refused"><c>programs.not-waiting</c>: none of the caller's that waits to be fetched.</exception>
    public async Task<string> Collect(Caller caller, Guid id)
    {
        var text = "";
        await Do(caller, async db =>
        {
            var key = await db.ProgramKeys.FirstOrDefaultAsync(k => k.Id == id);
            var me = await db.Users.FirstOrDefaultAsync(u => u.Id == caller.UserId);
            if (caller.Program is not null || me is null || key?.OwnerKey != me.Key || key.StateOn(China.Today(clock)) != KeyState.Waiting)
                throw new Refused("programs.not-waiting", "没有等您领取的这个密钥;领取过的不能再次显示,请另外申请");
            text = KeyText.New(key.Code);
            key.Collect(ring.MacOf(text), clock.GetUtcNow().UtcDateTime);
        });
        return text;
    }

    /// <summary>Takes a key back; it opens nothing from now on.</summary>
    /// <exception cref="Refused"><c>access.not-allowed</c>: neither its owner nor somebody who keeps the programs there.</exception>
    public Task Revoke(Caller caller, Guid id) => Do(caller, async db =>
    {
        var key = await db.ProgramKeys.FirstOrDefaultAsync(k => k.Id == id)
            ?? throw new Refused("programs.none", "没有这个密钥");
        var me = await db.Users.FirstOrDefaultAsync(u => u.Id == caller.UserId);
        if (me is null || key.OwnerKey != me.Key)
            caller.Need(AccessRights.Programs, key.Path);
        if (key.RevokedAt is null)
            key.Revoke(caller.Name, clock.GetUtcNow().UtcDateTime);
    });

    private Task Do(Caller caller, Func<AppDb, Task> work) => writes.Do(caller.Everywhere(), async db =>
    {
        db.Afterwards(sessions.Forget);
        await work(db);
    });

    private static async Task<User> Owner(AppDb db, string? typed)
    {
        var (normal, name) = (Logins.Normal(typed ?? ""), typed?.Trim() ?? "");
        var found = await db.Users.Where(u => !u.Disabled && (u.NormalisedLogin == normal || u.Name == name)).Take(2).ToListAsync();
        return found.Find(u => u.NormalisedLogin == normal) ?? (found is [var one] ? one
            : throw new Refused("programs.no-owner", "请写责任人的登录名,或不重名的姓名").At("owner"));
    }
}
