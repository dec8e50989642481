using System.Globalization;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;

namespace Gonglian.Foundation.Audit;

/// <summary>Puts the records of an older version of the program to the trail, piece by piece, while people work.</summary>
public sealed class TrailAdoption(Store store, Writes writes) : BackgroundService
{
    /// <summary>The setting that says how far it is: the last key done, and the last one to do. Gone when all is done.</summary>
    public const string Setting = "trail.adopt";

    private const int Piece = 2000;
    private static readonly Caller Keeper = Caller.System("审计链");

    /// <summary>Which records are still to be put to the trail: keys after the first, up to the last; nothing when all are.</summary>
    public static async Task<(long After, long UpTo)?> Rest(AppDb db) =>
        (await db.Get(Setting))?.Split(' ') is [var after, var upTo]
            ? (long.Parse(after, CultureInfo.InvariantCulture), long.Parse(upTo, CultureInfo.InvariantCulture))
            : null;

    /// <summary>Goes on until all are there.</summary>
    public async Task Run(CancellationToken stop = default)
    {
        await using (var db = store.Read(Keeper))
            if (await Rest(db) is null)
                return;
        var isDone = false;
        while (!isDone && !stop.IsCancellationRequested)
            isDone = await writes.Do(Keeper, Adopt);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Run(stoppingToken);

    private static async Task<bool> Adopt(AppDb db)
    {
        if (await Rest(db) is not var (after, upTo))
            return true;
        var changes = await db.Changes.IgnoreQueryFilters([AppDb.ScopeFilter])
            .Where(c => c.Key > after && c.Key <= upTo).OrderBy(c => c.Key).Take(Piece).AsNoTracking().ToListAsync();
        var isDone = changes.Count == 0;
        var (was, then) = ($"{after} {upTo}", isDone ? "" : $"{changes[^1].Key} {upTo}");
        // Of several nodes that do the same, one does this piece.
        if (await db.Set<Setting>().Where(s => s.Name == Setting && s.Value == was)
                .ExecuteUpdateAsync(s => s.SetProperty(v => v.Value, then)) == 0)
            return false;
        db.Gather<TrailSeal>().Add(changes);
        return isDone;
    }
}
