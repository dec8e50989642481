using System.Security.Claims;
using Gonglian.Access.SigningIn;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Callers;
using Microsoft.AspNetCore.Http;

namespace Gonglian.Access.Programs;

/// <summary>Lets programs in by their keys: only to the API, and only by the header, which no browser sends by itself.</summary>
public sealed class KeyGate(KeyRing ring, Attempts attempts, Limits limits)
{
    private const string Scheme = "Bearer";

    /// <summary>The key that a request shows; nothing where it shows none, or asks for a page.</summary>
    public static string? KeyOf(HttpContext http) =>
        http.IsApi() && http.Request.Headers.Authorization.ToString() is var shown
        && shown.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && (shown.Length == Scheme.Length || shown[Scheme.Length] == ' ')
            ? shown[Scheme.Length..].Trim()
            : null;

    /// <summary>Lets a program in, whatever cookie comes along; or answers 401, or 429 where it asks too often.</summary>
    /// <returns>Whether it was let in.</returns>
    public async ValueTask<bool> Admit(HttpContext http, string key)
    {
        var opened = await ring.Open(key, http.Origin());
        if (opened.Caller is not { } caller)
        {
            await attempts.Key(http, opened.Key, opened.Why!.Code);
            http.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
            await opened.Why.AsProblem(http, StatusCodes.Status401Unauthorized).ExecuteAsync(http);
            return false;
        }
        if (await limits.OfKey(opened.Key!.Id) is { } wait)
        {
            await Limits.Refuse(http, wait);
            return false;
        }
        http.User = new ClaimsPrincipal(new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, $"{caller.UserId}"), new(ClaimTypes.Name, caller.Name)], "key"));
        http.Features.Set(caller);
        http.Features.Set(new Lasting(async () => (await ring.Open(key, http.Origin())).Caller));
        return true;
    }
}
