using System.Net;
using System.Net.Http.Headers;
using Gonglian.Access.Programs;
using Gonglian.Access.SigningIn;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Slices.Tests.Fixture;

namespace Gonglian.Slices.Tests.Access;

/// <summary>Programs that ask as programs do: by a key, from an address, without a cookie.</summary>
internal static class ProgramsOfATest
{
    public const string Address = "203.0.113.7";

    /// <summary>A key that was allowed and fetched.</summary>
    public static async Task<string> Key(Stand stand, string login, string path, IReadOnlyList<string> rights)
    {
        var id = Guid.CreateVersion7();
        await stand.In<ProgramKeeping>(k => k.Give(Stand.Person(Places.District), new()
        {
            Id = id,
            Name = "同步",
            Owner = login,
            Path = path,
            Rights = rights,
            Until = stand.Clock.Today.AddDays(90),
        }));
        var owner = await stand.Find(login);
        return await stand.In<ProgramKeeping, string>(k => k.Collect(new Caller(owner.Id, owner.Name, []), id));
    }

    /// <summary>Sends a request with a key.</summary>
    public static async Task<(HttpStatusCode Status, string Body)> Send(
        Stand stand, string key, HttpRequestMessage request, HttpClient? client = null)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.Add("X-Test-Address", Address);
        using var answer = await (client ?? stand.As().Client).SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Uses a service that lives as long as a request.</summary>
    public static async Task In<T>(this Stand stand, Func<T, Task> use)
        where T : notnull
    {
        await using var scope = stand.Services.CreateAsyncScope();
        await use(scope.ServiceProvider.GetRequiredService<T>());
    }

    /// <inheritdoc cref="In{T}(Stand, Func{T, Task})"/>
    public static async Task<TAnswer> In<T, TAnswer>(this Stand stand, Func<T, Task<TAnswer>> use)
        where T : notnull
    {
        await using var scope = stand.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<T>());
    }

    /// <summary>Changes accounts past their pages, as those do it: what is remembered of them is forgotten.</summary>
    public static async Task Change(this Stand stand, Func<AppDb, Task> change)
    {
        await stand.Do(change);
        stand.Get<Sessions>().Forget();
    }
}
