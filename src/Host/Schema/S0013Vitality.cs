using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gonglian.Host.Schema;

/// <summary>How a union stands towards its term, and the months it filed; N4, N6 and N8 counted in a store that has none of them.</summary>
[DbContext(typeof(AppDb))]
[Migration("S0013Vitality")]
public sealed class S0013Vitality : Step
{
    /// <summary>Brings the counters of an older store to what the facts say.</summary>
    /// <remarks>
    /// Nobody could tell of chairs, activities and filings before, so of every covering union something is not known, and no
    /// day changes that. Unions are counted with the next day roll.
    /// </remarks>
    public const string Recount = """
        UPDATE "enterprise" SET "Counted" = "Counted" | 2048 WHERE ("Counted" & 2) <> 0;
        INSERT INTO "counter" ("Path", "Measure", "Value")
            SELECT "Path", 'members', sum("Members") FROM "enterprise" WHERE ("Counted" & 1) <> 0 AND "Members" > 0 GROUP BY "Path";
        INSERT INTO "counter" ("Path", "Measure", "Value")
            SELECT "Path", 'vitality-unknown', count(*) FROM "enterprise" WHERE ("Counted" & 2049) = 2049 GROUP BY "Path";
        UPDATE "union" SET "NextChange" = '0001-01-01';
        DELETE FROM "setting" WHERE "Name" = 'figures.day';
        """;

    /// <inheritdoc/>
    protected override void Build(MigrationBuilder schema)
    {
        schema.AddColumn<int>("Number", "union_fact", defaultValue: 0);
        schema.AddColumn<int>("State", "union", defaultValue: 4);
        schema.AddColumn<DateOnly>("TermTo", "union", nullable: true);
        schema.AddColumn<DateOnly>("CountedOn", "union", defaultValue: DateOnly.MinValue);
        schema.AddColumn<DateOnly>("NextChange", "union", nullable: true);
        schema.CreateIndex("ix_union_next_change", "union", "NextChange");
        schema.Sql(Recount);
    }
}
