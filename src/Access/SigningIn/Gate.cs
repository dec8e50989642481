using System.Security.Claims;
using Gonglian.Access.Programs;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Callers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace Gonglian.Access.SigningIn;

/// <summary>Says of every request who asks, before anything else looks at it.</summary>
public sealed class Gate(RequestDelegate next, Sessions sessions, KeyGate keys)
{
    private const string StampClaim = "AspNet.Identity.SecurityStamp";

    /// <summary>Called by the framework with every request.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        var page = http.GetEndpoint();
        if (KeyGate.KeyOf(http) is { } key)
        {
            if (!await keys.Admit(http, key))
                return;
        }
        else if (http.User.Identity?.AuthenticationType == IdentityConstants.ApplicationScheme)
            await Admit(http);
        else if (http.User.Identity?.IsAuthenticated != true && IsPage(page)
                 && !http.Request.Path.StartsWithSegments("/welcome") && !await sessions.Inhabited())
        {
            http.Response.Redirect("/welcome");
            return;
        }

        if (http.Features.Get<Due>() is { } due && IsClosedUntilDone(http, page, due))
        {
            await Ask(http, due);
            return;
        }

        await next(http);
    }

    private async Task Admit(HttpContext http)
    {
        var stamp = http.User.FindFirstValue(StampClaim) ?? "";
        var session = SignIns.IdOf(http.User) ?? Guid.Empty;
        var known = session == Guid.Empty ? null : await sessions.Find(session, stamp);
        if (known is null)
        {
            http.User = new ClaimsPrincipal(new ClaimsIdentity());
            await http.SignOutAsync(IdentityConstants.ApplicationScheme);
            return;
        }

        http.Features.Set(known.From(http.Origin()));
        http.Features.Set(new Lasting(async () => (await sessions.Find(session, stamp))?.Caller));
        if (known.Due is not null)
            http.Features.Set(known.Due);
    }

    private static bool IsPage(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;

    private static bool IsClosedUntilDone(HttpContext http, Endpoint? endpoint, Due due) =>
        endpoint is not null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
        && !http.Request.Path.StartsWithSegments(due.Page)
        && !http.Request.Path.StartsWithSegments("/sign-out");

    private static Task Ask(HttpContext http, Due due)
    {
        if (http.IsApi())
            return Answers.Refuse(http, StatusCodes.Status403Forbidden, due.Code, due.Sentence);
        var back = due.LeadsBack && HttpMethods.IsGet(http.Request.Method)
            ? $"?back={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}"
            : "";
        http.Response.Redirect(due.Page + back);
        return Task.CompletedTask;
    }
}
