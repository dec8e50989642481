using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Foundation.Audit;

/// <summary>One thing that is not as the trail says.</summary>
/// <param name="At">When the record or link it concerns was written, UTC; nothing where that cannot be known.</param>
/// <param name="What">What is wrong, as a sentence to be looked up.</param>
public sealed record TrailFault(DateTime? At, Refused What);

/// <summary>What a check of the trail found.</summary>
/// <param name="Links">Links looked at.</param>
/// <param name="Records">Change records looked at.</param>
/// <param name="Roots">Daily roots looked at.</param>
/// <param name="Waiting">Records of an older version that are still to be put to the trail.</param>
/// <param name="Faults">What is wrong, the earliest first; at most <see cref="TrailCheck.Most"/>.</param>
public sealed record TrailFound(long Links, long Records, long Roots, long Waiting, IReadOnlyList<TrailFault> Faults);

/// <summary>核验: looks whether any entry of the trail was changed, removed, re-ordered or put in beside it.</summary>
public sealed class TrailCheck
{
    /// <summary>How many faults are told of.</summary>
    public const int Most = 100;

    private const int LinksAtOnce = 100;
    private const int RecordsAtOnce = 2000;
    private readonly AppDb db;
    private readonly List<TrailFault> faults = [];
    private readonly List<long> sealedKeys = [];
    private readonly Dictionary<(int Lane, long Seq), byte[]> wanted = [];
    private long links;
    private long roots;

    private TrailCheck(AppDb db) => this.db = db;

    /// <summary>Checks the whole trail, all from one state of the database.</summary>
    /// <param name="db">A context of the whole tree.</param>
    /// <param name="publicKey">The platform's signing key, base64; roots signed by another one are told of. Nothing where there is none yet.</param>
    /// <param name="printed">The text of a root that was kept elsewhere.</param>
    /// <param name="stop">Stops it.</param>
    public static async Task<TrailFound> Run(AppDb db, string? publicKey, string? printed = null, CancellationToken stop = default)
    {
        await using var state = await db.OneState(stop);
        var check = new TrailCheck(db);
        await check.Roots(publicKey, printed, stop);
        foreach (var head in await db.Set<TrailHead>().OrderBy(h => h.Lane).ToListAsync(stop))
            await check.Lane(head, stop);
        foreach (var (lane, seq) in check.wanted.Keys)
            check.Tell(null, "trail.cut", "第 {0} 道第 {1} 节在日根里有,库里没有", lane, seq);
        var waiting = await check.Beside(stop);
        return new(check.links, check.sealedKeys.Count, check.roots, waiting,
            [.. check.faults.OrderBy(f => f.At ?? DateTime.MaxValue).Take(Most)]);
    }

    private async Task Roots(string? publicKey, string? printed, CancellationToken stop)
    {
        var before = "-";
        foreach (var root in await db.Set<TrailRoot>().OrderBy(r => r.Day).ToListAsync(stop))
        {
            roots++;
            var at = China.Instant(root.Day);
            if (root.PublicKey != publicKey || !SigningKey.Holds(root.PublicKey, root.Text, root.Signature))
                Tell(at, "trail.root-signature", "{0} 的日根签名不符", root.Day);
            else if (!root.Text.Contains($"\nday {root.Day:yyyy-MM-dd}\n", StringComparison.Ordinal)
                || !root.Text.Contains($"\nbefore {before}\n", StringComparison.Ordinal))
                Tell(at, "trail.root-order", "{0} 的日根接不上前一个", root.Day);
            before = root.Hash;
            Want(root.Text);
        }
        if (printed is not null)
            Want(printed);
    }

    private void Want(string text)
    {
        foreach (var head in TrailRoot.HeadsOf(text))
            if (!wanted.TryAdd((head.Lane, head.Seq), head.Hash) && !wanted[(head.Lane, head.Seq)].AsSpan().SequenceEqual(head.Hash))
                Tell(null, "trail.roots-differ", "两个日根对第 {0} 道第 {1} 节说法不同", head.Lane, head.Seq);
    }

