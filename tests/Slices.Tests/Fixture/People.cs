using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Claims;
using Gonglian.Foundation.Callers;

namespace Gonglian.Slices.Tests.Fixture;

/// <summary>Callers of a test, known by a header: for what does not concern signing in itself.</summary>
internal sealed class People : IStartupFilter
{
    public const string Header = "X-Test-Caller";
    private readonly ConcurrentDictionary<string, Caller> known = new();

    public string Know(Caller caller)
    {
        var name = known.Count.ToString(CultureInfo.InvariantCulture);
        known[name] = caller;
        return name;
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((http, go) =>
        {
            if (known.GetValueOrDefault(http.Request.Headers[Header].ToString()) is { } caller)
            {
                http.Features.Set(caller);
                http.User = new ClaimsPrincipal(new ClaimsIdentity(
                    [
                        new(ClaimTypes.NameIdentifier, $"{caller.UserId}"),
                        new(ClaimTypes.Name, caller.Name),
                    ], "test"));
            }
            return go(http);
        });
        next(app);
    };
}
