using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Insight.Cubes;
using Gonglian.Organisations;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Insight;

/// <summary>A pivot by a plain GROUP BY over the rows, with dimensions and measures written a second time.</summary>
internal static class GroupBy
{
    private const string Base = "(\"Counted\" & 1) <> 0";

    private static readonly Dictionary<string, string> Dimensions = new()
    {
        ["size"] = "CASE WHEN \"Headcount\" IS NULL THEN '0' WHEN \"Headcount\" < 1 THEN '1' WHEN \"Headcount\" < 10 THEN '2' "
            + "WHEN \"Headcount\" < 25 THEN '3' WHEN \"Headcount\" < 100 THEN '4' WHEN \"Headcount\" < 200 THEN '5' "
            + "WHEN \"Headcount\" < 1000 THEN '6' ELSE '7' END",
        ["section"] = "CASE WHEN \"Section\" = '' THEN '-' ELSE \"Section\" END",
        ["union"] = "CASE \"UnionForm\" WHEN 1 THEN 'own' WHEN 2 THEN 'joint' WHEN 3 THEN 'group' WHEN 4 THEN 'organiser' ELSE 'none' END",
        ["coverage"] = $"CASE WHEN NOT ({Base}) THEN 'outside' WHEN (\"Counted\" & 2) = 0 THEN 'none' "
            + "WHEN (\"Counted\" & 1024) <> 0 THEN 'effective' WHEN (\"Counted\" & 2048) <> 0 THEN 'unknown' ELSE 'weak' END",
        ["duty"] = "CASE WHEN (\"Counted\" & 16) <> 0 THEN 'due' ELSE 'other' END",
        ["exclusion"] = $"CASE WHEN \"Exclusion\" IS NOT NULL THEN 'x' || \"Exclusion\" WHEN {Base} THEN 'base' ELSE 'outside' END",
        ["verified"] = "CASE WHEN (\"Counted\" & 32) <> 0 THEN 'unverified' ELSE 'verified' END",
        ["status"] = "CASE \"Status\" WHEN 1 THEN 'operating' WHEN 2 THEN 'suspended' WHEN 3 THEN 'deregistered' WHEN 4 THEN 'revoked' ELSE 'moved-away' END",
        ["source"] = "CASE \"HeadcountSource\" WHEN 1 THEN 'social-insurance' WHEN 2 THEN 'annual-report' WHEN 3 THEN 'visit' "
            + "WHEN 4 THEN 'self-report' WHEN 5 THEN 'roster' ELSE '-' END",
        ["year"] = "CASE WHEN \"EstablishedOn\" IS NULL THEN '-' ELSE substr(CAST(\"EstablishedOn\" AS text), 1, 4) END",
    };

    private static readonly Dictionary<string, (string Counted, string Of)> Sums = new()
    {
        ["units"] = ("1", "0"),
        ["base"] = (If(Base), If($"{Base} AND (\"Counted\" & 2) <> 0")),
        ["covered"] = (If($"{Base} AND (\"Counted\" & 2) <> 0"), If(Base)),
        ["due"] = (If("(\"Counted\" & 16) <> 0"), "0"),
        ["employees"] = (If(Base, "coalesce(\"Headcount\", 0)"), "0"),
        ["members"] = (If(Base, "coalesce(\"Members\", 0)"), "0"),
        ["N1"] = (If($"{Base} AND (\"Counted\" & 2) <> 0"), If(Base)),
        ["N2"] = (If($"{Base} AND \"Headcount\" >= 25 AND (\"Counted\" & 8) <> 0"), If($"{Base} AND \"Headcount\" >= 25")),
        ["N4"] = (If($"{Base} AND (\"Counted\" & 1024) <> 0"), If(Base)),
        ["N5"] = (If($"{Base} AND (\"Counted\" & 2) <> 0", "coalesce(\"Members\", 0)"),
            If($"{Base} AND (\"Counted\" & 2) <> 0", "coalesce(\"Headcount\", 0)")),
        ["N6"] = (If(Base, "coalesce(\"Members\", 0)"), If(Base, "coalesce(\"Headcount\", 0)")),
    };

    /// <summary>The ids of the measures that are written here.</summary>
    public static IEnumerable<string> Measures => Sums.Keys;

    /// <summary>Every cell that has units, as <c>row column units counted/of</c>; the margins are not asked.</summary>
    public static async Task<List<string>> Of(AppDb db, string rows, string columns, string measure, IEnumerable<string> paths)
    {
        var inside = string.Join(" OR ", paths.Select(p => $"(\"Path\" >= '{PathRange.Of(p).From}' AND \"Path\" < '{PathRange.Of(p).To}')"));
        var places = (await db.Units.ToListAsync()).ToDictionary(u => u.Path, u => u.Code);
        var sql = $"""
            SELECT {Expression(rows, places)} || ' ' || {Expression(columns, places)} || ' ' || count(*) || ' ' || sum({Sums[measure].Counted})
                || '/' || sum({Sums[measure].Of}) AS "Value"
            FROM "enterprise" WHERE {inside} GROUP BY {Expression(rows, places)}, {Expression(columns, places)}
            """;
        return [.. (await db.Database.SqlQueryRaw<string>(sql).ToListAsync()).Order(StringComparer.Ordinal)];
    }

    /// <summary>The cells of a pivot in the same form.</summary>
    public static List<string> Cells(Pivot pivot) =>
    [
        .. (from r in Enumerable.Range(0, pivot.Rows.Count)
            from c in Enumerable.Range(0, pivot.Columns.Count)
            let cell = pivot[r, c]
            where cell.Units > 0
            select $"{pivot.Rows[r].Code} {pivot.Columns[c].Code} {cell.Units} {cell.Counted}/{cell.Of}").Order(StringComparer.Ordinal),
    ];

    private static string Expression(string dimension, Dictionary<string, string> places)
    {
        var length = dimension switch
        {
            "subdistrict" => Places.Taoyuan.Length,
            "community" => Places.Pingshan.Length,
            _ => 0,
        };
        return length == 0
            ? Dimensions[dimension]
            : $"CASE {string.Join(' ', places.Where(p => p.Key.Length == length)
                .Select(p => $"WHEN substr(\"Path\", 1, {length}) = '{p.Key}' THEN '{p.Value}'"))} END";
    }

    private static string If(string condition, string then = "1") => $"CASE WHEN {condition} THEN {then} ELSE 0 END";
}
