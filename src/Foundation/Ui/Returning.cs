using Microsoft.AspNetCore.Http;

namespace Gonglian.Foundation.Ui;

/// <summary>The browser's way back to a refused form.</summary>
/// <remarks>
/// Every page with a form is sent as not to be stored. The answer to a refused form has no address from which it could be
/// fetched again, so that going back to it would show the browser's own error page and what was typed would be lost.
/// </remarks>
internal static class Returning
{
    /// <summary>Lets the browser keep the answer for the way back; never one that shows a phone number or password that was sent.</summary>
    /// <param name="http">The request.</param>
    /// <param name="hidesPhone">Whether the answer shows a phone number masked only.</param>
    public static void Keep(HttpContext http, bool hidesPhone)
    {
        if (!http.Request.HasFormContentType
            || http.Request.Form.Any(f => IsPersonal(f.Key) && !(hidesPhone && IsPhone(f.Key)) && f.Value.Any(v => v is { Length: > 0 })))
            return;
        http.Response.OnStarting(() =>
        {
            http.Response.Headers.CacheControl = "private, no-cache";
            http.Response.Headers.Remove("Pragma");
            return Task.CompletedTask;
        });
    }

    /// <summary>Whether a field is of a kind that a browser keeps nowhere.</summary>
    internal static bool IsPersonal(string field) => IsPhone(field)
        || field.Contains("Password", StringComparison.OrdinalIgnoreCase);

    private static bool IsPhone(string field) => field.EndsWith("Phone", StringComparison.OrdinalIgnoreCase);
}
