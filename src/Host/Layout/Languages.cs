using Gonglian.Foundation;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Ui;

namespace Gonglian.Host.Layout;

/// <summary>The reader's language and type size: two cookies, two addresses.</summary>
public static class Languages
{
    private const string Language = "language";
    private const string TypeSize = "type";

    /// <summary>Whether the reader chose English; a program that chose nothing says so in <c>Accept-Language</c>.</summary>
    public static bool IsEnglish(HttpContext? http) => http?.Request.Cookies[Language] switch
    {
        null => http?.IsApi() == true && Wished(http).StartsWith("en", StringComparison.OrdinalIgnoreCase),
        var chosen => chosen == "en",
    };

    /// <summary>Whether the reader chose large type.</summary>
    public static bool IsLarge(HttpContext? http) => http?.Request.Cookies[TypeSize] == "large";

    /// <summary>The address that switches the language and comes back.</summary>
    public static string SwitchLanguage(Texts texts, string back) =>
        $"/language?to={(texts.English ? "zh" : "en")}&back={Uri.EscapeDataString(back)}";

    /// <summary>The address that switches the type size and comes back.</summary>
    public static string SwitchType(bool large, string back) =>
        $"/type?to={(large ? "normal" : "large")}&back={Uri.EscapeDataString(back)}";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/language", (HttpContext http, string to, string? back) => Keep(http, Language, to, back))
            .AllowAnonymous();
        routes.MapGet("/type", (HttpContext http, string to, string? back) => Keep(http, TypeSize, to, back))
            .AllowAnonymous();
    }

    private static string Wished(HttpContext http) => http.Request.Headers.AcceptLanguage.ToString();

    private static IResult Keep(HttpContext http, string cookie, string value, string? back)
    {
        http.Response.Cookies.Append(cookie, value is "en" or "large" ? value : "", new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
            MaxAge = TimeSpan.FromDays(365),
        });
        return Results.LocalRedirect(LocalAddress.Or(back, "/"));
    }
}
