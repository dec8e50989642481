using System.Security.Claims;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Ui;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gonglian.Access.SigningIn;

/// <summary>What those hear who may not: people a page, programs problem details.</summary>
internal static class Answers
{
    public static Task Refuse(HttpContext http, int status, string code, string sentence) =>
        new Refused(code, sentence).AsProblem(http, status).ExecuteAsync(http);

    public static async Task NotSignedIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (context.HttpContext.IsApi())
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await Refuse(context.HttpContext, StatusCodes.Status401Unauthorized, "access.not-signed-in", "请先登录");
            return;
        }
        var http = context.HttpContext;
        if (HttpMethods.IsPost(http.Request.Method) && Expired(context) is { } user && await KeptForms.Keep(http, user))
            http.Leave(Tone.Warn, "登录已过期,刚才填写的内容没有保存。用同一账号重新登录后,可以填回去。");
        else if (HttpMethods.IsPost(http.Request.Method))
            http.Leave(Tone.Warn, "登录已过期,刚才填写的内容没有保存。请重新登录后再填写。");
        else if (http.Request.Cookies.ContainsKey(AccessModule.Cookie))
            http.Leave(Tone.Info, "登录已过期,请重新登录。");
        context.Response.Redirect($"/sign-in?back={Uri.EscapeDataString(StaleForms.Home(http))}");
    }

    // Whose sign-in it was: an expired cookie opens nothing any more, and still names its account.
    private static Guid? Expired(RedirectContext<CookieAuthenticationOptions> context)
    {
        var cookie = context.Options.CookieManager.GetRequestCookie(context.HttpContext, AccessModule.Cookie);
        var ticket = cookie is null ? null : context.Options.TicketDataFormat.Unprotect(cookie);
        return Guid.TryParse(ticket?.Principal.FindFirstValue(ClaimTypes.NameIdentifier), out var user) ? user : null;
    }

    public static async Task NotAllowed(RedirectContext<CookieAuthenticationOptions> context)
    {
        var http = context.HttpContext;
        var caller = http.RequestServices.GetRequiredService<Caller>();
        var landing = Landing(http.RequestServices, caller);
        if (http.Request.Path == "/" && landing != "/")
        {
            context.Response.Redirect(landing);
            return;
        }
        var right = http.GetEndpoint()?.Metadata.GetMetadata<NeedsAttribute>()?.Right ?? "";
        await http.RequestServices.GetRequiredService<Attempts>().Refused(http, caller, right);
        if (http.IsApi())
            await Refuse(http, StatusCodes.Status403Forbidden, "access.not-allowed", "您的账号没有在这里做这件事的权限");
        else
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
    }

    /// <summary>Where somebody comes in who asked for nothing else: the first room that is open to them.</summary>
    public static string Landing(IServiceProvider services, Caller caller) =>
        services.GetRequiredService<Store>().Modules.SelectMany(m => m.Navigation)
            .Where(n => caller.Can(n.Needs)).MinBy(n => n.Order)?.Href ?? "/account";
}
