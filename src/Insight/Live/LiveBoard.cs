using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Gonglian.Insight.Live;

/// <summary>活看板: says that the figures of a place have changed; the page then asks for its own part again.</summary>
/// <remarks>
/// Server-sent events that carry no figure: rights and scope stand with the page alone. Whoever comes says which state is
/// shown (<c>seen</c>, and when the line was broken what was heard last), so nothing that happened in between is missed.
/// </remarks>
public sealed class LiveBoard(
    Store store, DayRoll days, Turning turning, LiveSeats seats, TimeProvider clock, IHostApplicationLifetime house)
{
    private const string Right = "insight.see";

    // How often it is asked whether the session lasts; how often something is said so that the line stays open.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    /// <summary>Where it is.</summary>
    public static string Address(string code) => $"/board/live?place={Uri.EscapeDataString(code)}";

    /// <summary>Opens the line.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(
            "/board/live", (HttpContext http, Caller caller, LiveBoard live, string? place, string? seen) => live.Send(http, caller, place, seen))
        .RequireAuthorization(new NeedsAttribute(Right)).ExcludeFromDescription();

    private async Task Send(HttpContext http, Caller caller, string? place, string? seen)
    {
        if (await State(caller, place) is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        using var seat = seats.Take(caller);
        if (seat is null)
        {
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return;
        }
        var heard = http.Request.Headers["Last-Event-ID"].ToString();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, house.ApplicationStopping);
        try
        {
            await Tell(http, caller, place, heard.Length > 0 ? heard : seen, stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Whoever listened has gone, or the house closes.
        }
    }

    private async Task Tell(HttpContext http, Caller caller, string? place, string? told, CancellationToken stop)
    {
        var (response, lasting) = (http.Response, http.Features.Get<Lasting>());
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using var watch = turning.Watch();
        await Say(response, "retry: 2000\n\n", stop);
        var spoken = clock.GetTimestamp();
        while ((lasting is null ? caller : await lasting.Still()) is { } still && still.Can(Right)
            && await State(still, place) is { } now)
        {
            if (now.State.Token != told)
            {
                told = now.State.Token;
                await Say(response, $"id: {told}\nevent: turn\ndata: {told}\n\n", stop);
                spoken = clock.GetTimestamp();
            }
            else if (clock.GetElapsedTime(spoken) > Beat)
            {
                await Say(response, ":\n\n", stop);
                spoken = clock.GetTimestamp();
            }
            await turning.After(now.State.Version, now.Day, Look, stop);
        }
    }

    private async Task<(LiveState State, DateOnly Day)?> State(Caller caller, string? place)
    {
        var day = await days.Today();
        await using var db = store.Read(caller);
        return await Scope.Find(db, place) is { } scope ? (await LiveState.Of(db, scope, day), day) : null;
    }

    private static async Task Say(HttpResponse response, string text, CancellationToken stop)
    {
        await response.WriteAsync(text, stop);
        await response.Body.FlushAsync(stop);
    }
}
