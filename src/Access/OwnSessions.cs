using Gonglian.Access.SigningIn;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access;

/// <summary>我的登录: ending own sessions on other devices.</summary>
public sealed class OwnSessions(Writes writes, Sessions sessions, TimeProvider clock)
{
    /// <summary>Ends one own session.</summary>
    public Task End(Caller caller, Guid session) => End(caller, s => s.Id == session);

    /// <summary>Ends all own sessions but one.</summary>
    /// <param name="caller">Whose.</param>
    /// <param name="except">The one that asks.</param>
    public Task EndOthers(Caller caller, Guid? except) => End(caller, s => s.Id != except);

    internal static async Task End(AppDb db, User user, Func<Session, bool> which, DateTime now)
    {
        foreach (var session in (await db.SessionsOf(user, now)).Where(which))
        {
            session.EndedAt = now;
            db.Note(null, now, user, "session-ended", before: new Dictionary<string, object?>
            {
                ["StartedAt"] = session.StartedAt,
                ["Browser"] = session.Browser,
                ["Network"] = session.Origin,
            });
        }
    }

    private async Task End(Caller caller, Func<Session, bool> which)
    {
        await writes.Do(caller.Everywhere(), async db =>
            await End(db, await db.Users.FirstAsync(u => u.Id == caller.UserId), which, clock.GetUtcNow().UtcDateTime));
        sessions.Forget();
    }
}
