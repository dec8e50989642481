using System.Globalization;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Sheets;
using Gonglian.Foundation.Vaults;
using Gonglian.Foundation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gonglian.Insight.Snapshots;

/// <summary>快照 as a list: one query and one list of columns for the page and the API.</summary>
public static class SnapshotList
{
    /// <summary>Months of a page.</summary>
    public const int PageSize = 50;

    /// <summary>The columns; each row is one month of one scope, with the first figure and every restatement side by side.</summary>
    public static IReadOnlyList<Column<FrozenMonth>> Columns(Texts words) =>
    [
        new("month", "月末", r => r.First.Month) { Kind = ColumnKind.Date, Narrow = true },
        new("scope", "范围", r => r.First.ScopeName) { Narrow = true },
        new("snapshots", "冻结与更正", r => string.Join(words["、"], r.Chain.Select(c => c.Snapshot.Number)))
        {
            Narrow = true,
            Data = new(r => r.Chain.Select(Data), Many: true,
                new("place", "Code of the unit or group, as it was then."),
                new("id", "Its id; the package is at /api/v1/snapshots/{id}/package.", ApiKind.Id),
                new("number", "1 for the first one, 2 and more for restatements.", ApiKind.Number),
                new("knownOn", "The moment of freezing.", ApiKind.Instant),
                new("frozenBy", "Who froze it."), new("reason", "Why it was restated; null for the first one."),
                new("rowsSha256", "SHA-256 of its rows."), new("key", "Fingerprint of the key that signed."),
                new("sound", "Whether all that is shown is what was signed, looked at now.", ApiKind.Flag),
                new("figures", "Its figures.")
                {
                    Repeated = true,
                    Parts =
                    [
                        new("indicator", "e.g. N1."), new("version", "Version of the definition.", ApiKind.Number),
                        new("numerator", "Null where it could not be measured.", ApiKind.Number),
                        new("denominator", "Null for a list.", ApiKind.Number),
                    ],
                }),
        },
    ];

    private static object Data(Frozen frozen)
    {
        var s = frozen.Snapshot;
        return new
        {
            place = s.ScopeCode,
            id = s.Id,
            number = s.Number,
            knownOn = s.KnownOn,
            frozenBy = s.FrozenBy,
            reason = s.Reason.Length == 0 ? null : s.Reason,
            rowsSha256 = s.RowsHash,
            key = s.KeyId,
            sound = frozen.Proof.Problem is null,
            figures = frozen.Figures.Select(f => new
            {
                indicator = f.Indicator,
                version = f.Version,
                numerator = f.Numerator,
                denominator = f.Denominator,
            }),
        };
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapApi("snapshots").MapGet("", List)
        .RequireAuthorization(new NeedsAttribute("insight.see"))
        .WithMetadata(ApiList.Doc(
            Columns(Texts.Chinese),
            new("place", "Code of a unit, with all below it; creation-units for the units chosen for the programme."),
            new("after", "The page after so many months; take it from next.", ApiKind.Number)))
        .WithName("listSnapshots").WithSummary("Frozen months with their restatements, the latest first, 50 a page");

    private static async Task<IResult> List(
        HttpContext http, AppDb db, SigningKeys keys, Texts words, string? place, int? after)
    {
        var scope = string.IsNullOrEmpty(place) ? null : await Scope.Find(db, place) ?? throw ApiProblems.NoPlace(place);
        var rows = await FrozenMonth.Read(db, keys, scope, after ?? 0, PageSize);
        return ApiList.Page(http, Columns(words), rows, r => $"{r.First.Id}",
            next: rows.Count == PageSize ? ((after ?? 0) + PageSize).ToString(CultureInfo.InvariantCulture) : null);
    }
}
