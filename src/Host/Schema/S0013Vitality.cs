using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gonglian.Host.Schema;

/// <summary>How a union stands towards its term, and the months it filed; everything is counted anew with the next day roll.</summary>
[DbContext(typeof(AppDb))]
[Migration("S0013Vitality")]
public sealed class S0013Vitality : Step
{
    // The path of what an undone import had brought; it counts nowhere.
    private const string Withdrawn = "\uffff";

    /// <inheritdoc/>
    protected override void Build(MigrationBuilder schema)
    {
        schema.AddColumn<int>("Number", "union_fact", defaultValue: 0);
        schema.AddColumn<int>("State", "union", defaultValue: 4);
        schema.AddColumn<DateOnly>("TermTo", "union", nullable: true);
        schema.AddColumn<DateOnly>("CountedOn", "union", defaultValue: DateOnly.MinValue);
        schema.AddColumn<DateOnly>("NextChange", "union", nullable: true);
        schema.CreateIndex("ix_union_next_change", "union", "NextChange");
        schema.Sql($"""
            UPDATE "union" SET "NextChange" = '0001-01-01' WHERE "Path" < '{Withdrawn}';
            UPDATE "enterprise" SET "NextChange" = '0001-01-01', "CountedOn" = '0001-01-01' WHERE "Path" < '{Withdrawn}';
            DELETE FROM "counter";
            DELETE FROM "setting" WHERE "Name" = 'figures.day';
            """);
    }
}