    private async Task Lane(TrailHead head, CancellationToken stop)
    {
        // What a broken link says of its instant may be broken as well: it came after the one before.
        var (seq, hash, after) = (0L, new byte[TrailLink.HashLength], DateTime.UnixEpoch);
        while (await db.Set<TrailLink>().Where(l => l.Lane == head.Lane && l.Seq > seq).OrderBy(l => l.Seq).Take(LinksAtOnce)
                   .ToListAsync(stop) is { Count: > 0 } piece)
        {
            foreach (var link in piece)
            {
                if (link.Seq != seq + 1)
                    Tell(after, "trail.gap", "第 {0} 道第 {1} 节之前缺了 {2} 节", link.Lane, link.Seq, link.Seq - seq - 1);
                else if (!TrailLink.HashOf(hash, link.Lane, link.Seq, link.At, link.Entries).AsSpan().SequenceEqual(link.Hash))
                    Tell(after, "trail.link", "第 {0} 道第 {1} 节被改过,或与别的节换了位置", link.Lane, link.Seq);
                if (wanted.Remove((link.Lane, link.Seq), out var rooted) && !rooted.AsSpan().SequenceEqual(link.Hash))
                    Tell(after, "trail.rooted", "第 {0} 道第 {1} 节与日根不符", link.Lane, link.Seq);
                (seq, hash, after) = (link.Seq, link.Hash, link.At);
                links++;
            }
            await Records(piece, stop);
        }
        if (seq != head.Seq || !hash.AsSpan().SequenceEqual(head.Hash))
            Tell(null, "trail.end", "第 {0} 道的末节应是第 {1} 节,库里到第 {2} 节为止", head.Lane, head.Seq, seq);
    }

    private async Task Records(List<TrailLink> piece, CancellationToken stop)
    {
        var entries = piece.SelectMany(l => Enumerable.Range(0, l.Count).Select(i => (Link: l, Place: i)));
        foreach (var some in entries.Chunk(RecordsAtOnce))
        {
            var keys = some.Select(e => e.Link[e.Place].Key).ToArray();
            var found = await db.Changes.IgnoreQueryFilters([AppDb.ScopeFilter]).Where(c => keys.Contains(c.Key))
                .ToDictionaryAsync(c => c.Key, stop);
            foreach (var (link, place) in some)
            {
                var (key, digest) = link[place];
                if (!found.TryGetValue(key, out var change))
                    Tell(link.At, "trail.removed", "第 {0} 号变更记录被删除(第 {1} 道第 {2} 节)", key, link.Lane, link.Seq);
                else if (!Is(change, digest.Span))
                    Tell(link.At, "trail.changed", "第 {0} 号变更记录被改过(第 {1} 道第 {2} 节)", key, link.Lane, link.Seq);
            }
            sealedKeys.AddRange(keys);
        }
    }

    private static bool Is(Change change, ReadOnlySpan<byte> digest)
    {
        Span<byte> own = stackalloc byte[TrailLink.HashLength];
        ChangeDigest.Of(change, own);
        return own.SequenceEqual(digest);
    }

    // Records that no link knows of, and those that two know of.
    private async Task<long> Beside(CancellationToken stop)
    {
        var (rest, waiting, place) = (await TrailAdoption.Rest(db), 0L, 0);
        sealedKeys.Sort();
        for (var i = 1; i < sealedKeys.Count; i++)
            if (sealedKeys[i] == sealedKeys[i - 1])
                Tell(null, "trail.twice", "第 {0} 号变更记录在审计链里出现两次", sealedKeys[i]);
        await foreach (var (key, at) in db.Changes.IgnoreQueryFilters([AppDb.ScopeFilter]).OrderBy(c => c.Key)
                           .Select(c => new ValueTuple<long, DateTime>(c.Key, c.At)).AsAsyncEnumerable().WithCancellation(stop))
        {
            while (place < sealedKeys.Count && sealedKeys[place] < key)
                place++;
            if (place < sealedKeys.Count && sealedKeys[place] == key)
                continue;
            if (key > rest?.After && key <= rest?.UpTo)
                waiting++;
            else
                Tell(at, "trail.beside", "第 {0} 号变更记录不在审计链里,是绕过系统添加的", key);
        }
        return waiting;
    }

    private void Tell(DateTime? at, string code, string template, params object[] arguments)
    {
        // The earliest are kept: a fault late in one lane may be older than those told of before.
        faults.Add(new(at, new Refused(code, template, arguments)));
        if (faults.Count < Most * 10)
            return;
        var kept = faults.OrderBy(f => f.At ?? DateTime.MaxValue).Take(Most).ToList();
        faults.Clear();
        faults.AddRange(kept);
    }
}
