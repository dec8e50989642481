using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Gonglian.Foundation.Callers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gonglian.Foundation.Ui;

/// <summary>What was typed into a form whose sign-in had expired: sealed for half an hour, for the same account and page.</summary>
/// <remarks>
/// It travels in a cookie of that page under the program's own key, so that any node can give it back. Phone numbers,
/// passwords and files are never kept, nor a form that has no room in a cookie. Filling in again is a sending of the form
/// that rehearses (<see cref="Caller.Rehearses"/>): nothing is saved before the person presses the button again.
/// </remarks>
public static class KeptForms
{
    /// <summary>The field by which a form is filled in again, and not sent.</summary>
    public const string Again = "KeptAgain";

    private const string Cookie = "gonglian-kept";
    private const int LongestSent = 16 * 1024;
    private const int LongestSealed = 3_800;
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
    private static readonly TimeSpan For = TimeSpan.FromMinutes(30);

    /// <summary>Keeps the form that is being sent, for the account whose sign-in has expired.</summary>
    /// <returns>Whether it is kept.</returns>
    public static async Task<bool> Keep(HttpContext http, Guid user)
    {
        var request = http.Request;
        if (!StaleForms.IsPage(http) || request.ContentLength is not <= LongestSent
            || request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true)
            return false;
        var typed = (await request.ReadFormAsync()).Where(f => IsKept(f.Key))
            .SelectMany(f => f.Value, (f, value) => KeyValuePair.Create(f.Key, value ?? "")).ToList();
        if (!typed.Exists(f => f.Key[0] != '_' && f.Value.Length > 0))
            return false;
        var until = Clock(http).GetUtcNow().Add(For).ToUnixTimeSeconds();
        var text = Key(http, user).Protect(JsonSerializer.Serialize(new Form(until, typed), Plain));
        if (text.Length > LongestSealed)
            return false;
        http.Response.Cookies.Append(Cookie, text, Options(http, For));
        return true;
    }

    /// <summary>What was typed on this page by this account; nothing where nothing was, or too long ago.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(HttpContext http, Caller caller)
    {
        if (caller.UserId is not { } user || !HttpMethods.IsGet(http.Request.Method) || http.Request.Cookies[Cookie] is not { } text)
            return [];
        try
        {
            var form = JsonSerializer.Deserialize<Form>(Key(http, user).Unprotect(text))!;
            return form.Until >= Clock(http).GetUtcNow().ToUnixTimeSeconds() ? form.Typed : [];
        }
        catch (CryptographicException)
        {
            return [];
        }
    }

    /// <summary>Lets a form that is filled in again rehearse; whatever is sent from the page, nothing is kept any longer.</summary>
    public static IApplicationBuilder UseKeptForms(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        var isSent = HttpMethods.IsPost(http.Request.Method) && http.Request.Cookies.ContainsKey(Cookie);
        if (isSent && http.Features.Get<Caller>() is { } caller)
        {
            if (http.Request.HasFormContentType && (await http.Request.ReadFormAsync()).ContainsKey(Again))
                http.Features.Set(caller.Rehearsing());
            http.Response.Cookies.Delete(Cookie, Options(http, null));
        }
        await next(http);
    });

    private static bool IsKept(string field) =>
        field.Length > 0 && field != Again && !field.StartsWith("__", StringComparison.Ordinal) && !field.StartsWith("Phone", StringComparison.Ordinal) && !Returning.IsPersonal(field);

    private static CookieOptions Options(HttpContext http, TimeSpan? kept) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
        Path = http.Request.PathBase + http.Request.Path,
        MaxAge = kept,
    };

    private static TimeProvider Clock(HttpContext http) => http.RequestServices.GetRequiredService<TimeProvider>();

    private static IDataProtector Key(HttpContext http, Guid user) => http.RequestServices.GetRequiredService<IDataProtectionProvider>()
        .CreateProtector(Cookie, user.ToString("N", CultureInfo.InvariantCulture), http.Request.Path);

    private sealed record Form(long Until, IReadOnlyList<KeyValuePair<string, string>> Typed);
}
