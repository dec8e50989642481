using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Claims;
using Gonglian.Foundation.Callers;

namespace Gonglian.Slices.Tests.Fixture;

/// <summary>Callers of a test, known by a header: for what does not concern signing in itself.</summary>
internal sealed class People : IStartupFilter
{
    public const string Header = "X-Test-Caller";
    public const string Address = "X-Test-Address";
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
            if (http.Request.Headers[Address].ToString() is { Length: > 0 } address)
                http.Connection.RemoteIpAddress = IPAddress.Parse(address);
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
