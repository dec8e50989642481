using System.Security.Cryptography;
using System.Text.Json;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access.SigningIn;

/// <summary>通行密钥: adding, removing and signing in with them; the framework checks what the device signs.</summary>
/// <remarks>
/// Between the question and its answer the challenge waits sealed in a cookie of five minutes. The device must ask its owner
/// (finger, face, number), so a passkey is two factors at once.
/// </remarks>
public sealed class Passkeys(
    Writes writes, UserManager<User> users, IPasskeyHandler<User> framework, SecondSteps secondSteps, SignIns signIns,
    Attempts attempts, Sessions sessions, IDataProtectionProvider protection, TimeProvider clock)
{
    private const string Cookie = "gonglian-passkey";
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private readonly IDataProtector sealing = protection.CreateProtector(Cookie);

    /// <summary>What the device is asked when a passkey is to be added, in the standard's JSON.</summary>
    public async Task<string> AskToAdd(HttpContext http, Caller caller)
    {
        var user = await Own(caller);
        var asked = await framework.MakeCreationOptionsAsync(
            new PasskeyUserEntity { Id = $"{user.Id}", Name = user.Login, DisplayName = user.Name }, http);
        Put(http, $"{user.Id}", asked.AttestationState);
        return asked.CreationOptionsJson;
    }

    /// <summary>What the device is asked at the sign-in: whichever passkey its owner chooses.</summary>
    public async Task<string> AskToSignIn(HttpContext http)
    {
        var asked = await framework.MakeRequestOptionsAsync(null, http);
        Put(http, "", asked.AssertionState);
        return asked.RequestOptionsJson;
    }

    /// <summary>Adds what the device made.</summary>
    /// <returns>The account, and ten recovery codes where it is the first second step of the account: every session ends then.</returns>
    /// <exception cref="Refused">
    /// <c>access.sample-account</c>; <c>access.passkey-name</c>: none, or too long; <c>access.passkey</c>: not what was asked
    /// for; <c>access.passkeys</c>: too many; <c>access.old-password</c>: see <see cref="SecondSteps.Confirm"/>.
    /// </exception>
    public async Task<(User User, IReadOnlyList<string>? Codes)> Add(
        HttpContext http, Caller caller, string? credential, string? name, string? password)
    {
        var user = await Own(caller);
        if (user.Sample)
            throw new Refused("access.sample-account", "示例账号是大家共用的,不能设置第二步验证;可以新建一个账号来试");
        var called = name?.Trim() is { Length: > 0 and <= Passkey.LongestName } given
            ? given
            : throw new Refused("access.passkey-name", "请给这个通行密钥起个名字,不超过 {0} 个字", Passkey.LongestName).At("name");
        await secondSteps.Confirm(http, caller, user, password);
        var made = await framework.PerformAttestationAsync(new()
        {
            HttpContext = http,
            CredentialJson = credential ?? "",
            AttestationState = Take(http, $"{user.Id}"),
        });
        if (!made.Succeeded || made.UserEntity.Id != $"{user.Id}")
            throw new Refused("access.passkey", "设备没有完成,请再试一次");
        var codes = SecondSteps.NewCodes();
        var isFirst = false;
        await Change(caller, user, async (db, row) =>
        {
            if (await db.Passkeys.CountAsync(p => p.UserKey == row.Key) >= Passkey.Most)
                throw new Refused("access.passkeys", "一个账号最多 {0} 个通行密钥,请先移除不用的", Passkey.Most);
            isFirst = !await SecondSteps.Has(db, row);
            db.Add(Row(db, row, made.Passkey, called));
            db.Note(null, Now, row, "passkey-added", after: new Dictionary<string, object?> { ["Passkey"] = called });
            if (!isFirst)
                return;
            await SecondSteps.Keep(db, row, codes);
            await db.EndSessions(row, Now);
        });
        return (await Own(caller), isFirst ? codes.Codes : null);
    }

    /// <summary>Removes an own passkey.</summary>
    /// <exception cref="Refused">
    /// <c>access.second-step-due</c>: it is the last second step, and the rules demand one; <c>access.old-password</c>.
    /// </exception>
    public async Task Remove(HttpContext http, Caller caller, Guid id, string? password)
    {
        var user = await Own(caller);
        await secondSteps.Confirm(http, caller, user, password);
        await Change(caller, user, async (db, row) =>
        {
            if (await db.Passkeys.FirstOrDefaultAsync(p => p.Id == id && p.UserKey == row.Key) is not { } passkey)
                return;
            var others = await db.Authenticators.AnyAsync(a => a.Key == row.Key)
                || await db.Passkeys.AnyAsync(p => p.UserKey == row.Key && p.Id != id);
            if (!others && (await SignInRules.Read(db)).Demands(row, caller))
                throw new Refused("access.second-step-due", "按登录规则,您的账号必须有第二步验证;换手机时请直接重新设置");
            db.Remove(passkey);
            db.Note(null, Now, row, "passkey-removed", before: new Dictionary<string, object?> { ["Passkey"] = passkey.Name });
        });
    }

    /// <summary>Signs in with what the device signed: a new session and a new cookie.</summary>
    /// <exception cref="Refused"><c>access.passkey-sign-in</c>: nothing that is known here, or not what was asked for.</exception>
    public async Task SignIn(HttpContext http, string? credential)
    {
        var signed = await framework.PerformAssertionAsync(new()
        {
            HttpContext = http,
            CredentialJson = credential ?? "",
            AssertionState = Take(http, ""),
        });
        if (!signed.Succeeded || !await IsUsed(http, signed.User, signed.Passkey))
        {
            await attempts.Unknown(http);
            throw new Refused("access.passkey-sign-in", "没有用通行密钥登录成功,请再试一次,或用密码登录");
        }
        await signIns.SignIn(http, signed.User, Ways.Passkey);
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private async Task<bool> IsUsed(HttpContext http, User user, UserPasskeyInfo signed)
    {
        var id = signed.CredentialId;
        return await writes.Do(Caller.System("登录").At(http.Origin()), async db =>
            await db.Passkeys.FirstOrDefaultAsync(p => p.UserKey == user.Key && p.CredentialId == id) is { } passkey
            && await db.Users.AnyAsync(u => u.Key == user.Key && !u.Disabled) && passkey.Used(signed.SignCount, Now));
    }

    private Passkey Row(AppDb db, User user, UserPasskeyInfo made, string name)
    {
        var passkey = new Passkey
        {
            Key = db.NextKey(),
            Id = Guid.CreateVersion7(),
            UserKey = user.Key,
            CredentialId = made.CredentialId,
            PublicKey = made.PublicKey,
            Name = name,
            AddedAt = Now,
            IsBackupEligible = made.IsBackupEligible,
        };
        passkey.Begin(made.SignCount);
        return passkey;
    }

    private async Task<User> Own(Caller caller) =>
        await users.FindByIdAsync($"{caller.UserId}") ?? throw new Refused("access.no-account", "没有这个账号,或不在您的辖区内");

    private async Task Change(Caller caller, User user, Func<AppDb, User, Task> act)
    {
        await writes.Do(caller.Everywhere(), async db => await act(db, await db.Users.FirstAsync(u => u.Key == user.Key)));
        sessions.Forget();
    }

    private void Put(HttpContext http, string user, string? state) => http.Response.Cookies.Append(
        Cookie, sealing.Protect(JsonSerializer.Serialize(new Waiting(user, state, Now))), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = http.Request.IsHttps,
            MaxAge = Longest,
        });

    // The challenge of this browser, asked for by the same account, at most five minutes ago.
    private string? Take(HttpContext http, string user)
    {
        var kept = http.Request.Cookies[Cookie];
        http.Response.Cookies.Delete(Cookie);
        try
        {
            var waiting = kept is null ? null : JsonSerializer.Deserialize<Waiting>(sealing.Unprotect(kept));
            return waiting?.User == user && waiting.At + Longest > Now ? waiting.State : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private sealed record Waiting(string User, string? State, DateTime At);
}
