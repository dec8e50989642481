using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access;

/// <summary>登录中的设备: the sessions of an account that can still be used.</summary>
public static class LiveSessions
{
    /// <summary>Those that last, the one last used first.</summary>
    public static async Task<IReadOnlyList<Session>> SessionsOf(this AppDb db, User user, DateTime now)
    {
        var idle = (await SignInRules.Read(db)).Idle;
        var since = now - Session.Longest;
        var begun = await db.Sessions.Where(s => s.UserKey == user.Key && s.EndedAt == null && s.StartedAt > since).ToListAsync();
        return [.. begun.Where(s => s.Lives(now, idle)).OrderByDescending(s => s.SeenAt ?? s.StartedAt)];
    }

    /// <summary>Ends every session of the account, inside a change.</summary>
    public static async Task EndSessions(this AppDb db, User user, DateTime now)
    {
        user.EndSessions();
        foreach (var session in await db.Sessions.Where(s => s.UserKey == user.Key && s.EndedAt == null).ToListAsync())
            session.EndedAt = now;
    }
}
