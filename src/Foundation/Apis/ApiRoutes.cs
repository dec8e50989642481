using Gonglian.Foundation.Rules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gonglian.Foundation.Apis;

/// <summary>The public API: one root, and one way to say no.</summary>
/// <remarks>
/// Changes are taken as <c>application/json</c> only (anything else is answered with 415). A form of another site cannot
/// send that, a script of another site is stopped by the browser's preflight, which nobody answers here, and the session
/// cookie is not sent along at all (SameSite): so the API needs no antiforgery token.
/// </remarks>
public static class ApiRoutes
{
    /// <summary>Where version 1 begins.</summary>
    public const string Root = "/api/v1";

    /// <summary>The most that a request may bring, in bytes; the web server stops one that does not say its length.</summary>
    public const int Largest = 4 * 1024 * 1024;

    /// <summary>Media type of what is sent and answered.</summary>
    public const string Json = "application/json";

    /// <summary>The addresses of one kind of thing, with refusals answered as problem details.</summary>
    /// <param name="routes">The routes of the house.</param>
    /// <param name="name">The last word of the address, e.g. <c>enterprises</c>.</param>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder routes, string name)
    {
        var group = routes.MapGroup($"{Root}/{name}").WithTags(name);
        group.AddEndpointFilter(async (context, next) =>
        {
            var request = context.HttpContext.Request;
            if (request.ContentLength > Largest)
                return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
            if (!HttpMethods.IsGet(request.Method) && !request.HasJsonContentType())
                return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
            var isAsked = HttpMethods.IsGet(request.Method);
            try
            {
                if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<ApiDoc>() is { } doc)
                    ApiQuery.Check(request.Query, doc.Query);
                return await next(context);
            }
            catch (Refused refused) when (isAsked && refused.Field is not null && refused.Code != ApiProblems.NoPlaceCode)
            {
                return refused.AsProblem(context.HttpContext, StatusCodes.Status400BadRequest);
            }
            catch (Refused refused)
            {
                return refused.AsProblem(context.HttpContext);
            }
        });
        return group;
    }
}
