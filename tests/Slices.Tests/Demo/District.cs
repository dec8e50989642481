using System.Data.Common;
using System.Globalization;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Host.Commands;
using Gonglian.Host.Demo;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Demo;

/// <summary>A demonstration district made for a test, and SQL that counts it without any of the program's rules.</summary>
public sealed class District : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly DemoWish wish;

    private District(Place place, DemoWish wish) => (Place, this.wish, services) = (place, wish, place.Open());

    public static Caller Tester { get; } = Caller.System("测试");

    public Place Place { get; }

    public static async Task<District> Make(Database database, DemoWish wish)
    {
        var folder = Directory.CreateTempSubdirectory("gonglian-demo-").FullName;
        var place = new Place(folder, await Databases.Fresh(database, folder));
        await Demonstration.Make(place, wish, _ => { });
        var district = new District(place, wish);
        // As the server does by itself a minute later: a plan for empty tables would take minutes on full ones.
        if (!place.IsSqlite)
            await district.Scalar("ANALYZE; SELECT 1");
        return district;
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public AppDb Read() => Get<Store>().Read(Tester);

    /// <summary>Numerator and denominator of N1 and N2 per community, from the rows as of the anchor.</summary>
    public async Task<IReadOnlyList<Count>> Recount()
    {
        await using var db = Read();
        var connection = db.Database.GetDbConnection();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = Sql(wish.Anchor);
        await using var rows = await command.ExecuteReaderAsync();
        var counts = new List<Count>();
        while (await rows.ReadAsync())
            counts.Add(new Count(
                rows.GetString(0), !await rows.IsDBNullAsync(1), Number(rows, 2), Number(rows, 3), Number(rows, 4), Number(rows, 5)));
        return counts;
    }

    /// <summary>One number by SQL.</summary>
    public async Task<long> Scalar(string sql)
    {
        await using var db = Read();
        var connection = db.Database.GetDbConnection();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        if (Place.Connection is { } connection)
            await Databases.Drop(connection);
        Directory.Delete(Place.Data, recursive: true);
    }

    // Who was born on or after the day from which three months have not passed.
    private static DateOnly YoungFrom(DateOnly day)
    {
        var born = day.AddMonths(-3).AddDays(-3);
        while (born.AddMonths(3) <= day)
            born = born.AddDays(1);
        return born;
    }

    private static string Sql(DateOnly anchor)
    {
        var (day, young) = (Text(anchor), Text(YoungFrom(anchor)));
        return $"""
            SELECT c."Code", c."CreationYear", count(*),
                   sum(CASE WHEN x.own + x.joined > 0 THEN 1 ELSE 0 END),
                   sum(CASE WHEN x.people >= 25 THEN 1 ELSE 0 END),
                   sum(CASE WHEN x.people >= 25 AND x.own > 0 THEN 1 ELSE 0 END)
            FROM (
              SELECT e."Path",
                (SELECT f."Number" FROM enterprise_fact f
                 WHERE f."EnterpriseKey" = e."Key" AND f."Kind" = 1 AND f."SupersededAt" IS NULL
                   AND f."EffectiveFrom" <= {day} ORDER BY f."EffectiveFrom" DESC, f."Source" LIMIT 1) AS people,
                (SELECT count(*) FROM joining j JOIN union_fact l ON l."UnionKey" = j."UnionKey"
                 WHERE j."EnterpriseKey" = e."Key" AND j."Form" = 1 AND {Holds("j", day)}
                   AND l."Kind" = 1 AND {Holds("l", day)}) AS own,
                (SELECT count(*) FROM joining j JOIN union_fact l ON l."UnionKey" = j."UnionKey"
                 WHERE j."EnterpriseKey" = e."Key" AND (j."Form" = 3 OR (j."Form" = 2 AND j."SignedOn" <= {day}))
                   AND {Holds("j", day)} AND l."Kind" = 1 AND {Holds("l", day)}) AS joined
              FROM enterprise e
              WHERE e."CreditCode" NOT LIKE '92%' AND e."EstablishedOn" < {young}
                AND NOT EXISTS (SELECT 1 FROM exclusion o WHERE o."EnterpriseKey" = e."Key" AND o."State" = 2
                                  AND {Holds("o", day)})) x
            JOIN unit c ON c."Kind" = 4 AND substr(x."Path", 1, length(c."Path")) = c."Path"
            GROUP BY c."Code", c."CreationYear"
            """;
    }

    private static string Holds(string row, string day) =>
        $"""({row}."SupersededAt" IS NULL AND {row}."EffectiveFrom" <= {day} AND ({row}."EffectiveTo" IS NULL OR {row}."EffectiveTo" > {day}))""";

    private static string Text(DateOnly day) => $"'{day:yyyy-MM-dd}'";

    private static long Number(DbDataReader row, int column) =>
        Convert.ToInt64(row.GetValue(column), CultureInfo.InvariantCulture);
}

/// <summary>What the test's own SQL counts in one community.</summary>
public sealed record Count(string Code, bool IsCreation, long Base, long Covered, long Large, long LargeOwn);
