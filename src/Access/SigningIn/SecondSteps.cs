using System.Security.Cryptography;
using System.Text.Json;
using Gonglian.Access.Rules;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access.SigningIn;

/// <summary>第二步验证: set up, used, and taken away again by its owner.</summary>
public sealed class SecondSteps(
    Store store, Writes writes, Vault vault, UserManager<User> users, Tries tries, Sessions sessions,
    IDataProtectionProvider protection, TimeProvider clock)
{
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(10);
    private static readonly Caller Reader = Caller.System("登录");
    private readonly IDataProtector sealing = protection.CreateProtector("gonglian-authenticator");

    /// <summary>Whether the account has a second step.</summary>
    public static async Task<bool> Has(AppDb db, User user) =>
        await db.Authenticators.AnyAsync(a => a.Key == user.Key) || await db.Passkeys.AnyAsync(p => p.UserKey == user.Key);

    /// <summary>A new secret, and the sealed form in which the page carries it until it is confirmed.</summary>
    public (byte[] Secret, string Carried) Propose(User user)
    {
        var secret = RandomNumberGenerator.GetBytes(Totp.SecretLength);
        return (secret, sealing.Protect(JsonSerializer.Serialize(new Proposal(user.Id, secret, Now))));
    }

    /// <summary>The secret that a page carried; nothing when it is another account's, older than half an hour or not ours.</summary>
    public byte[]? Proposed(User user, string? carried)
    {
        try
        {
            var proposal = JsonSerializer.Deserialize<Proposal>(sealing.Unprotect(carried ?? ""));
            return proposal?.User == user.Id && proposal.At > Now.AddMinutes(-30) ? proposal.Secret : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Sets up the authenticator, once its first code is right; every session of the account ends.</summary>
    /// <returns>The account, and the ten recovery codes, which are kept nowhere.</returns>
    /// <exception cref="Refused">
    /// <c>access.sample-account</c>: an account of the demonstration; <c>access.step-over</c>: the page is too old;
    /// <c>access.code</c>: a wrong code; <c>access.old-password</c>: see <see cref="Confirm"/>.
    /// </exception>
    public async Task<(User User, IReadOnlyList<string> Codes)> SetUp(
        HttpContext http, Caller caller, string? carried, string? code, string? password)
    {
        var user = await Own(caller);
        if (user.Sample)
            throw new Refused("access.sample-account", "示例账号是大家共用的,不能设置第二步验证;可以新建一个账号来试");
        if (Proposed(user, carried) is not { } secret)
            throw new Refused("access.step-over", "页面打开得太久了,请重新扫描新的二维码");
        if (Totp.Find(secret, code, Now, after: 0) is not { } step)
            throw new Refused("access.code", "验证码不对。请等手机上出现新的 6 位数字再输,并核对手机的时间").At("code");
        await Confirm(http, caller, user, password);
        var codes = NewCodes();
        return (await Change(caller, user, async (db, row) =>
        {
            await Forget(db, row);
            var (key, value) = vault.NewKey(db.NextKey(), Totp.Letters(secret));
            var authenticator = new Authenticator { Key = row.Key, SealKeyKey = key.Key, Secret = value, SetUpAt = Now };
            authenticator.Used(step);
            db.AddRange(key, authenticator);
            await Keep(db, row, codes);
            db.Note(null, Now, row, "second-step-set");
            await db.EndSessions(row, Now);
        }), codes.Codes);
    }

    /// <summary>Ten new recovery codes; the old ones no longer work.</summary>
    /// <exception cref="Refused"><c>access.old-password</c>: see <see cref="Confirm"/>.</exception>
    public async Task<IReadOnlyList<string>> NewCodes(HttpContext http, Caller caller, string? password)
    {
        var user = await Own(caller);
        await Confirm(http, caller, user, password);
        var codes = NewCodes();
        await Change(caller, user, async (db, row) =>
        {
            if (!await Has(db, row))
                throw new Refused("access.no-second-step", "请先设置第二步验证");
            await Keep(db, row, codes);
            db.Note(null, Now, row, "recovery-codes-made");
        });
        return codes.Codes;
    }

    /// <summary>Takes the own second step away, where the rules do not demand it; every session of the account ends.</summary>
    /// <exception cref="Refused">
    /// <c>access.second-step-due</c>: the rules demand it; <c>access.old-password</c>: see <see cref="Confirm"/>.
    /// </exception>
    public async Task<User> Remove(HttpContext http, Caller caller, string? password)
    {
        var user = await Own(caller);
        await Confirm(http, caller, user, password);
        return await Change(caller, user, async (db, row) =>
        {
            if ((await SignInRules.Read(db)).Demands(row, caller))
                throw new Refused("access.second-step-due", "按登录规则,您的账号必须有第二步验证;换手机时请直接重新设置");
            await Take(db, row, Now);
        });
    }

    /// <summary>Takes the second step of an account away, inside a change; it stands in the account's record.</summary>
    internal static async Task Take(AppDb db, User user, DateTime now)
    {
        await Forget(db, user);
        db.RemoveRange(await db.RecoveryCodes.Where(c => c.UserKey == user.Key).ToListAsync());
        db.RemoveRange(await db.Passkeys.Where(p => p.UserKey == user.Key).ToListAsync());
        db.Note(null, now, user, "second-step-removed");
        await db.EndSessions(user, now);
    }

    /// <summary>The slow hashes of what was typed, made before the change; none for a code of the authenticator.</summary>
    public async Task<IReadOnlyList<byte[]>> HashesOf(User user, string? typed)
    {
        if (Totp.IsCode(typed))
            return [];
        await using var db = store.Read(Reader);
        var salts = await db.RecoveryCodes.Where(c => c.UserKey == user.Key && c.UsedAt == null).Select(c => c.Salt).ToListAsync();
        return [.. salts.DistinctBy(Convert.ToHexString).Select(salt => RecoveryCodes.Hash(typed, salt))];
    }

    /// <summary>Takes what was typed at the second step, inside a change; it is used up then.</summary>
    /// <returns>A code of <see cref="Ways"/>; nothing when it is wrong or used already.</returns>
    public async Task<string?> Take(AppDb db, User user, string? typed, IReadOnlyList<byte[]> hashes, DateTime now)
    {
        if (Totp.IsCode(typed))
        {
            if (await db.Authenticators.FirstOrDefaultAsync(a => a.Key == user.Key) is not { } authenticator)
                return null;
            var key = await db.Set<SealKey>().FirstAsync(k => k.Key == authenticator.SealKeyKey);
            var secret = Totp.Bytes(vault.Open(key, authenticator.Secret));
            if (Totp.Find(secret, typed, now, authenticator.LastStep) is not { } step)
                return null;
            authenticator.Used(step);
            return Ways.Code;
        }

        var codes = await db.RecoveryCodes.Where(c => c.UserKey == user.Key && c.UsedAt == null).ToListAsync();
        if (codes.Find(c => hashes.Any(h => CryptographicOperations.FixedTimeEquals(h, c.Hash))) is not { } code)
            return null;
        code.Used(now);
        return Ways.Recovery;
    }

    /// <summary>Whether the caller signed in a moment ago, so that the password need not be asked for again.</summary>
    public async Task<bool> IsRecent(HttpContext http)
    {
        await using var db = store.Read(Reader);
        var (id, since) = (SignIns.IdOf(http.User), Now - Recent);
        return await db.Sessions.AnyAsync(s => s.Id == id && s.StartedAt > since);
    }

    /// <summary>Demands the own password of whoever signed in longer than ten minutes ago: a session left open changes nothing.</summary>
    /// <exception cref="Refused"><c>access.old-password</c>: a wrong one.</exception>
    public async Task Confirm(HttpContext http, Caller caller, User user, string? password)
    {
        if (!await IsRecent(http) && !await tries.IsOwn(caller, user, password))
            throw new Refused("access.old-password", "现在的密码不对").At("password");
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private async Task<User> Own(Caller caller) =>
        await users.FindByIdAsync($"{caller.UserId}") ?? throw new Refused("access.no-account", "没有这个账号,或不在您的辖区内");

    private async Task<User> Change(Caller caller, User user, Func<AppDb, User, Task> act)
    {
        try
        {
            return await writes.Do(caller.Everywhere(), async db =>
            {
                var row = await db.Users.FirstAsync(u => u.Key == user.Key);
                await act(db, row);
                return row;
            });
        }
        finally
        {
            sessions.Forget();
        }
    }

    private static async Task Forget(AppDb db, User user)
    {
        if (await db.Authenticators.FirstOrDefaultAsync(a => a.Key == user.Key) is not { } authenticator)
            return;
        db.RemoveRange(await db.Set<SealKey>().Where(k => k.Key == authenticator.SealKeyKey).ToListAsync());
        db.Remove(authenticator);
    }

    /// <summary>Ten new recovery codes with their slow hashes: made before the change.</summary>
    internal static (IReadOnlyList<string> Codes, byte[] Salt, IReadOnlyList<byte[]> Hashes) NewCodes()
    {
        var (codes, salt) = (RecoveryCodes.Make(), RandomNumberGenerator.GetBytes(RecoveryCodes.SaltLength));
        return (codes, salt, [.. codes.Select(c => RecoveryCodes.Hash(c, salt))]);
    }

    /// <summary>Keeps the hashes of new recovery codes in the place of the old ones, inside a change.</summary>
    internal static async Task Keep(
        AppDb db, User user, (IReadOnlyList<string> Codes, byte[] Salt, IReadOnlyList<byte[]> Hashes) made)
    {
        db.RemoveRange(await db.RecoveryCodes.Where(c => c.UserKey == user.Key).ToListAsync());
        db.AddRange(made.Hashes.Select(h => new RecoveryCode { Key = db.NextKey(), UserKey = user.Key, Salt = made.Salt, Hash = h }));
    }

    private sealed record Proposal(Guid User, byte[] Secret, DateTime At);
}
