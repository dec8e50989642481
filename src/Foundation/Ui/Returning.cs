using Microsoft.AspNetCore.Http;

namespace Gonglian.Foundation.Ui;

/// <summary>The browser's way back to a refused form.</summary>
/// <remarks>
/// Every page with a form is sent as not to be stored. The answer to a refused form has no address from which it could be
/// fetched again, so that going back to it would show the browser's own error page and what was typed would be lost.
/// </remarks>
internal static class Returning
{
    /// <summary>Lets the browser keep the answer for the way back; never one in which a phone number or a password was sent.</summary>
    public static void Keep(HttpContext http)
    {
        if (!http.Request.HasFormContentType || http.Request.Form.Any(f => IsPersonal(f.Key) && f.Value.Any(v => v is { Length: > 0 })))
            return;
        http.Response.OnStarting(() =>
        {
            http.Response.Headers.CacheControl = "private, no-cache";
            http.Response.Headers.Remove("Pragma");
            return Task.CompletedTask;
        });
    }

    private static bool IsPersonal(string field) => field.EndsWith("Phone", StringComparison.OrdinalIgnoreCase)
        || field.Contains("Password", StringComparison.OrdinalIgnoreCase);
}
