using System.Security.Claims;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Callers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace Gonglian.Access.SigningIn;

/// <summary>Says of every request who asks, before anything else looks at it.</summary>
public sealed class Gate(RequestDelegate next, Sessions sessions)
{
    private const string StampClaim = "AspNet.Identity.SecurityStamp";

    /// <summary>Called by the framework with every request.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        var page = http.GetEndpoint();
        if (http.User.Identity?.AuthenticationType == IdentityConstants.ApplicationScheme)
            await Admit(http);
        else if (http.User.Identity?.IsAuthenticated != true && IsPage(page)
                 && !http.Request.Path.StartsWithSegments("/welcome") && !await sessions.Inhabited())
        {
            http.Response.Redirect("/welcome");
            return;
        }

        if (http.Features.Get<MustChangePassword>() is not null && IsClosedUntilChanged(http, page))
        {
            await AskForPassword(http);
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
        if (known.MustChange)
            http.Features.Set(new MustChangePassword());
    }

    private static bool IsPage(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;

    private static bool IsClosedUntilChanged(HttpContext http, Endpoint? endpoint) =>
        endpoint is not null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
        && !http.Request.Path.StartsWithSegments("/account/password")
        && !http.Request.Path.StartsWithSegments("/sign-out");

    private static Task AskForPassword(HttpContext http)
    {
        if (http.IsApi())
            return Answers.Refuse(
                http, StatusCodes.Status403Forbidden, "access.password-due", "请先在网页上设置自己的密码");
        http.Response.Redirect("/account/password");
        return Task.CompletedTask;
    }

    private sealed record MustChangePassword;
}
