using System.Net;
using Gonglian.Foundation.Data;
using Gonglian.Slices.Tests.Fixture;

namespace Gonglian.Slices.Tests.Operations;

/// <summary>健康检查 — whether the program lives and can work, open to all and without any detail.</summary>
public sealed class Whoever_watches_hears_one_word
{
    [Theory]
    [OnEveryDatabase]
    public async Task Ready_while_everything_works_and_not_otherwise(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await Hears(stand, "/health/live", HttpStatusCode.OK, "ok");
        await Hears(stand, "/health/ready", HttpStatusCode.OK, "ok");
        // A day that has begun is rolled by the question.
        stand.Clock.Advance(TimeSpan.FromDays(2));
        await Hears(stand, "/health/ready", HttpStatusCode.OK, "ok");
        await using (var db = stand.Read())
            Assert.Equal($"{await stand.DayRoll.Today():yyyy-MM-dd}", await db.Get(Gonglian.Foundation.Figures.DayRoll.DaySetting));
        // A schema of an older version.
        await stand.Sql("DELETE FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" = 'S0019Trail'");
        stand.Clock.Advance(TimeSpan.FromSeconds(3));
        await Hears(stand, "/health/ready", HttpStatusCode.ServiceUnavailable, "no");
        await Hears(stand, "/health/live", HttpStatusCode.OK, "ok");
        await stand.Sql("ALTER TABLE \"__EFMigrationsHistory\" RENAME TO gone");
        stand.Clock.Advance(TimeSpan.FromSeconds(3));
        await Hears(stand, "/health/ready", HttpStatusCode.ServiceUnavailable, "no");
    }

    [Fact]
    public async Task Many_who_ask_are_answered_by_one_look()
    {
        await using var stand = await Stand.On(Database.Sqlite);
        await Hears(stand, "/health/ready", HttpStatusCode.OK, "ok");
        await stand.Sql("ALTER TABLE \"__EFMigrationsHistory\" RENAME TO gone");
        await Hears(stand, "/health/ready", HttpStatusCode.OK, "ok");
    }

    private static async Task Hears(Stand stand, string address, HttpStatusCode status, string word)
    {
        var nobody = stand.As();
        await nobody.Open(address);
        Assert.Equal((status, word), (nobody.Status, nobody.Body));
    }
}
