using System.Collections.Concurrent;
using Gonglian.Access.Programs;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Gonglian.Access.SigningIn;

/// <summary>被拒绝的操作: whoever tries what is not allowed stands in the records, the same attempt once a minute.</summary>
public sealed class Attempts(Writes writes, IHttpContextAccessor requests, TimeProvider clock, ILogger<Attempts> log)
{
    /// <summary>What the record says was done.</summary>
    public const string Action = "refused";

    private const int Most = 10_000;
    private static readonly TimeSpan Once = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<(string Who, string What), long> told = new();

    /// <summary>Takes note of a change that was refused because of who asked for it.</summary>
    public Task Refused(Caller caller, Refused refused) =>
        refused.Code.StartsWith("access.", StringComparison.Ordinal) && requests.HttpContext is { } http
            ? Refused(http, caller, refused.Code)
            : Task.CompletedTask;

    /// <summary>Takes note of an address that was not opened.</summary>
    /// <param name="http">The request.</param>
    /// <param name="caller">Who asked.</param>
    /// <param name="why">The right that is missing, or the refusal's code.</param>
    public async Task Refused(HttpContext http, Caller caller, string why)
    {
        var what = $"{http.Request.Method} {http.Request.Path}";
        what = what[..Math.Min(what.Length, 200)];
        if (caller.UserId is not { } id || !IsNew($"{id}", what))
            return;
        await Put(caller.Everywhere(), async db =>
        {
            if (await db.Users.FirstOrDefaultAsync(u => u.Id == id) is { } user)
                db.Note(null, Now, user, Action, after: new Dictionary<string, object?> { ["What"] = what, ["Why"] = why });
        });
    }

    // Whoever was refused hears why, also when it cannot be written down.
    private async Task Put(Caller caller, Func<AppDb, Task> note)
    {
        try
        {
            await writes.Do(caller, note);
        }
#pragma warning disable CA1031 // Whatever keeps it from being written stands in the log instead.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            log.LogError(broken, "A refused attempt could not be written down");
        }
    }

    /// <summary>Takes note of a sign-in with a name that no account has; the name is not kept, it may be a password typed in the wrong place.</summary>
    public async Task Unknown(HttpContext http)
    {
        if (!IsNew(http.Origin() ?? "", ""))
            return;
        await Put(Caller.System("登录").At(http.Origin()), async db =>
            db.Note(null, Now, new Stranger(await db.Units.OrderBy(u => u.Path).Select(u => u.Path).FirstOrDefaultAsync() ?? ""), "sign-in-refused"));
    }

    /// <summary>Takes note of a key that opened nothing; what was sent as one is not kept.</summary>
    /// <param name="http">The request.</param>
    /// <param name="key">The key, where it was really that one; nothing where there is none such.</param>
    /// <param name="why">The refusal's code.</param>
    public async Task Key(HttpContext http, ProgramKey? key, string why)
    {
        if (!IsNew(Guesses.NetworkOf(http.Origin()) ?? "", $"{key?.Id}"))
            return;
        await Put(Caller.System("程序").At(http.Origin()), async db => db.Note(
            null, Now, key ?? (IRecorded)new Stranger(await db.Units.OrderBy(u => u.Path).Select(u => u.Path).FirstOrDefaultAsync() ?? ""),
            "key-refused", after: new Dictionary<string, object?> { ["Why"] = why }));
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private bool IsNew(string who, string what)
    {
        if (told.TryGetValue((who, what), out var last) && clock.GetElapsedTime(last) < Once)
            return false;
        if (told.Count >= Most)
            told.Clear();
        told[(who, what)] = clock.GetTimestamp();
        return true;
    }

    private sealed class Stranger(string path) : IRecorded
    {
        public string Subject => "user";

        public long SubjectKey => 0;

        public string SubjectPath => path;
    }
}
