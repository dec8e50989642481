using System.Globalization;
using Gonglian.Enterprises;
using Gonglian.Foundation;
using Gonglian.Foundation.Figures;
using Gonglian.Host.Commands;
using Gonglian.Slices.Tests.Figures;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Killed;

/// <summary>Whether a store holds nothing half done, asked with SQL of the test's own.</summary>
internal static class Whole
{
    /// <summary>Demands that every enterprise has its facts and its record, and that every figure is right.</summary>
    public static async Task Demand(RealServer server)
    {
        await server.Look(async db =>
        {
            Assert.Equal([0, 0, 0, 0, 0, 0], await db.Database.SqlQueryRaw<long>("""
                SELECT count(*) AS "Value" FROM "enterprise" e WHERE NOT EXISTS (
                    SELECT 1 FROM "enterprise_fact" f WHERE f."EnterpriseKey" = e."Key" AND f."Kind" = 3)
                UNION ALL SELECT count(*) FROM "enterprise" e WHERE NOT EXISTS (
                    SELECT 1 FROM "enterprise_fact" f WHERE f."EnterpriseKey" = e."Key" AND f."Kind" = 1)
                UNION ALL SELECT count(*) FROM "enterprise" e WHERE 1 <> (
                    SELECT count(*) FROM "change" c WHERE c."SubjectKey" = e."Key" AND c."Subject" = 'enterprise'
                        AND c."Row" = 'Enterprise' AND c."Action" = 'add')
                UNION ALL SELECT count(*) FROM "enterprise_fact" f WHERE f."EnterpriseKey" NOT IN (
                    SELECT "Key" FROM "enterprise")
                UNION ALL SELECT count(*) FROM "enterprise_fact" f WHERE f."ChangeKey" NOT IN (
                    SELECT "Key" FROM "change")
                UNION ALL SELECT count("CreditCode") - count(DISTINCT "CreditCode") FROM "enterprise"
                """).ToListAsync());
            var recounted = (await Recount.Of(db, RealServer.Today))
                .Where(line => !line.StartsWith(Ledger.Withdrawn, StringComparison.Ordinal));
            Assert.Equal(recounted, await Recount.Kept(db));
            return true;
        });
        Assert.Equal(await Figures(server), await Checked(server));
    }

    /// <summary>How many rows there are of each kind; sign-ins leave records too, which do not matter here.</summary>
    public static Task<List<string>> Rows(RealServer server) => server.Look(db => db.Database.SqlQueryRaw<string>("""
        SELECT 'enterprise ' || count(*) AS "Value" FROM "enterprise"
        UNION ALL SELECT 'fact ' || count(*) FROM "enterprise_fact"
        UNION ALL SELECT 'standing fact ' || count(*) FROM "enterprise_fact" WHERE "SupersededAt" IS NULL
        UNION ALL SELECT 'contact ' || count(*) FROM "contact"
        UNION ALL SELECT 'key ' || count(*) FROM "seal_key"
        UNION ALL SELECT 'note ' || count(*) FROM "import_note"
        UNION ALL SELECT 'change ' || count(*) FROM "change" WHERE "Subject" <> 'user'
        ORDER BY 1
        """).ToListAsync());

    /// <summary>How far the last step of the import is, and how many enterprises stand.</summary>
    public static Task<(long Done, long Enterprises)> Progress(RealServer server) => server.Look(async db =>
    {
        var now = await db.Database.SqlQueryRaw<long>("""
            SELECT "Done" AS "Value" FROM (
                SELECT "Done" FROM "job" WHERE "Kind" LIKE 'import-%' ORDER BY "Key" DESC LIMIT 1) j
            UNION ALL SELECT count(*) FROM "enterprise" WHERE "Path" LIKE '4403/%'
            
            """).ToListAsync();
        return (now[0], now[1]);
    });

    // The figures as the pages show them, from the counters.
    private static Task<List<string>> Figures(RealServer server) => server.Look(async db =>
    {
        var sums = await db.Sums("");
        return db.Indicators.Where(i => i.NotYet is null).Select(i => (i.Id, i.Denominator, Share: i.Of(sums))).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $"{i.Id} {i.Share.Numerator} {(i.Denominator is null ? "" : i.Share.Denominator)}")).ToList();
    });

    // The figures as the command says them, from the facts alone.
    private static async Task<List<string>> Checked(RealServer server)
    {
        await using var output = new StringWriter();
        string[] command = ["check", "indicators", "--data", server.Place.Data];
        if (server.Place.Connection is { } connection)
            command = [.. command, "--connection", connection];
        Assert.Equal(Entry.Done, await Entry.Run(command, new Terminal(output, TextWriter.Null, Texts.Chinese)));
        return [.. output.ToString().TrimEnd().Split('\n').Skip(1).Select(line => line.Split(','))
            .Where(cells => cells[4].Length > 0)
            .Select(cells => $"{cells[0]} {cells[4]} {cells[5]}")];
    }
}
