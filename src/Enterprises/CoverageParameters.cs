using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>The coverage parameters of this store: the reference's own, and the versions that were decided since.</summary>
public sealed class CoverageParameters(TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private CoverageVersions? versions;
    private DateOnly readOn;
    private long readAt;

    /// <summary>The parameters in force today.</summary>
    public async ValueTask<CoverageRules> Of(AppDb db) => (await All(db)).On(China.Today(clock)).Rules;

    /// <summary>All versions, at most five seconds old: a new one begins tomorrow at the earliest, and a new day reads anew.</summary>
    public async ValueTask<CoverageVersions> All(AppDb db)
    {
        var today = China.Today(clock);
        if (versions is { } known && readOn == today && clock.GetElapsedTime(readAt) < Fresh)
            return known;
        var read = await Read(db);
        (versions, readOn, readAt) = (read, today, clock.GetTimestamp());
        return read;
    }

    /// <summary>The versions as they stand in the store at this moment.</summary>
    public static async Task<CoverageVersions> Read(AppDb db)
    {
        var decided = await db.Definitions.Where(d => d.WithdrawnAt == null).OrderBy(d => d.ValidFrom).AsNoTracking().ToListAsync();
        return new([.. CoverageVersions.Reference.All, .. decided.Select(d => new CoverageVersion(d.Number, d.ValidFrom, d.Rules))]);
    }
}
