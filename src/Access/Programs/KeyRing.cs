using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Cryptography;
using Gonglian.Access.Rules;
using Gonglian.Access.SigningIn;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access.Programs;

/// <summary>钥匙圈: which key opens what, from memory for at most two seconds.</summary>
/// <remarks>
/// All keys are read at once, so that a key that there is none of costs no look-up. What changes in this process (a key taken
/// back, an account disabled, a role) holds from the next request on, since the ring is as old as <see cref="Sessions.Age"/>;
/// in the other nodes it holds after two seconds at the latest. Its key is the vault's for hashes: rotating envelopes leaves it.
/// </remarks>
public sealed class KeyRing(Store store, Writes writes, Vault vault, Sessions sessions, TimeProvider clock)
{
    private const string Domain = "program key";
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan UsedEvery = TimeSpan.FromMinutes(5);
    private static readonly Caller Gate = Caller.System("程序");
    private readonly ConcurrentDictionary<Guid, long> used = new();
    private volatile Ring? ring;

    /// <summary>The keyed hash of a key, as it is kept.</summary>
    public byte[] MacOf(string text) => vault.Mac(Domain, text);

    /// <summary>Who asks with a key.</summary>
    /// <param name="text">As it was sent.</param>
    /// <param name="origin">From where.</param>
    public async ValueTask<Opened> Open(string text, string? origin)
    {
        if (KeyText.CodeOf(text) is not { } code)
            return Opened.Unknown;
        var now = await Now();
        if (!now.Keys.TryGetValue(code, out var key) || key.Mac is null || !CryptographicOperations.FixedTimeEquals(MacOf(text), key.Mac))
            return Opened.Unknown;
        var today = China.Today(clock);
        if (key.StateOn(today) is var state && state != KeyState.Open)
            return new(null, key, state == KeyState.Expired
                ? new Refused("access.key-expired", "这个程序密钥已到期") : new Refused("access.key-revoked", "这个程序密钥已作废"));
        if (await now.CallerOf(key, () => Read(key, today)) is not { } caller)
            return new(null, key, new Refused("access.key-owner", "这个程序密钥的责任人已停用"));
        await Use(key, Ranges.Of(origin), today);
        return new(caller.At(origin), key, null);
    }

    private async ValueTask<Ring> Now()
    {
        var (age, today) = (sessions.Age, China.Today(clock));
        if (ring is { } known && known.Age == age && known.Day == today && clock.GetElapsedTime(known.ReadAt) <= Fresh)
            return known;
        var readAt = clock.GetTimestamp();
        await using var db = store.Read(Gate);
        return ring = new(age, today, readAt, (await db.ProgramKeys.ToListAsync()).ToFrozenDictionary(k => k.Code, StringComparer.Ordinal));
    }

    private async Task<Caller?> Read(ProgramKey key, DateOnly today)
    {
        await using var db = store.Read(Gate);
        return await db.CallerOf(key, today);
    }

    private async ValueTask Use(ProgramKey key, string? range, DateOnly today)
    {
        if (key.LastUsedOn == today && key.LastRange == range)
            return;
        if (used.TryGetValue(key.Id, out var last) && clock.GetElapsedTime(last) < UsedEvery)
            return;
        used[key.Id] = clock.GetTimestamp();
        try
        {
            await writes.Do(Gate, async db =>
            {
                if (await db.ProgramKeys.FirstOrDefaultAsync(k => k.Key == key.Key) is { } row)
                    (row.LastUsedOn, row.LastRange) = (today, range);
            });
        }
        catch (Refused)
        {
            // Nothing can be written now; a program that only reads is not sent away for it.
        }
    }

    private sealed record Ring(object Age, DateOnly Day, long ReadAt, FrozenDictionary<string, ProgramKey> Keys)
    {
        private readonly ConcurrentDictionary<long, Lazy<Task<Caller?>>> callers = new();

        public Task<Caller?> CallerOf(ProgramKey key, Func<Task<Caller?>> read) =>
            callers.GetOrAdd(key.Key, _ => new(read)).Value;
    }
}

/// <summary>What a key opened.</summary>
/// <param name="Caller">Who asks; nothing where it opened nothing.</param>
/// <param name="Key">Which key it was; nothing where there is none such.</param>
/// <param name="Why">Why it opened nothing.</param>
public sealed record Opened(Caller? Caller, ProgramKey? Key, Refused? Why)
{
    /// <summary>No such key, or not written as one.</summary>
    public static Opened Unknown { get; } = new(null, null, new Refused("access.key-unknown", "没有这个程序密钥,请核对是否完整"));
}

/// <summary>网段: from where a program asks, no finer than is needed to see that it moved.</summary>
internal static class Ranges
{
    public static string? Of(string? origin)
    {
        if (origin is null || !System.Net.IPAddress.TryParse(origin, out var address))
            return null;
        var bytes = address.GetAddressBytes();
        var kept = bytes.Length == 4 ? 3 : 6;
        bytes.AsSpan(kept).Clear();
        return $"{new System.Net.IPAddress(bytes)}/{kept * 8}";
    }
}
