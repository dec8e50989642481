using Gonglian.Access.Rules;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access.SigningIn;

/// <summary>Accounts as the framework wants them: read from the store, changed through <see cref="Writes"/>.</summary>
/// <remarks>Accounts are made in <see cref="Accounts"/> and changed in <see cref="Administration"/>, not here.</remarks>
public sealed partial class UserStore(Store store, Writes writes)
    : IUserPasswordStore<User>, IUserSecurityStampStore<User>, IUserPasskeyStore<User>, ILookupNormalizer
{
    private static readonly Caller Framework = Caller.System("登录");

    /// <inheritdoc/>
    public async Task<User?> FindByIdAsync(string userId, CancellationToken cancellationToken)
    {
        await using var db = store.Read(Framework);
        return Guid.TryParse(userId, out var id)
            ? await db.Users.FirstOrDefaultAsync(u => u.Id == id, cancellationToken)
            : null;
    }

    /// <inheritdoc/>
    public async Task<User?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken)
    {
        await using var db = store.Read(Framework);
        return await db.Users.FirstOrDefaultAsync(u => u.NormalisedLogin == normalizedUserName, cancellationToken);
    }

    /// <summary>Keeps what the framework may change: the hash (anew when its cost was raised), the stamp.</summary>
    public async Task<IdentityResult> UpdateAsync(User user, CancellationToken cancellationToken)
    {
        await writes.Do(Framework, async db =>
        {
            var row = await db.Users.FirstAsync(u => u.Key == user.Key);
            (row.PasswordHash, row.SecurityStamp) = (user.PasswordHash, user.SecurityStamp);
        });
        return IdentityResult.Success;
    }

    /// <inheritdoc/>
    public Task SetPasswordHashAsync(User user, string? passwordHash, CancellationToken cancellationToken)
    {
        user.PasswordHash = passwordHash;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task SetSecurityStampAsync(User user, string stamp, CancellationToken cancellationToken)
    {
        user.SecurityStamp = stamp;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<string> GetUserIdAsync(User user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Id.ToString());

    /// <inheritdoc/>
    public Task<string?> GetUserNameAsync(User user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Login);

    /// <inheritdoc/>
    public Task<string?> GetNormalizedUserNameAsync(User user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.NormalisedLogin);

    /// <inheritdoc/>
    public Task<string?> GetPasswordHashAsync(User user, CancellationToken cancellationToken) =>
        Task.FromResult(user.PasswordHash);

    /// <inheritdoc/>
    public Task<bool> HasPasswordAsync(User user, CancellationToken cancellationToken) =>
        Task.FromResult(user.PasswordHash is not null);

    /// <inheritdoc/>
    public Task<string?> GetSecurityStampAsync(User user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.SecurityStamp);

    /// <inheritdoc/>
    public string? NormalizeName(string? name) => Logins.Normal(name);

    /// <inheritdoc/>
    public string? NormalizeEmail(string? email) => Logins.Normal(email);

    /// <inheritdoc/>
    public void Dispose() { }

    // A login never changes, so that the records stay readable; the framework asks before every update.
    Task IUserStore<User>.SetUserNameAsync(User user, string? userName, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    Task IUserStore<User>.SetNormalizedUserNameAsync(
        User user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

    Task<IdentityResult> IUserStore<User>.CreateAsync(User user, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Accounts.Create makes accounts");

    Task<IdentityResult> IUserStore<User>.DeleteAsync(User user, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Accounts are disabled, never deleted");
}
