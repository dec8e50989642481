using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gonglian.Host.Schema;

/// <summary>Recounts of a day that were asked for in the background.</summary>
[DbContext(typeof(AppDb))]
[Migration("S0018Replays")]
public sealed class S0018Replays : Step
{
    /// <inheritdoc/>
    protected override void Build(MigrationBuilder schema)
    {
        schema.CreateTable("asked_replay", t => new
        {
            Key = t.Column<long>(),
            Path = t.Column<string>(),
            Day = t.Column<DateOnly>(),
            KnownOn = t.Column<DateTime>(nullable: true),
            By = t.Column<string>(),
            DoneAt = t.Column<DateTime>(nullable: true),
            Counts = t.Column<string>(),
        }, constraints: t => t.PrimaryKey("pk_asked_replay", r => r.Key));
        schema.CreateIndex("ix_asked_replay_day", "asked_replay", ["Day", "Path"]);
    }
}
