using Gonglian.Access.SigningIn;
using Gonglian.Foundation.Bulletins;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access;

/// <summary>终止: grants end, and with each the delegations that are parts of it, inside a change.</summary>
internal static class Ending
{
    /// <summary>Ends a grant, or a denial, at once.</summary>
    /// <param name="db">The writable context.</param>
    /// <param name="granted">The grant.</param>
    /// <param name="today">The China day.</param>
    public static async Task End(this AppDb db, Granted granted, DateOnly today)
    {
        granted.End(today);
        foreach (var part in await db.PartsOf([granted.Key]))
            if (part.HoldsFrom(today))
                part.End(today);
    }

    /// <summary>Ends every delegation that the account gave.</summary>
    public static async Task EndGiven(this AppDb db, User user, DateOnly today)
    {
        var own = await db.Grants.Where(g => g.UserKey == user.Key).Select(g => g.Key).ToArrayAsync();
        foreach (var part in await db.PartsOf(own))
            if (part.HoldsFrom(today))
                part.End(today);
    }

    private static Task<List<Granted>> PartsOf(this AppDb db, long[] keys) => db.Grants.IgnoreQueryFilters([AppDb.ScopeFilter])
        .Where(g => g.SourceKey != null && keys.Contains(g.SourceKey.Value)).ToListAsync();
}

/// <summary>离任即失权: who leaves a post loses what hangs on it, and what was delegated from it, with the next request.</summary>
public sealed class PostHearing(Sessions sessions, TimeProvider clock) : IHear<PostEnded>
{
    /// <inheritdoc/>
    public async Task Hear(AppDb db, PostEnded bulletin)
    {
        var today = China.Today(clock);
        foreach (var granted in await db.Grants.IgnoreQueryFilters([AppDb.ScopeFilter])
                     .Where(g => g.PostKey == bulletin.PostKey && !g.Ended).ToListAsync())
            if (bulletin.From <= today)
                await db.End(granted, today);
            else if (!(granted.EffectiveTo <= bulletin.From))
                granted.Until(bulletin.From);
        db.Afterwards(sessions.Forget);
    }
}
