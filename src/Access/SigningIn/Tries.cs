using Gonglian.Access.Rules;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access.SigningIn;

/// <summary>核对: every password that is tried goes through here and is counted, by account, by address and in all.</summary>
public sealed class Tries(Store store, Writes writes, UserManager<User> users, Guesses guesses, TimeProvider clock)
{
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

    /// <summary>Whether a password is the account's; nothing when it may not be tried now.</summary>
    /// <remarks>
    /// An address that is familiar to the account may always try: there the count of the account itself slows it down.
    /// </remarks>
    /// <param name="user">The account; nothing when there is none, which costs as much time.</param>
    /// <param name="password">As typed.</param>
    /// <param name="origin">From where.</param>
    public async Task<bool?> IsRight(User? user, string? password, string? origin)
    {
        if (await Begin(user, origin) is not { } counted)
            return null;
        var tried = password is { Length: <= Passwords.Longest } ? password : "";
        var right = await users.CheckPasswordAsync(user ?? NoUser, tried) && user is not null;
        if (right)
            WasRight(origin, counted);
        return right;
    }

    /// <summary>Begins a try of anything by which somebody shows who they are.</summary>
    /// <returns>
    /// Nothing when it may not be tried now; otherwise whether it is counted as wrong until <see cref="WasRight"/>.
    /// </returns>
    public async Task<bool?> Begin(User? user, string? origin)
    {
        var network = Guesses.NetworkOf(origin);
        if (guesses.Begin(network))
            return true;
        return user is not null && await IsFamiliar(user, network) ? false : null;
    }

    /// <summary>What was tried was right.</summary>
    public void WasRight(string? origin, bool counted)
    {
        if (counted)
            guesses.Right(Guesses.NetworkOf(origin));
    }

    /// <summary>Whether the account waits now, for whoever asks from where the caller asks.</summary>
    public static async Task<bool> Waits(AppDb db, User user, DateTime now) =>
        (await FamiliarOf(db, user))?.IsLocked(now) ?? user.IsLocked(now);

    /// <summary>Whether somebody who is signed in has typed the own password; a wrong one is counted and written down.</summary>
    public async Task<bool> IsOwn(Caller caller, User user, string? password)
    {
        if (await IsRight(user, password, caller.Origin) is not { } right)
            return false;
        return await writes.Do(caller.Everywhere(), async db =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            return await Opens(db, await db.Users.FirstAsync(u => u.Key == user.Key), right, now, "password-refused");
        });
    }

    /// <summary>Counts what was tried, inside a change; whether it opens the account.</summary>
    /// <param name="db">The writable context; its caller asks from where.</param>
    /// <param name="user">The account, of this context.</param>
    /// <param name="right">Whether it was right.</param>
    /// <param name="now">When, UTC.</param>
    /// <param name="refused">What the record of a wrong one says.</param>
    public static async Task<bool> Opens(AppDb db, User user, bool right, DateTime now, string refused)
    {
        var familiar = await FamiliarOf(db, user);
        var waited = familiar?.IsLocked(now) ?? user.IsLocked(now);
        var opens = familiar is null ? user.Opens(right, now) : familiar.Opens(right, now) && !user.Disabled;
        if (!opens && !waited)
            db.Note(null, now, user, refused);
        return opens;
    }

    /// <summary>The account was opened: from now on its address is familiar to it.</summary>
    public static async Task Remember(AppDb db, User user, DateTime now)
    {
        if (Guesses.NetworkOf(db.Caller.Origin) is not { } network)
            return;
        var known = await db.FamiliarAddresses.Where(a => a.UserKey == user.Key).OrderByDescending(a => a.LastAt).ToListAsync();
        if (known.Find(a => a.Network == network) is { } familiar)
            familiar.LastAt = now;
        else
            db.Add(new FamiliarAddress { Key = db.NextKey(), UserKey = user.Key, Network = network, LastAt = now });
        db.RemoveRange(known.Where((a, i) => a.Network != network
            && (i >= FamiliarAddress.Most - 1 || a.LastAt < now - FamiliarAddress.Remembered)));
    }

    private static IQueryable<FamiliarAddress> Familiar(AppDb db, User user, string network) => db.FamiliarAddresses
        .Where(a => a.UserKey == user.Key && a.Network == network).OrderBy(a => a.Key);

    private static async Task<FamiliarAddress?> FamiliarOf(AppDb db, User user) =>
        Guesses.NetworkOf(db.Caller.Origin) is { } network ? await Familiar(db, user, network).FirstOrDefaultAsync() : null;

    private async Task<bool> IsFamiliar(User user, string? network)
    {
        if (network is null)
            return false;
        await using var db = store.Read(Stranger);
        return await Familiar(db, user, network).AnyAsync();
    }
}
