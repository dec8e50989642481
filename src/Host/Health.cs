using System.Data.Common;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;

namespace Gonglian.Host;

/// <summary>Whether the program lives, and whether it can work: for a proxy or whoever watches it.</summary>
/// <remarks>
/// Open to everybody, so an answer is one word without a reason (that is in the log), and is given to all who ask within
/// two seconds: asking often costs nothing. A day that has begun is rolled by the question, or nobody would be let in to do it.
/// </remarks>
public sealed class Health(Store store, Writes writes, DayRoll days, TimeProvider clock, ILogger<Health> log)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly Caller Watcher = Caller.System("系统");
    private readonly Lock gate = new();
    private Task<bool>? asked;
    private long askedAt;

    /// <summary>The addresses.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", (HttpContext http) => Answer(http, works: true)).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/health/ready", async (HttpContext http, Health health) => Answer(http, await health.Ready()))
            .AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>Whether the database answers, its schema is this version's, the day is rolled and changes are written.</summary>
    public Task<bool> Ready()
    {
        lock (gate)
        {
            if (asked is null || (asked.IsCompleted && clock.GetElapsedTime(askedAt) > Kept))
                (asked, askedAt) = (Ask(), clock.GetTimestamp());
            return asked;
        }
    }

    private static IResult Answer(HttpContext http, bool works)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Results.Text(works ? "ok" : "no", statusCode: works ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private async Task<bool> Ask()
    {
        try
        {
            await Task.Run(Work).WaitAsync(Longest);
            return true;
        }
#pragma warning disable CA1031 // Whatever is broken, the answer is no.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            log.LogWarning(broken, "Not ready");
            return false;
        }
    }

    private async Task Work()
    {
        if (Store.KnownSteps.Except(await store.StepsDone()).Any())
            throw new SchemaIsOlder();
        await days.Today();
        await writes.Do(Watcher, _ => Task.CompletedTask);
    }

    private sealed class SchemaIsOlder() : DbException("The schema is not of this version");
}
