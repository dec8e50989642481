using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gonglian.Foundation.Ui;

/// <summary>A sentence left for the page that is opened next: what became of the last act.</summary>
/// <remarks>
/// It travels in a cookie of a minute under the program's own key, never in an address: so nobody can put a text of
/// their own onto a page.
/// </remarks>
public static class Passing
{
    private const string Cookie = "gonglian-word";
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    /// <summary>Leaves a sentence.</summary>
    /// <param name="http">The request that is being answered.</param>
    /// <param name="tone">Good for what was done, bad for what was not.</param>
    /// <param name="text">The Chinese sentence, with {0}, {1} … where the arguments go.</param>
    /// <param name="arguments">What the sentence names.</param>
    public static void Leave(this HttpContext http, Tone tone, string text, params IReadOnlyList<object?> arguments)
    {
        var word = new Word(
            tone, text, [.. arguments.Select(a => Convert.ToString(a, CultureInfo.InvariantCulture) ?? "")]);
        http.Response.Cookies.Append(Cookie, Key(http).Protect(JsonSerializer.Serialize(word)), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
            MaxAge = Kept,
        });
    }

    /// <summary>Takes what was left; it is gone with the page that shows it, and stays while a redirect passes it on.</summary>
    internal static Word? Take(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is not { Length: > 0 } left || http.Request.Headers.ContainsKey("HX-Request"))
            return null;
        http.Response.OnStarting(() =>
        {
            if (http.Response.StatusCode is < 300 or >= 400)
                http.Response.Cookies.Delete(Cookie);
            return Task.CompletedTask;
        });
        try
        {
            return JsonSerializer.Deserialize<Word>(Key(http).Unprotect(left));
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    private static IDataProtector Key(HttpContext http) =>
        http.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector(Cookie);

    /// <summary>What was left.</summary>
    internal sealed record Word(Tone Tone, string Text, string[] Arguments);
}
