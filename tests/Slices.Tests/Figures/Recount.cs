using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Figures;

/// <summary>
/// The figures of a day counted anew from the facts, with SQL that shares nothing with the program's own rules:
/// REFERENCE §4.2 written a second time.
/// </summary>
internal static class Recount
{
    /// <summary>Every counter that is not nought, as <c>path measure value</c>.</summary>
    public static async Task<List<string>> Of(AppDb db, DateOnly day)
    {
        var sql = Text.Replace("@day", db.IsSqlite ? $"'{day:yyyy-MM-dd}'" : $"DATE '{day:yyyy-MM-dd}'");
        sql = db.IsSqlite
            ? sql.Replace("MONTHS(3)", "date(e.\"EstablishedOn\", '+3 months', 'floor')")
                .Replace("MONTHS(6)", "date(e.\"EstablishedOn\", '+6 months', 'floor')")
                .Replace("DAYS(v.\"day\")", $"julianday('{day:yyyy-MM-dd}') - julianday(v.\"day\")")
            : sql.Replace("MONTHS(3)", "(e.\"EstablishedOn\" + interval '3 months')::date")
                .Replace("MONTHS(6)", "(e.\"EstablishedOn\" + interval '6 months')::date")
                .Replace("DAYS(v.\"day\")", $"(DATE '{day:yyyy-MM-dd}' - v.\"day\")");
        return await db.Database.SqlQueryRaw<string>(sql).ToListAsync();
    }

    /// <summary>The program's counters in the same form.</summary>
    public static async Task<List<string>> Kept(AppDb db) => await db.Database.SqlQueryRaw<string>(
        """
        SELECT "Path" || ' ' || "Measure" || ' ' || "Value" AS "Value" FROM "counter" WHERE "Value" <> 0 ORDER BY 1
        """).ToListAsync();

    private const string Text = """
        WITH told AS (
            SELECT f.*, row_number() OVER (
                PARTITION BY f."EnterpriseKey", f."Kind"
                ORDER BY f."EffectiveFrom" DESC, f."Source", f."RecordedAt" DESC, f."Key" DESC) AS n
            FROM "enterprise_fact" f
            WHERE f."SupersededAt" IS NULL AND f."EffectiveFrom" <= @day
                AND (f."EffectiveTo" IS NULL OR f."EffectiveTo" > @day)),
        verified AS (
            SELECT f."EnterpriseKey" AS e, max(f."EffectiveFrom") AS "day" FROM "enterprise_fact" f
            WHERE f."SupersededAt" IS NULL AND f."EffectiveFrom" <= @day AND f."Kind" IN (1, 2, 5)
            GROUP BY f."EnterpriseKey"),
        live AS (
            SELECT DISTINCT j."EnterpriseKey" AS e, j."Form" AS form FROM "joining" j
            JOIN "union_fact" l ON l."UnionKey" = j."UnionKey" AND l."Kind" = 1 AND l."SupersededAt" IS NULL
                AND l."EffectiveFrom" <= @day AND (l."EffectiveTo" IS NULL OR l."EffectiveTo" > @day)
            WHERE j."SupersededAt" IS NULL AND j."EffectiveFrom" <= @day
                AND (j."EffectiveTo" IS NULL OR j."EffectiveTo" > @day)
                AND (j."Form" <> 2 OR j."SignedOn" <= @day)),
        decided AS (
            SELECT x."EnterpriseKey" AS e, min(x."Code") AS code FROM "exclusion" x
            WHERE x."State" = 2 AND x."SupersededAt" IS NULL AND x."EffectiveFrom" <= @day
                AND (x."EffectiveTo" IS NULL OR x."EffectiveTo" > @day)
            GROUP BY x."EnterpriseKey"),
        unit AS (
            SELECT coalesce(w."Text", e."Path") AS path,
                w."Text" IS NOT NULL AND (e."EstablishedOn" IS NULL OR e."EstablishedOn" <= @day) AS there,
                coalesce(h."Number", 0) AS employees, coalesce(m."Number", 0) AS members,
                coalesce(d.code, CASE
                    WHEN e."CreditCode" LIKE '92%' THEN 6
                    WHEN e."EstablishedOn" <= @day AND @day < MONTHS(3) THEN 8 END) AS code,
                EXISTS (SELECT 1 FROM live WHERE live.e = e."Key" AND live.form IN (1, 2, 3)) AS covered,
                EXISTS (SELECT 1 FROM live WHERE live.e = e."Key" AND live.form = 1) AS own,
                e."EstablishedOn" IS NULL OR @day > MONTHS(6) AS old,
                v."day" IS NULL OR DAYS(v."day") > 180 AS unverified
            FROM "enterprise" e
            LEFT JOIN told h ON h."EnterpriseKey" = e."Key" AND h."Kind" = 1 AND h.n = 1
            LEFT JOIN told m ON m."EnterpriseKey" = e."Key" AND m."Kind" = 2 AND m.n = 1
            LEFT JOIN told w ON w."EnterpriseKey" = e."Key" AND w."Kind" = 3 AND w.n = 1
            LEFT JOIN verified v ON v.e = e."Key"
            LEFT JOIN decided d ON d.e = e."Key"),
        base AS (SELECT * FROM unit WHERE there AND code IS NULL),
        counted(path, measure, value) AS (
            SELECT path, 'units', count(*) FROM unit GROUP BY path
            UNION ALL SELECT path, 'x' || code, count(*) FROM unit WHERE code IS NOT NULL GROUP BY path, code
            UNION ALL SELECT path, 'base', count(*) FROM base GROUP BY path
            UNION ALL SELECT path, 'employees', sum(employees) FROM base GROUP BY path
            UNION ALL SELECT path, 'covered', count(*) FROM base WHERE covered GROUP BY path
            UNION ALL SELECT path, 'covered-employees', sum(employees) FROM base WHERE covered GROUP BY path
            UNION ALL SELECT path, 'covered-members', sum(members) FROM base WHERE covered GROUP BY path
            UNION ALL SELECT path, 'large', count(*) FROM base WHERE employees >= 25 GROUP BY path
            UNION ALL SELECT path, 'large-own', count(*) FROM base WHERE employees >= 25 AND own GROUP BY path
            UNION ALL SELECT path, 'due', count(*) FROM base
                WHERE (members >= 10 OR employees >= 25) AND old AND NOT own GROUP BY path
            UNION ALL SELECT path, 'unverified', count(*) FROM base WHERE unverified GROUP BY path)
        SELECT path || ' ' || measure || ' ' || value AS "Value" FROM counted WHERE value <> 0 ORDER BY 1
        """;
}
