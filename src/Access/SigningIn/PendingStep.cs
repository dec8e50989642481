using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gonglian.Access.SigningIn;

/// <summary>Between the password and the second step: a cookie that opens nothing but the page of the second step.</summary>
/// <param name="User">Whose password was right.</param>
/// <param name="Stamp">The account's security stamp then.</param>
/// <param name="At">When, UTC.</param>
internal sealed record PendingStep(Guid User, string Stamp, DateTime At)
{
    private const string Cookie = "gonglian-step";
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Keeps it in the browser.</summary>
    public void Put(HttpContext http) =>
        http.Response.Cookies.Append(Cookie, Key(http).Protect(JsonSerializer.Serialize(this)), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = http.Request.IsHttps,
            MaxAge = Longest,
            Path = "/sign-in",
        });

    /// <summary>What the browser brings, or nothing when it is older than ten minutes or not ours.</summary>
    public static PendingStep? Of(HttpContext http, DateTime now)
    {
        if (http.Request.Cookies[Cookie] is not { Length: > 0 } kept)
            return null;
        try
        {
            var pending = JsonSerializer.Deserialize<PendingStep>(Key(http).Unprotect(kept));
            return pending?.At + Longest > now ? pending : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Takes it from the browser.</summary>
    public static void Drop(HttpContext http) => http.Response.Cookies.Delete(Cookie, new CookieOptions { Path = "/sign-in" });

    private static IDataProtector Key(HttpContext http) =>
        http.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector(Cookie);
}
