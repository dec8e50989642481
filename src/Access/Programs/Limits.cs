using System.Globalization;
using System.Text.Json;
using Gonglian.Access.Rules;
using Gonglian.Access.SigningIn;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticAssets;

namespace Gonglian.Access.Programs;

/// <summary>限速: how many requests are taken in a minute, for the whole store.</summary>
/// <param name="PerKey">Of one program key.</param>
/// <param name="PerAddress">Of one network address, whoever asks; an office may be one address.</param>
public sealed record LimitRules(int PerKey, int PerAddress)
{
    /// <summary>The least and the most that can be set.</summary>
    public const int Least = 10, Most = 100_000;

    /// <summary>The setting in which they are kept.</summary>
    public const string Name = "programs.limits";

    /// <summary>What holds where nothing was decided.</summary>
    public static LimitRules Usual { get; } = new(600, 6_000);

    /// <summary>What holds.</summary>
    public static async Task<LimitRules> Read(AppDb db) =>
        await db.Get(Name) is { } json ? JsonSerializer.Deserialize<LimitRules>(json)! : Usual;

    /// <summary>Decides, inside a change; it stands in the change records.</summary>
    /// <param name="db">A writable context that sees the whole tree.</param>
    /// <param name="caller">Who decides.</param>
    /// <param name="rules">What is to hold.</param>
    /// <param name="now">When, UTC.</param>
    /// <exception cref="Refused">
    /// <c>programs.limit</c>: not between 10 and 100,000; <c>access.not-allowed</c>: the caller may not for the whole store.
    /// </exception>
    public static async Task Decide(AppDb db, Caller caller, LimitRules rules, DateTime now)
    {
        var root = await SignInRules.Root(db);
        caller.Need(AccessRights.Programs, root);
        var no = new Refusals();
        no.When(rules.PerKey is < Least or > Most, "per-key", "programs.limit", "每分钟的次数在 {0} 到 {1} 之间", Least, Most);
        no.When(rules.PerAddress is < Least or > Most, "per-address", "programs.limit", "每分钟的次数在 {0} 到 {1} 之间", Least, Most);
        no.Throw();
        var before = await Read(db);
        if (before == rules)
            return;
        await db.Set(Name, JsonSerializer.Serialize(rules));
        db.Note(null, now, new Record(root), "edit", Told(before), Told(rules));
    }

    private static Dictionary<string, object?> Told(LimitRules rules) =>
        new() { ["PerKey"] = rules.PerKey, ["PerAddress"] = rules.PerAddress };

    private sealed class Record(string path) : IRecorded
    {
        public string Subject => "program";

        public long SubjectKey => 0;

        public string SubjectPath => path;
    }
}

/// <summary>Counts requests by key and by address, in the memory of this node.</summary>
/// <remarks>
/// A level rises by one with each request and falls by itself (<see cref="Guessing"/>): a minute's worth may come at once. What
/// is refused is not counted. The machine itself has no limit: a proxy that was not named (<c>--behind-proxy</c>) would
/// otherwise stand for everybody.
/// </remarks>
public sealed class Limits(Store store, TimeProvider clock)
{
    private const int Most = 50_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private static readonly Caller Gate = Caller.System("程序");
    private readonly Dictionary<string, Guessing> levels = [];
    private readonly Lock gate = new();
    private readonly long began = clock.GetTimestamp();
    private (LimitRules Rules, long ReadAt)? known;

    /// <summary>Counts a request with a key.</summary>
    /// <returns>How long to wait, where it is one too many.</returns>
    public async ValueTask<TimeSpan?> OfKey(Guid key) => Take($"{key}", (await Now()).PerKey);

    /// <summary>Counts a request from an address; all of an IPv4 address, the first 64 bits of an IPv6 one.</summary>
    /// <returns>How long to wait, where it is one too many.</returns>
    public async ValueTask<TimeSpan?> OfAddress(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address && !System.Net.IPAddress.IsLoopback(address)
        && Guesses.NetworkOf(http.Origin()) is { } network
            ? Take(network, (await Now()).PerAddress)
            : null;

    /// <summary>The rules were changed here.</summary>
    public void Forget() => known = null;

    /// <summary>Says that a request is one too many: 429, with the seconds to wait.</summary>
    public static async Task Refuse(HttpContext http, TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        var refused = new Refused("api.too-many", "请求太频繁,请 {0} 秒后再试", seconds);
        // A page finds the sentence among the features of the request.
        http.Features.Set(refused);
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        if (http.IsApi())
            await refused.AsProblem(http, StatusCodes.Status429TooManyRequests).ExecuteAsync(http);
    }

    /// <summary>Counts every request but files and those who watch the health, before anybody is asked who they are.</summary>
    public async Task Pass(HttpContext http, RequestDelegate next)
    {
        var isCounted = http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is null
            && !http.Request.Path.StartsWithSegments("/health")
            && http.Features.Get<IStatusCodeReExecuteFeature>() is null && http.Features.Get<IExceptionHandlerFeature>() is null;
        if (isCounted && await OfAddress(http) is { } wait)
            await Refuse(http, wait);
        else
            await next(http);
    }

    private async ValueTask<LimitRules> Now()
    {
        if (known is { } now && clock.GetElapsedTime(now.ReadAt) <= Fresh)
            return now.Rules;
        var readAt = clock.GetTimestamp();
        await using var db = store.Read(Gate);
        var rules = await LimitRules.Read(db);
        known = (rules, readAt);
        return rules;
    }

    private TimeSpan? Take(string who, int perMinute)
    {
        var (bound, now) = ((perMinute, TimeSpan.FromMinutes(1) / perMinute), clock.GetElapsedTime(began));
        lock (gate)
        {
            var level = levels.GetValueOrDefault(who).Now(bound, now);
            if (!level.IsOpen(bound, now))
                return (level.Level - (perMinute - 1)) * bound.Item2;
            if (levels.Count >= Most && !levels.ContainsKey(who))
                Forget(now);
            levels[who] = level.With(1, bound, now);
            return null;
        }
    }

    // Whoever was silent for a minute has no level left; where that is not enough, all begin anew.
    private void Forget(TimeSpan now)
    {
        foreach (var (who, level) in levels.ToList())
            if (now - level.At > TimeSpan.FromMinutes(1))
                levels.Remove(who);
        if (levels.Count >= Most)
            levels.Clear();
    }
}
