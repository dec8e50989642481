using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Jobs;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Foundation.Audit;

/// <summary>日根: where every lane of the trail ended at one instant, signed; made with every new day, to be printed or sent away.</summary>
/// <remarks>
/// Whoever holds the root of a day can prove that nothing before it was changed, even by somebody who had the database and
/// all keys: the ends in the root are those of links that stand for every record before them.
/// </remarks>
public sealed class TrailRoot
{
    /// <summary>The day that began when it was made, China time.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>What is signed: see <see cref="TextOf"/>.</summary>
    public required string Text { get; init; }

    /// <summary>The signature of the text, base64.</summary>
    public required string Signature { get; init; }

    /// <summary>The public part of the key, base64.</summary>
    public required string PublicKey { get; init; }

    /// <summary>SHA-256 of the text, hexadecimal: what has to be compared with a printed root.</summary>
    public string Hash => HashOf(Text);

    /// <summary>The hash of a root's text.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The lines of a root: form, day, instant, hash of the root before, and the end of each lane that has links.</summary>
    public static string TextOf(DateOnly day, DateTime at, string before, IEnumerable<TrailHead> heads)
    {
        var text = new StringBuilder("gonglian trail root 1\n");
        text.Append(CultureInfo.InvariantCulture, $"day {day:yyyy-MM-dd}\n");
        text.Append(CultureInfo.InvariantCulture, $"at {at:yyyy-MM-ddTHH:mm:ssZ}\n");
        text.Append(CultureInfo.InvariantCulture, $"before {before}\n");
        foreach (var head in heads.Where(h => h.Seq > 0).OrderBy(h => h.Lane))
            text.Append(CultureInfo.InvariantCulture, $"lane {head.Lane} {head.Seq} {Convert.ToHexStringLower(head.Hash)}\n");
        return text.ToString();
    }

    /// <summary>The ends of the lanes that a root's text names.</summary>
    /// <exception cref="Refused"><c>trail.root</c>: it is not the text of a root.</exception>
    public static IReadOnlyList<TrailHead> HeadsOf(string text)
    {
        var lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        try
        {
            if (lines[0] != "gonglian trail root 1")
                throw new FormatException();
            return
            [
                .. lines.Where(l => l.StartsWith("lane ", StringComparison.Ordinal)).Select(l => l.Split(' ')).Select(l => new TrailHead
                {
                    Lane = int.Parse(l[1], CultureInfo.InvariantCulture),
                    Seq = long.Parse(l[2], CultureInfo.InvariantCulture),
                    Hash = Convert.FromHexString(l[3]),
                }),
            ];
        }
        catch (Exception wrong) when (wrong is FormatException or IndexOutOfRangeException or OverflowException)
        {
            throw new Refused("trail.root", "这不是审计链日根的文本");
        }
    }

    internal static void Map(ModelBuilder model) => model.Entity<TrailRoot>(e =>
    {
        e.ToTable("trail_root");
        e.HasKey(r => r.Day);
        e.Ignore(r => r.Hash);
    });
}

/// <summary>Makes the root of the trail for a day that has begun.</summary>
public sealed class TrailRootJob(Store store, Writes writes, SigningKeys keys, TimeProvider clock) : JobKind
{
    /// <summary>The kind's name.</summary>
    public const string Kind = "trail.root";

    private static readonly Caller Keeper = Caller.System("审计链");

    /// <inheritdoc/>
    public override string Name => Kind;

    /// <inheritdoc/>
    public override async Task Run(Job job, CancellationToken stop)
    {
        var key = await keys.Get();
        var now = clock.GetUtcNow().UtcDateTime;
        var day = China.Day(now);
        await using var db = store.Read(Keeper);
        var heads = await db.Set<TrailHead>().ToListAsync(stop);
        await writes.Do(Keeper, async change =>
        {
            var roots = change.Set<TrailRoot>();
            if (await roots.AnyAsync(r => r.Day >= day))
                return;
            var before = await roots.OrderByDescending(r => r.Day).FirstOrDefaultAsync();
            var text = TrailRoot.TextOf(day, now, before?.Hash ?? "-", heads);
            change.Add(new TrailRoot { Day = day, Text = text, Signature = key.Sign(text), PublicKey = key.Public });
            await TrailCheckJob.Ask(change, "", now);
        });
    }
}

/// <summary>Asks for a root with every new day.</summary>
public sealed class TrailRootRoll(TimeProvider clock) : IRoll
{
    /// <inheritdoc/>
    public async Task<bool> Piece(AppDb db, DateOnly day)
    {
        await db.EnqueueOnce(TrailRootJob.Kind, clock.GetUtcNow().UtcDateTime);
        return false;
    }
}
