using System.Globalization;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;

namespace Gonglian.Insight.Live;

/// <summary>Which state of a board somebody sees, so that only they are told of a change who see it.</summary>
/// <param name="Token">Differs as soon as anything that they see of the place has changed, or the day.</param>
/// <param name="Version">The version of all counters.</param>
/// <param name="LastTurn">When the place changed last as far as this node saw it, UTC; nothing when not <see cref="Since"/>.</param>
/// <param name="Since">Since when this node watches, UTC.</param>
public sealed record LiveState(string Token, long Version, DateTime? LastTurn, DateTime Since)
{
    /// <summary>The state now.</summary>
    /// <param name="db">The caller's context.</param>
    /// <param name="scope">What of.</param>
    /// <param name="day">The day the counters stand on.</param>
    public static async Task<LiveState> Of(AppDb db, Scope scope, DateOnly day)
    {
        var (tally, covers) = (await db.Tally(), (Func<string, bool>)db.Caller.Covers);
        var turns = tally.Turns(scope.Paths, covers);
        return new(
            string.Create(CultureInfo.InvariantCulture, $"{day:yyyyMMdd}.{turns}"),
            tally.Version, tally.LastTurn(scope.Paths, covers), tally.Since);
    }
}
