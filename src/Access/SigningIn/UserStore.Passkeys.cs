using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access.SigningIn;

/// <summary>Passkeys as the framework reads them; they are added and removed in <see cref="Passkeys"/>.</summary>
public sealed partial class UserStore
{
    /// <inheritdoc/>
    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(User user, CancellationToken cancellationToken)
    {
        await using var db = store.Read(Framework);
        return [.. (await db.Passkeys.Where(p => p.UserKey == user.Key).ToListAsync(cancellationToken)).Select(p => p.Info())];
    }

    /// <inheritdoc/>
    public async Task<User?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        await using var db = store.Read(Framework);
        return await db.Passkeys.FirstOrDefaultAsync(p => p.CredentialId == credentialId, cancellationToken) is { } passkey
            ? await db.Users.FirstOrDefaultAsync(u => u.Key == passkey.UserKey, cancellationToken)
            : null;
    }

    /// <inheritdoc/>
    public async Task<UserPasskeyInfo?> FindPasskeyAsync(User user, byte[] credentialId, CancellationToken cancellationToken)
    {
        await using var db = store.Read(Framework);
        return (await db.Passkeys.FirstOrDefaultAsync(
            p => p.UserKey == user.Key && p.CredentialId == credentialId, cancellationToken))?.Info();
    }

    Task IUserPasskeyStore<User>.AddOrUpdatePasskeyAsync(
        User user, UserPasskeyInfo passkey, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Passkeys.Add adds passkeys");

    Task IUserPasskeyStore<User>.RemovePasskeyAsync(User user, byte[] credentialId, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Passkeys.Remove removes passkeys");
}
