using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Callers;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gonglian.Foundation.Ui;

/// <summary>A form that stands no longer where it was sent from leads back to its page, with a sentence.</summary>
/// <remarks>
/// The framework answers 400 without a word when the named form is not on the page any more (somebody else has just
/// dealt with the row), and when the form's token is another person's or none. Nothing was done in either case.
/// </remarks>
public static class StaleForms
{
    /// <summary>Answers people's forms that were refused with a bare 400 with the page as it is now.</summary>
    public static IApplicationBuilder UseStaleForms(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        await next(http);
        var answer = http.Response;
        if (answer.StatusCode != StatusCodes.Status400BadRequest || answer.HasStarted
            || !HttpMethods.IsPost(http.Request.Method) || http.IsApi())
            return;
        if (IsPage(http) && http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false })
            http.Leave(Tone.Warn, "这一页刚才已经变了:可能已有人处理过。您的操作没有执行,下面是现状。");
        else if (http.RequestServices.GetRequiredService<Caller>() is { UserId: not null } now)
            http.Leave(Tone.Warn, "这张表单打开之后,登录已换人(现在是“{0}”)或已重新登录。什么都没有保存,请重新填写。", now.Name);
        else
            http.Leave(Tone.Warn, "登录已过期。什么都没有保存,请重新填写。");
        (answer.StatusCode, answer.ContentType, answer.ContentLength) = (StatusCodes.Status303SeeOther, null, null);
        answer.Headers.Location = Home(http);
    });

    /// <summary>The page that a request belongs to: its own address, or for a form's target that is no page, where the form stood.</summary>
    public static string Home(HttpContext http)
    {
        var request = http.Request;
        if (IsPage(http) || HttpMethods.IsGet(request.Method))
            return request.PathBase + request.Path + request.QueryString;
        return Uri.TryCreate(request.Headers.Referer.ToString(), UriKind.Absolute, out var from)
            && from.Authority == request.Host.Value
            ? LocalAddress.Or(from.PathAndQuery, "/")
            : "/";
    }

    internal static bool IsPage(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;
}
