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
    Writes writes, UserManager<User> users, SignInManager<User> framework, Sessions sessions, Attempts attempts, TimeProvider clock)
{
    /// <summary>The claim that names the session.</summary>
    public const string SessionClaim = "sid";

    private const int RefusalStep = 250;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);
    private static readonly Caller Stranger = Caller.System("登录");
    private static readonly User NoUser = new()
    {
        Key = 0,
        Id = Guid.Empty,
        Path = "",
        Login = "",
        NormalisedLogin = "",
        Name = "",
        PasswordHash = Accounts.Hash(Passwords.OneTime()),
    };

    /// <summary>Signs in with a password: a new session and a new cookie.</summary>
    /// <exception cref="Refused">
    /// <c>access.sign-in</c>: no such login, wrong password, locked or disabled. One sentence for all of them, and an
    /// answer at the next full quarter second, so that nobody learns which logins exist.
    /// </exception>
    public async Task SignIn(HttpContext http, string? login, string? password)
    {
        var began = Stopwatch.GetTimestamp();
        var user = await users.FindByNameAsync((login ?? "")[..Math.Min(login?.Length ?? 0, Logins.Longest)]);
        var tried = password is { Length: <= Passwords.Longest } ? password : "";
        var right = await users.CheckPasswordAsync(user ?? NoUser, tried) && user is not null;
        if (user is not null && await Begin(http, user, right) is { } session)
        {
            await Put(http, user, session);
            return;
        }

        if (user is null)
            await attempts.Unknown(http);
        var spent = (int)Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        await Task.Delay(RefusalStep - (spent % RefusalStep), http.RequestAborted);
        throw new Refused("access.sign-in", "登录名或密码不对。连续输错 5 次要等 1 分钟才能再试,此后每次加倍。");
    }

    /// <summary>Begins a session without a password: after the first link, or a change of password.</summary>
    public async Task SignIn(HttpContext http, User user) =>
        await Put(http, user, await Begin(http, user, right: true) ?? throw new Refused("access.disabled", "账号已停用"));

    /// <summary>Ends the session; its cookie opens nothing any more, wherever a copy of it lies.</summary>
    public async Task SignOut(HttpContext http, Caller caller)
    {
        if (IdOf(http.User) is { } id)
            await writes.Do(caller.Everywhere(), async db =>
            {
                if (await db.Sessions.FirstOrDefaultAsync(s => s.Id == id) is not { EndedAt: null } session)
                    return;
                var now = clock.GetUtcNow().UtcDateTime;
                session.EndedAt = now;
                db.Note(null, now, await db.Users.FirstAsync(u => u.Key == session.UserKey), "sign-out");
            });
        sessions.Forget();
        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    /// <summary>The session that a signed-in principal names, or nothing.</summary>
    public static Guid? IdOf(ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(SessionClaim), out var id) ? id : null;

    private static Caller Person(User user) => new Caller(user.Id, user.Name, []).Everywhere();

    private async Task Put(HttpContext http, User user, Session session)
    {
        sessions.Forget();
        http.Features.Set(await sessions.CallerOf(user));
        var claim = new Claim(SessionClaim, session.Id.ToString());
        await framework.SignInWithClaimsAsync(user, isPersistent: false, [claim]);
    }

    private Task<Session?> Begin(HttpContext http, User found, bool right) => writes.Do((right ? Person(found) : Stranger).At(http.Origin()), async db =>
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var user = await db.Users.FirstAsync(u => u.Key == found.Key);
        var waited = user.IsLocked(now);
        if (!user.Opens(right, now))
        {
            if (!waited)
                db.Note(null, now, user, "sign-in-refused");
            return null;
        }

        var old = now - Kept;
        db.RemoveRange(await db.Sessions.Where(s => s.UserKey == user.Key && s.StartedAt < old).ToListAsync());
        var session = new Session
        {
            Key = db.NextKey(),
            Id = Guid.CreateVersion7(),
            UserKey = user.Key,
            StartedAt = now,
        };
        db.Add(session);
        db.Note(null, now, user, "sign-in");
        return session;
    });
}
