using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication;

namespace Gonglian.Access.SigningIn;

/// <summary>Opens the cookie's ticket; one opened a moment ago is remembered, because opening costs more than most answers.</summary>
/// <remarks>
/// A ticket only names the session and the stamp. Whether it is too old is looked at by the framework, and whether the
/// session still opens anything by <see cref="Sessions"/>, with every request.
/// </remarks>
/// <param name="sealing">The framework's own way of sealing and opening.</param>
/// <param name="clock">The clock.</param>
internal sealed class Tickets(ISecureDataFormat<AuthenticationTicket> sealing, TimeProvider clock)
    : ISecureDataFormat<AuthenticationTicket>
{
    private const int Most = 10_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private volatile Opened opened = new(clock.GetTimestamp());

    /// <inheritdoc/>
    public string Protect(AuthenticationTicket data) => sealing.Protect(data);

    /// <inheritdoc/>
    public string Protect(AuthenticationTicket data, string? purpose) => sealing.Protect(data, purpose);

    /// <inheritdoc/>
    public AuthenticationTicket? Unprotect(string? protectedText) => Unprotect(protectedText, null);

    /// <inheritdoc/>
    public AuthenticationTicket? Unprotect(string? protectedText, string? purpose)
    {
        if (protectedText is null || purpose is not null)
            return sealing.Unprotect(protectedText, purpose);
        var now = opened;
        if (now.Tickets.TryGetValue(protectedText, out var known) && clock.GetElapsedTime(now.At) < Fresh)
            return known;
        if (sealing.Unprotect(protectedText) is not { } ticket)
            return null;
        if (clock.GetElapsedTime(now.At) >= Fresh || now.Tickets.Count >= Most)
            opened = now = new(clock.GetTimestamp());
        now.Tickets[protectedText] = ticket;
        return ticket;
    }

    private sealed record Opened(long At)
    {
        public ConcurrentDictionary<string, AuthenticationTicket> Tickets { get; } = new(StringComparer.Ordinal);
    }
}
