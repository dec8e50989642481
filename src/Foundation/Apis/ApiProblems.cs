using Gonglian.Foundation.Rules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gonglian.Foundation.Apis;

/// <summary>What programs hear when something is wrong: always problem details, with a sentence in the caller's language.</summary>
/// <remarks>Endpoints answer a bare status or throw a refusal; the sentence of a bare status is put here, in one place.</remarks>
public static class ApiProblems
{
    /// <summary>Media type of every refusal.</summary>
    public const string Type = "application/problem+json";

    /// <summary>Code of <see cref="NoPlace"/>.</summary>
    public const string NoPlaceCode = "api.no-place";

    /// <summary>The refusal of a place that is none in the caller's part of the tree, wherever it is asked for.</summary>
    /// <param name="place">Code or path.</param>
    /// <param name="field">The word of the address.</param>
    public static Refused NoPlace(string? place, string field = "place") =>
        new Refused(NoPlaceCode, "没有代码为“{0}”的单位,或不在您的辖区内", place).At(field);

    /// <summary>Whether a program asks, and not a person's browser.</summary>
    public static bool IsApi(this HttpContext http) => http.Request.Path.StartsWithSegments("/api");

    /// <summary>Gives every answer of the API that only has a status its sentence.</summary>
    public static IApplicationBuilder UseApiProblems(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        await next(http);
        var answer = http.Response;
        var isBare = answer.StatusCode >= 400 && !answer.HasStarted && answer.ContentLength is null
            && string.IsNullOrEmpty(answer.ContentType);
        if (isBare && http.IsApi())
            await Say(http, answer.StatusCode);
    });

    /// <summary>A refusal as problem details: the sentence in the reader's language, the code, and the field it concerns.</summary>
    /// <param name="refused">The refusal.</param>
    /// <param name="http">The request.</param>
    /// <param name="status">409; 400 for what cannot be understood (<c>api.…</c>), 404 for a place that is none.</param>
    public static IResult AsProblem(this Refused refused, HttpContext http, int? status = null)
    {
        var texts = http.RequestServices.GetRequiredService<Texts>();
        var more = new Dictionary<string, object?> { ["code"] = refused.Code };
        var fields = refused.All.Where(r => r.Field is not null).ToLookup(r => r.Field!);
        if (fields.Count > 0)
            more["errors"] = fields.ToDictionary(
                f => char.ToLowerInvariant(f.Key[0]) + f.Key[1..], f => f.Select(r => texts[r]).ToArray());
        return Results.Problem(statusCode: status ?? StatusOf(refused), title: texts[refused], extensions: more);
    }

    /// <summary>The answer to a wrong address of a file: for a person's browser a page with the sentence, otherwise problem details.</summary>
    /// <param name="refused">The refusal; the page finds it among the features of the request.</param>
    /// <param name="http">The request.</param>
    /// <param name="status">As in <see cref="AsProblem"/>.</param>
    public static IResult AsAnswer(this Refused refused, HttpContext http, int? status = null)
    {
        if (!http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
            return refused.AsProblem(http, status);
        http.Features.Set(refused);
        return Results.StatusCode(status ?? StatusOf(refused));
    }

    private static int StatusOf(Refused refused)
    {
        var unreadable = refused.Code.StartsWith("api.", StringComparison.Ordinal);
        return refused.Code == NoPlaceCode ? StatusCodes.Status404NotFound : unreadable ? StatusCodes.Status400BadRequest : StatusCodes.Status409Conflict;
    }

    internal static Task Say(HttpContext http, int status) => Of(status, http).AsProblem(http, status).ExecuteAsync(http);

    private static Refused Of(int status, HttpContext http) => status switch
    {
        StatusCodes.Status400BadRequest => new("api.bad-request", "请求里的参数写得不对"),
        StatusCodes.Status404NotFound => new("api.not-found", "没有这个地址,或者要找的不在您的辖区内"),
        StatusCodes.Status405MethodNotAllowed => new("api.method", "这个地址不接受 {0}", http.Request.Method),
        StatusCodes.Status413PayloadTooLarge => new("api.too-large", "发来的内容太大,最多 {0} MB", ApiRoutes.Largest >> 20),
        StatusCodes.Status415UnsupportedMediaType => new("api.content-type", "请以 {0} 发送", ApiRoutes.Json),
        >= 500 => new("api.broken", "系统出了错,什么都没有保存;请把编号 {0} 告诉管理员", http.TraceIdentifier),
        _ => new("api.refused", "这个请求不能办理({0})", status),
    };
}

/// <summary>Programs get problem details when something breaks, people get a page.</summary>
public sealed class ApiBreakdown : IExceptionHandler
{
    /// <summary>Whether an exception is the sender's doing, and nothing of ours to be logged as an error.</summary>
    public static bool IsSendersOwn(Exception exception) => exception is BadHttpRequestException;

    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // The framework has put the error page's address in the place of the one that was asked for.
        var page = httpContext.Request.Path;
        httpContext.Request.Path = httpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path ?? page;
        if (!httpContext.IsApi())
        {
            httpContext.Request.Path = page;
            return false;
        }
        await ApiProblems.Say(httpContext, (exception as BadHttpRequestException)?.StatusCode ?? 500);
        return true;
    }
}
