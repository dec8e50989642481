using System.Collections.Concurrent;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access.SigningIn;

/// <summary>Who stands behind a cookie, from memory for at most five seconds.</summary>
/// <remarks>
/// Every change of an account in this process calls <see cref="Forget"/>, so it holds from the next request on; in the
/// other nodes it holds after five seconds at the latest.
/// </remarks>
public sealed class Sessions(Store store, TimeProvider clock)
{
    private const int Most = 20_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private static readonly Caller Gate = Caller.System("登录");
    private ConcurrentDictionary<Guid, Known> known = new();
    private volatile bool inhabited;

    /// <summary>Forgets everybody: something about accounts, roles or grants has changed.</summary>
    /// <remarks>A new table, so that a reading begun before the change cannot put its old answer into it.</remarks>
    public void Forget() => known = new();

    /// <summary>Whose session it is; nobody's when it ended, the account is disabled or its stamp changed.</summary>
    /// <param name="id">The session that the cookie names.</param>
    /// <param name="stamp">The security stamp that the cookie carries.</param>
    public async ValueTask<Known?> Find(Guid id, string stamp)
    {
        var table = known;
        if (!table.TryGetValue(id, out var found) || clock.GetElapsedTime(found.ReadAt) > Fresh)
        {
            if (table.Count >= Most)
                table.Clear();
            table[id] = found = await Read(id);
        }

        return found.Caller is not null && found.SecurityStamp == stamp && found.Until > clock.GetUtcNow().UtcDateTime
            ? found
            : null;
    }

    /// <summary>Whether there is any account yet.</summary>
    public async ValueTask<bool> Inhabited()
    {
        if (!inhabited)
            inhabited = (await store.ReadPastScope("SELECT 1 FROM \"user\" LIMIT 1", r => r.Number(0))).Count > 0;
        return inhabited;
    }

    /// <summary>What an account may do today.</summary>
    public async Task<Caller> CallerOf(User user)
    {
        await using var db = store.Read(Gate);
        return await db.CallerOf(user, China.Today(clock));
    }

    private async Task<Known> Read(Guid id)
    {
        var readAt = clock.GetTimestamp();
        await using var db = store.Read(Gate);
        var session = await db.Sessions.FirstOrDefaultAsync(s => s.Id == id && s.EndedAt == null);
        var user = session is null
            ? null
            : await db.Users.FirstOrDefaultAsync(u => u.Key == session.UserKey && !u.Disabled);
        if (session is null || user is null)
            return new Known(null, "", false, default, readAt);
        var caller = await db.CallerOf(user, China.Today(clock));
        return new Known(caller, user.SecurityStamp, user.MustChange, session.StartedAt + Session.Longest, readAt);
    }

    /// <summary>What is known of a session.</summary>
    /// <param name="Caller">Who it is; none when the session opens nothing.</param>
    /// <param name="SecurityStamp">The account's stamp.</param>
    /// <param name="MustChange">The person must choose a password before anything else.</param>
    /// <param name="Until">When the session ends at the latest.</param>
    /// <param name="ReadAt">When this was read, as a timestamp of the clock.</param>
    public sealed record Known(Caller? Caller, string SecurityStamp, bool MustChange, DateTime Until, long ReadAt)
    {
        private Caller? asked = Caller;

        /// <summary>Who it is, asking from an address; the same one while the address is, as changes keep a context for it.</summary>
        public Caller From(string? origin) => asked!.Origin == origin ? asked : asked = asked.At(origin);
    }
}
