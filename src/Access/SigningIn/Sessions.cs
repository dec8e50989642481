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
public sealed class Sessions(Store store, Writes writes, TimeProvider clock)
{
    private const int Most = 20_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(5);
    private static readonly Caller Gate = Caller.System("登录");
    private readonly ConcurrentDictionary<Guid, DateTime> seen = new();
    private ConcurrentDictionary<Guid, Known> known = new();
    private volatile bool inhabited;

    /// <summary>Forgets everybody: something about accounts, roles or grants has changed.</summary>
    /// <remarks>A new table, so that a reading begun before the change cannot put its old answer into it.</remarks>
    public void Forget() => known = new();

    /// <summary>Another one after each <see cref="Forget"/>: what was computed from accounts, roles or grants before is old.</summary>
    internal object Age => known;

    /// <summary>Whose session it is; nobody's when it ended, was idle too long, the account is disabled or its stamp changed.</summary>
    /// <remarks>Asking is using it: the time of it is remembered exactly here, and every few minutes in the store.</remarks>
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

        var now = clock.GetUtcNow().UtcDateTime;
        if (found.Caller is null || found.SecurityStamp != stamp || found.Until <= now || LastSeen(id, found) + found.Idle < now)
            return null;
        await See(id, found, table, now);
        return found;
    }

    private DateTime LastSeen(Guid id, Known found) =>
        seen.TryGetValue(id, out var here) && here > found.SeenAt ? here : found.SeenAt;

    private async ValueTask See(Guid id, Known found, ConcurrentDictionary<Guid, Known> table, DateTime now)
    {
        if (seen.Count >= Most)
            seen.Clear();
        seen[id] = now;
        if (now - found.SeenAt < (found.Idle / 4 < SeenEvery ? found.Idle / 4 : SeenEvery))
            return;
        table[id] = found with { SeenAt = now };
        try
        {
            await writes.Do(Gate, async db =>
            {
                if (await db.Sessions.FirstOrDefaultAsync(s => s.Id == id) is { } session && !(session.SeenAt > now))
                    session.SeenAt = now;
            });
        }
        catch (Refused)
        {
            // Nothing can be written now; whoever only reads is not sent away for it.
        }
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
            return new Known(null, "", null, default, readAt, default, default);
        var caller = await db.CallerOf(user, China.Today(clock));
        var rules = await SignInRules.Read(db);
        var due = user.MustChange ? Due.Password
            : rules.Demands(user, caller) && !await SecondSteps.Has(db, user) ? Due.SecondStep : null;
        return new Known(
            caller, user.SecurityStamp, due, session.StartedAt + Session.Longest, readAt, session.SeenAt ?? session.StartedAt, rules.Idle);
    }

    /// <summary>What is known of a session.</summary>
    /// <param name="Caller">Who it is; none when the session opens nothing.</param>
    /// <param name="SecurityStamp">The account's stamp.</param>
    /// <param name="Due">What the person must do before anything else, or nothing.</param>
    /// <param name="Until">When the session ends at the latest.</param>
    /// <param name="ReadAt">When this was read, as a timestamp of the clock.</param>
    /// <param name="SeenAt">When the session was last used, as far as the store knows.</param>
    /// <param name="Idle">The longest pause.</param>
    public sealed record Known(
        Caller? Caller, string SecurityStamp, Due? Due, DateTime Until, long ReadAt, DateTime SeenAt, TimeSpan Idle)
    {
        private Caller? asked = Caller;

        /// <summary>Who it is, asking from an address; the same one while the address is, as changes keep a context for it.</summary>
        public Caller From(string? origin) => asked!.Origin == origin ? asked : asked = asked.At(origin);
    }
}

/// <summary>What somebody must do before any other page is opened.</summary>
/// <param name="Page">Where it is done.</param>
/// <param name="Code">The refusal's code, for programs.</param>
/// <param name="Sentence">And its sentence.</param>
/// <param name="LeadsBack">Whether its page leads to what was asked for, when it is done.</param>
public sealed record Due(string Page, string Code, string Sentence, bool LeadsBack = false)
{
    /// <summary>The password was set by somebody else.</summary>
    public static Due Password { get; } = new("/account/password", "access.password-due", "请先在网页上设置自己的密码");

    /// <summary>The rules demand a second step, and there is none yet.</summary>
    public static Due SecondStep { get; } = new("/account/second-step", "access.second-step-due", "请先在网页上设置第二步验证", LeadsBack: true);
}
