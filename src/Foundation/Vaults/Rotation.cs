using System.Security.Cryptography;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Foundation.Vaults;

/// <summary>Something that lies wrapped by an envelope.</summary>
public interface IWrapped
{
    /// <summary>What it is, in Chinese.</summary>
    string Title { get; }

    /// <summary>Wraps some of it anew that is not wrapped by the current envelope, at most 50 ms of a change at a time.</summary>
    /// <returns>How many were; 0 when nothing is left.</returns>
    Task<int> Rewrap();

    /// <summary>How many are wrapped by an envelope.</summary>
    Task<int> Count(int envelope);
}

/// <summary>轮换: a new envelope, everything wrapped anew by it, and the old one removed once nothing needs it.</summary>
/// <remarks>Contents stay as they are, and under their algorithm: only the keys that open them are wrapped anew. Begun and killed, it goes
/// on the next time.</remarks>
public sealed class Rotation(Vault vault, Writes writes, IEnumerable<IWrapped> all, TimeProvider clock)
{
    private static readonly Caller Keeper = Caller.System("密钥轮换");

    // Nodes that run take up a new envelope within seconds; what they wrapped by the old one meanwhile is found by the next rotation.
    private static readonly TimeSpan Settled = TimeSpan.FromHours(1);

    /// <summary>Makes a new envelope, unless the last rotation was not finished, and wraps everything anew.</summary>
    /// <param name="algorithm">How the new envelope wraps, and what new keys are for; nothing for what the last one did.</param>
    /// <returns>The envelope, and how many keys of each kind it took over.</returns>
    public async Task<(int Envelope, IReadOnlyList<(string Title, int Count)> Done)> Run(Algorithm? algorithm = null)
    {
        var isAnother = algorithm is not null && (vault.Envelopes().Count == 0 || vault.AlgorithmOf(vault.Current) != algorithm);
        var number = isAnother || !await IsBehind() ? vault.NewEnvelope(algorithm) : vault.Current;
        var done = new List<(string, int)>();
        try
        {
            foreach (var kind in all)
            {
                var count = 0;
                while (await kind.Rewrap() is > 0 and var some)
                    count += some;
                done.Add((kind.Title, count));
            }
        }
        catch (CryptographicException)
        {
            throw new Refused("vault.envelope-lost", "有的密钥打不开:数据目录里的 keys 与数据库不是一套,请从同一份备份恢复");
        }
        await Note("rotate", number, done.Sum(d => d.Item2));
        return (number, done);
    }

    /// <summary>Removes the envelopes before the current one.</summary>
    /// <returns>Those that were removed.</returns>
    /// <exception cref="Refused"><c>vault.envelope-used</c>: something needs one; <c>vault.envelope-young</c>: the rotation was just now.</exception>
    public async Task<IReadOnlyList<int>> Prune()
    {
        var old = vault.Envelopes().Where(n => n < vault.Current).ToList();
        if (old.Count > 0 && clock.GetUtcNow().UtcDateTime - vault.MadeAt(vault.Current) < Settled)
            throw new Refused("vault.envelope-young", "封套 {0} 建立还不到一小时,运行中的节点可能还在用旧的,请稍后再移除", vault.Current);
        foreach (var number in old)
        {
            foreach (var kind in all)
                if (await kind.Count(number) is > 0 and var count)
                    throw new Refused("vault.envelope-used", "封套 {0} 还封着 {1} {2} 个,请先运行 keys rotate", number, kind.Title, count);
            vault.Remove(number);
            await Note("remove", number, 0);
        }
        return old;
    }

    private async Task<bool> IsBehind()
    {
        foreach (var number in vault.Envelopes().Where(n => n < vault.Current))
            foreach (var kind in all)
                if (await kind.Count(number) > 0)
                    return true;
        return false;
    }

    private Task Note(string action, int envelope, int keys) => writes.Do(Keeper, db =>
    {
        db.Note(null, clock.GetUtcNow().UtcDateTime, new Envelope(envelope), action,
            after: new Dictionary<string, object?>
            {
                ["Envelope"] = envelope,
                ["Algorithm"] = vault.Envelopes().Contains(envelope) ? vault.AlgorithmOf(envelope).Title : null,
                ["Rewrapped"] = keys,
            });
        return Task.CompletedTask;
    });

    private sealed class Envelope(int number) : IRecorded
    {
        public string Subject => "keys";

        public long SubjectKey => number;

        public string SubjectPath => "";
    }
}

/// <summary>个人密钥.</summary>
public sealed class WrappedPersons(Store store, Writes writes, Vault vault) : IWrapped
{
    private const int Piece = 500;
    private static readonly Caller Keeper = Caller.System("密钥轮换");

    /// <inheritdoc/>
    public string Title => "个人密钥";

    /// <inheritdoc/>
    public Task<int> Rewrap() => writes.Do(Keeper, async db =>
    {
        var current = vault.Current;
        var keys = await db.Set<SealKey>().Where(k => k.Envelope != current).OrderBy(k => k.Key).Take(Piece).ToListAsync();
        foreach (var key in keys)
        {
            var anew = vault.Rewrap(key);
            (key.Envelope, key.Wrapped) = (anew.Envelope, anew.Wrapped);
        }
        return keys.Count;
    });

    /// <inheritdoc/>
    public async Task<int> Count(int envelope)
    {
        await using var db = store.Read(Keeper);
        return await db.Set<SealKey>().CountAsync(k => k.Envelope == envelope);
    }
}

/// <summary>密封文件 in the data folder.</summary>
public sealed class WrappedFiles(Store store, Vault vault) : IWrapped
{
    /// <inheritdoc/>
    public string Title => "密封文件";

    /// <inheritdoc/>
    public Task<int> Rewrap()
    {
        var current = vault.Current;
        var some = Sealed().Where(f => f.Envelope != current).ToList();
        foreach (var (path, _) in some)
            FileSeal.Rewrap(vault, path);
        return Task.FromResult(some.Count);
    }

    /// <inheritdoc/>
    public Task<int> Count(int envelope) => Task.FromResult(Sealed().Count(f => f.Envelope == envelope));

    private IEnumerable<(string Path, int Envelope)> Sealed() =>
        from path in Directory.EnumerateFiles(store.Folder, "*", SearchOption.AllDirectories)
        where !path.EndsWith(".rewrapped", StringComparison.Ordinal) && new FileInfo(path).Length >= FileSeal.Header
        let envelope = FileSeal.EnvelopeOf(path)
        where envelope is not null
        select (path, envelope.Value);
}
