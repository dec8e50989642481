using Gonglian.Access;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Rules;
using Gonglian.Slices.Tests.Fixture;

namespace Gonglian.Slices.Tests.Access;

/// <summary>What administrators and colleagues do, without their pages.</summary>
internal static class ActsOfATest
{
    /// <summary>What an account may do now.</summary>
    public static async Task<Caller> CallerNow(this Stand stand, string login)
    {
        var user = await stand.Find(login);
        await using var db = stand.Read();
        return await db.CallerOf(user, stand.Clock.Today);
    }

    /// <summary>Gives a role; the proposal where another person must confirm.</summary>
    public static async Task<Proposal?> Give(this Stand stand, Caller caller, string login, string role, string path, Guid? post = null)
    {
        var user = await stand.Find(login);
        await using var scope = stand.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Administration>().Grant(caller, user.Id, new WishedGrant
        {
            GrantId = Guid.CreateVersion7(),
            Role = role,
            Path = path,
            Post = post,
            Why = "工作需要",
        });
    }

    /// <summary>Why a role is not given; nothing where it is.</summary>
    public static async Task<string?> Refused(this Stand stand, Caller caller, string login, string role, string path)
    {
        try
        {
            await stand.Give(caller, login, role, path);
            return null;
        }
        catch (Refused refused)
        {
            return refused.Code;
        }
    }

    /// <summary>Why an act is refused; nothing where it is done.</summary>
    public static async Task<string?> Refusal<T>(this Stand stand, Func<T, Task> act)
        where T : notnull
    {
        await using var scope = stand.Services.CreateAsyncScope();
        try
        {
            await act(scope.ServiceProvider.GetRequiredService<T>());
            return null;
        }
        catch (Refused refused)
        {
            return refused.Code;
        }
    }
}
