using System.Text.Json;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Data;

namespace Gonglian.Enterprises;

/// <summary>The coverage parameters of this store: the setting <see cref="Setting"/>, or the reference's own.</summary>
public sealed class CoverageParameters(TimeProvider clock)
{
    /// <summary>The setting: a JSON object with the names of <see cref="CoverageRules"/>.</summary>
    public const string Setting = "coverage.rules";

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private CoverageRules rules = CoverageRules.Default;
    private long readAt;

    /// <summary>The parameters, at most five seconds old.</summary>
    public async ValueTask<CoverageRules> Of(AppDb db)
    {
        if (readAt != 0 && clock.GetElapsedTime(readAt) < Fresh)
            return rules;
        rules = await Read(db);
        readAt = clock.GetTimestamp();
        return rules;
    }

    /// <summary>The parameters as they stand in the store at this moment.</summary>
    public static async Task<CoverageRules> Read(AppDb db) => await db.Get(Setting) is { } json
        ? JsonSerializer.Deserialize<CoverageRules>(json)!
        : CoverageRules.Default;
}
