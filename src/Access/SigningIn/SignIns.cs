using System.Diagnostics;
using System.Security.Claims;
using Gonglian.Access.Rules;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access.SigningIn;

/// <summary>登录 and 退出.</summary>
public sealed class SignIns(
    Writes writes, UserManager<User> users, SignInManager<User> framework, Sessions sessions, Tries tries,
    SecondSteps secondSteps, Attempts attempts, TimeProvider clock)
{
    /// <summary>The claim that names the session.</summary>
    public const string SessionClaim = "sid";

    private const int RefusalStep = 250;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);
    private static readonly Caller Stranger = Caller.System("登录");

    /// <summary>Signs in with a password: a new session and a new cookie, or the second step first.</summary>
    /// <returns>Whether the second step is due.</returns>
    /// <exception cref="Refused">
    /// <c>access.sign-in</c>: no such login, wrong password, locked or disabled, or too many wrong ones from the same
    /// address or in all. One sentence for all of them, and an answer at the next full quarter second, so that nobody
    /// learns which logins exist.
    /// </exception>
    public async Task<bool> SignIn(HttpContext http, string? login, string? password)
    {
        var began = Stopwatch.GetTimestamp();
        var user = await users.FindByNameAsync((login ?? "")[..Math.Min(login?.Length ?? 0, Logins.Longest)]);
        var right = await tries.IsRight(user, password, http.Origin());
        if (user is not null && right is { } known)
        {
            var (session, pending) = await Enter(http, user, known);
            if (session is not null)
                await Put(http, user, session);
            pending?.Put(http);
            if (session is not null || pending is not null)
                return pending is not null;
        }

        if (user is null || right is null)
            await attempts.Unknown(http);
        await Wait(http, began);
        throw new Refused("access.sign-in", "登录名或密码不对。连续输错 5 次要等 1 分钟才能再试,此后每次加倍;同一地址输错太多次也要等。");
    }

    /// <summary>Whether somebody's password was right a moment ago, and the second step is due.</summary>
    public bool IsPending(HttpContext http) => PendingStep.Of(http, Now) is not null;

    /// <summary>The second step: a code of the authenticator, or a recovery code. Then the session begins.</summary>
    /// <exception cref="Refused">
    /// <c>access.step-over</c>: too long after the password; <c>access.code</c>: wrong, used already, or too many wrong ones.
    /// </exception>
    public async Task Second(HttpContext http, string? typed)
    {
        var began = Stopwatch.GetTimestamp();
        var pending = PendingStep.Of(http, Now);
        var user = pending is null ? null : await users.FindByIdAsync($"{pending.User}");
        if (user is null || user.SecurityStamp != pending!.Stamp)
            throw new Refused("access.step-over", "输入密码后过了太久,请重新登录");
        if (await tries.Begin(user, http.Origin()) is { } counted)
        {
            var hashes = await secondSteps.HashesOf(user, typed);
            var session = await writes.Do(Person(user).At(http.Origin()), async db =>
            {
                var row = await db.Users.FirstAsync(u => u.Key == user.Key);
                var way = await Tries.Waits(db, row, Now) ? null : await secondSteps.Take(db, row, typed, hashes, Now);
                return await Tries.Opens(db, row, way is not null, Now, "code-refused") ? await Start(http, db, row, way!) : null;
            });
            if (session is not null)
            {
                tries.WasRight(http.Origin(), counted);
                PendingStep.Drop(http);
                await Put(http, user, session);
                return;
            }
        }

        await Wait(http, began);
        throw new Refused("access.code", "验证码或恢复码不对,或已经用过。连续输错 5 次要等 1 分钟才能再试,此后每次加倍。").At("code");
    }

    /// <summary>Begins a session of somebody who has shown who they are: after the first link, a new password, a passkey.</summary>
    /// <exception cref="Refused"><c>access.disabled</c>: the account is disabled.</exception>
    public async Task SignIn(HttpContext http, User user, string way = Ways.Password)
    {
        var session = await writes.Do(Person(user).At(http.Origin()), async db =>
        {
            var row = await db.Users.FirstAsync(u => u.Key == user.Key);
            return row.Disabled ? throw new Refused("access.disabled", "账号已停用") : await Start(http, db, row, way);
        });
        PendingStep.Drop(http);
        await Put(http, user, session);
    }

    /// <summary>Ends the session; its cookie opens nothing any more, wherever a copy of it lies.</summary>
    public async Task SignOut(HttpContext http, Caller caller)
    {
        if (IdOf(http.User) is { } id)
            await writes.Do(caller.Everywhere(), async db =>
            {
                if (await db.Sessions.FirstOrDefaultAsync(s => s.Id == id) is not { EndedAt: null } session)
                    return;
                session.EndedAt = Now;
                db.Note(null, Now, await db.Users.FirstAsync(u => u.Key == session.UserKey), "sign-out");
            });
        sessions.Forget();
        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    /// <summary>The session that a signed-in principal names, or nothing.</summary>
    public static Guid? IdOf(ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(SessionClaim), out var id) ? id : null;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private static Caller Person(User user) => new Caller(user.Id, user.Name, []).Everywhere();

    private static Task Wait(HttpContext http, long began)
    {
        var spent = (int)Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return Task.Delay(RefusalStep - (spent % RefusalStep), http.RequestAborted);
    }

    private async Task Put(HttpContext http, User user, Session session)
    {
        sessions.Forget();
        http.Features.Set(await sessions.CallerOf(user));
        var claim = new Claim(SessionClaim, session.Id.ToString());
        await framework.SignInWithClaimsAsync(user, isPersistent: false, [claim]);
    }

    // A right password of an account with a second step does not yet forget the wrong ones.
    private Task<(Session? Session, PendingStep? Pending)> Enter(HttpContext http, User found, bool right) =>
        writes.Do((right ? Person(found) : Stranger).At(http.Origin()), async db =>
        {
            var user = await db.Users.FirstAsync(u => u.Key == found.Key);
            if (right && await SecondSteps.Has(db, user))
                return await Tries.Waits(db, user, Now) || user.Disabled
                    ? default
                    : ((Session?)null, new PendingStep(user.Id, user.SecurityStamp, Now));
            return await Tries.Opens(db, user, right, Now, "sign-in-refused")
                ? (await Start(http, db, user, Ways.Password), null)
                : default;
        });

    private async Task<Session> Start(HttpContext http, AppDb db, User user, string way)
    {
        var now = Now;
        await Tries.Remember(db, user, now);
        var old = now - Kept;
        db.RemoveRange(await db.Sessions.Where(s => s.UserKey == user.Key && s.StartedAt < old).ToListAsync());
        var session = new Session
        {
            Key = db.NextKey(),
            Id = Guid.CreateVersion7(),
            UserKey = user.Key,
            StartedAt = now,
            Way = way,
            Origin = http.Origin(),
            Browser = Browsers.Of(http.Request.Headers.UserAgent.ToString()),
        };
        db.Add(session);
        db.Note(null, now, user, "sign-in", after: new Dictionary<string, object?> { ["Way"] = Ways.Title(way) });
        return session;
    }
}
