using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gonglian.Enterprises.Pages;

/// <summary>A phone number in a refused form: masked for the eye, and sealed beside, until the form is sent again.</summary>
/// <remarks>
/// So the answer holds no number, the browser may keep it, and going back to it does not end on the browser's error page.
/// Only a number that is wrong itself is shown as it was typed; that answer the browser keeps nowhere.
/// </remarks>
internal static class TypedPhone
{
    /// <summary>The hidden field with the sealed number.</summary>
    public const string Field = "PhoneSealed";

    /// <summary>The number as it was typed, where the form brings back its mask unchanged; otherwise what is typed now.</summary>
    public static string? Open(HttpContext http, string? typed, string? seal)
    {
        if (string.IsNullOrEmpty(seal))
            return typed;
        try
        {
            var number = Key(http).Unprotect(seal);
            return typed == Shown(number) ? number : typed;
        }
        catch (CryptographicException)
        {
            return typed;
        }
    }

    /// <summary>The number for the hidden field.</summary>
    public static string Seal(HttpContext http, string number) => Key(http).Protect(number);

    /// <summary>The number as the field shows it.</summary>
    public static string Shown(string number) => Foundation.Rules.Phone.Mask(Foundation.Rules.Phone.Normalise(number));

    private static IDataProtector Key(HttpContext http) =>
        http.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector("gonglian-typed-phone");
}
