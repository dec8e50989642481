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
        string Day(DateOnly of) => db.IsSqlite ? $"'{of:yyyy-MM-dd}'" : $"DATE '{of:yyyy-MM-dd}'";
        var first = new DateOnly(day.Year, day.Month, 1);
        var months = Enumerable.Range(1, 12).Select(i => first.AddMonths(-i))
            .Select(m => $"({Day(new DateOnly(m.Year, 1, 1))}, {1 << (m.Month - 1)}, {Day(m.AddMonths(1).AddDays(-1))})");
        var sql = Text.Replace("@day", Day(day)).Replace("@months", string.Join(", ", months));
        sql = db.IsSqlite
            ? sql.Replace("MONTHS(3)", "date(e.\"EstablishedOn\", '+3 months', 'floor')")
                .Replace("MONTHS(6)", "date(e.\"EstablishedOn\", '+6 months', 'floor')")
                .Replace("YEARON", "date(f.\"EffectiveFrom\", '+12 months', 'floor')")
                .Replace("DAYS(l.\"to\")", $"julianday('{day:yyyy-MM-dd}') - julianday(l.\"to\")")
                .Replace("DAYS(v.\"day\")", $"julianday('{day:yyyy-MM-dd}') - julianday(v.\"day\")")
            : sql.Replace("MONTHS(3)", "(e.\"EstablishedOn\" + interval '3 months')::date")
                .Replace("MONTHS(6)", "(e.\"EstablishedOn\" + interval '6 months')::date")
                .Replace("YEARON", "(f.\"EffectiveFrom\" + interval '12 months')::date")
                .Replace("DAYS(l.\"to\")", $"(DATE '{day:yyyy-MM-dd}' - l.\"to\")")
                .Replace("DAYS(v.\"day\")", $"(DATE '{day:yyyy-MM-dd}' - v.\"day\")");
        return await db.Database.SqlQueryRaw<string>(sql).ToListAsync();
    }

    /// <summary>The program's counters in the same form.</summary>
    public static async Task<List<string>> Kept(AppDb db) => await db.Database.SqlQueryRaw<string>(
        """
        SELECT "Path" || ' ' || "Measure" || ' ' || "Value" AS "Value" FROM "counter" WHERE "Value" <> 0 AND "Measure" <> 'turn' ORDER BY 1
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
        known AS (SELECT * FROM "union_fact" f WHERE f."SupersededAt" IS NULL AND f."EffectiveFrom" <= @day),
        month(y, bit, "end") AS (VALUES @months),
        filed AS (
            SELECT u."Key" AS u, count(*) AS due, sum(CASE WHEN EXISTS (SELECT 1 FROM known f
                WHERE f."UnionKey" = u."Key" AND f."Kind" = 5 AND f."EffectiveFrom" = m.y AND (f."Number" & m.bit) <> 0) THEN 1 ELSE 0 END) AS made
            FROM "union" u JOIN month m ON EXISTS (SELECT 1 FROM known f WHERE f."UnionKey" = u."Key" AND f."Kind" = 1
                AND f."EffectiveFrom" <= m."end" AND (f."EffectiveTo" IS NULL OR f."EffectiveTo" > m."end"))
            GROUP BY u."Key"),
        test AS (
            SELECT u."Key" AS u,
                CASE WHEN u."Form" IN (3, 4) THEN 1 ELSE (SELECT max(CASE WHEN f."EffectiveTo" <= @day THEN 0 ELSE 1 END)
                    FROM known f WHERE f."UnionKey" = u."Key" AND f."Kind" = 2) END AS term,
                (SELECT max(CASE WHEN f."EffectiveTo" <= @day THEN 0 ELSE 1 END)
                    FROM known f WHERE f."UnionKey" = u."Key" AND f."Kind" = 3) AS chair,
                (SELECT max(CASE WHEN YEARON > @day THEN 1 ELSE 0 END)
                    FROM known f WHERE f."UnionKey" = u."Key" AND f."Kind" = 4) AS active,
                CASE WHEN l.due IS NULL THEN 1
                    WHEN NOT EXISTS (SELECT 1 FROM known f WHERE f."UnionKey" = u."Key" AND f."Kind" = 5) THEN NULL
                    WHEN l.made * 100 >= l.due * 60 THEN 1 ELSE 0 END AS filings
            FROM "union" u LEFT JOIN filed l ON l.u = u."Key"),
        vital AS (SELECT u, term * chair * active * filings AS yes FROM test),
        standing AS (
            SELECT u."Path" AS path, u."Form" AS form, CASE WHEN u."Form" IN (3, 4) THEN NULL ELSE (
                SELECT max(f."EffectiveTo") FROM known f WHERE f."UnionKey" = u."Key" AND f."Kind" = 2) END AS "to"
            FROM "union" u WHERE EXISTS (SELECT 1 FROM known f WHERE f."UnionKey" = u."Key" AND f."Kind" = 1
                AND (f."EffectiveTo" IS NULL OR f."EffectiveTo" > @day))),
        live AS (
            SELECT DISTINCT j."EnterpriseKey" AS e, j."Form" AS form, j."UnionKey" AS u FROM "joining" j
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
                EXISTS (SELECT 1 FROM live JOIN vital v ON v.u = live.u
                    WHERE live.e = e."Key" AND live.form IN (1, 2, 3) AND v.yes = 1) AS effective,
                EXISTS (SELECT 1 FROM live JOIN vital v ON v.u = live.u
                    WHERE live.e = e."Key" AND live.form IN (1, 2, 3) AND v.yes IS NULL) AS unsure,
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
            UNION ALL SELECT path, 'members', sum(members) FROM base GROUP BY path
            UNION ALL SELECT path, 'effective', count(*) FROM base WHERE effective GROUP BY path
            UNION ALL SELECT path, 'vitality-unknown', count(*) FROM base WHERE unsure AND NOT effective GROUP BY path
            UNION ALL SELECT path, 'unions', count(*) FROM standing GROUP BY path
            UNION ALL SELECT path, 'unions-electing', count(*) FROM standing WHERE form NOT IN (3, 4) GROUP BY path
            UNION ALL SELECT path, 'unions-in-term', count(*) FROM standing WHERE "to" > @day GROUP BY path
            UNION ALL SELECT path, 'unions-expiring', count(*) FROM standing l
                WHERE "to" > @day AND DAYS(l."to") >= -91 GROUP BY path
            UNION ALL SELECT path, 'unions-term-unknown', count(*) FROM standing
                WHERE form NOT IN (3, 4) AND "to" IS NULL GROUP BY path
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
