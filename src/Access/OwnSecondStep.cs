using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access;

/// <summary>How one's own second step stands.</summary>
/// <param name="User">The account.</param>
/// <param name="SetUpAt">When the authenticator was set up, UTC; nothing when it was not.</param>
/// <param name="Passkeys">通行密钥, the first added first.</param>
/// <param name="CodesLeft">恢复码 that were not used.</param>
/// <param name="IsDemanded">Whether the rules demand a second step of this account.</param>
public sealed record OwnSecondStep(
    User User, DateTime? SetUpAt, IReadOnlyList<Passkey> Passkeys, int CodesLeft, bool IsDemanded)
{
    /// <summary>Whether there is one of any kind.</summary>
    public bool IsThere => SetUpAt is not null || Passkeys.Count > 0;

    /// <summary>Whether it must be set up before anything else.</summary>
    public bool IsDue => IsDemanded && !IsThere;

    /// <summary>Reads it for the caller; nothing when the caller has no account.</summary>
    public static async Task<OwnSecondStep?> Read(Store store, Caller caller)
    {
        await using var db = store.Read(caller.Everywhere());
        if (await db.Users.FirstOrDefaultAsync(u => u.Id == caller.UserId) is not { } user)
            return null;
        var authenticator = await db.Authenticators.FirstOrDefaultAsync(a => a.Key == user.Key);
        var passkeys = await db.Passkeys.Where(p => p.UserKey == user.Key).OrderBy(p => p.Key).ToListAsync();
        var left = await db.RecoveryCodes.CountAsync(c => c.UserKey == user.Key && c.UsedAt == null);
        return new(user, authenticator?.SetUpAt, passkeys, left, (await SignInRules.Read(db)).Demands(user, caller));
    }
}
