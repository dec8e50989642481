using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gonglian.Host.Schema;

/// <summary>Change records, jobs, counters, keys, settings.</summary>
[DbContext(typeof(AppDb))]
[Migration("S0001Foundation")]
public sealed class S0001Foundation : Step
{
    /// <inheritdoc/>
    protected override void Build(MigrationBuilder schema)
    {
        if (!OnSqlite)
            schema.Sql("CREATE SEQUENCE key_block START 1");
        schema.CreateTable("setting", t => new
        {
            Name = t.Column<string>(maxLength: 100),
            Value = t.Column<string>(),
        }, constraints: t => t.PrimaryKey("pk_setting", s => s.Name));
        schema.CreateTable("seal_key", t => new
        {
            Key = t.Column<long>(),
            Envelope = t.Column<int>(),
            Wrapped = t.Column<byte[]>(),
        }, constraints: t => t.PrimaryKey("pk_seal_key", s => s.Key));
        schema.CreateTable("change", t => new
        {
            Key = t.Column<long>(),
            At = t.Column<DateTime>(),
            UserId = t.Column<Guid>(nullable: true),
            By = t.Column<string>(),
            Subject = t.Column<string>(),
            SubjectKey = t.Column<long>(),
            Path = t.Column<string>(),
            Action = t.Column<string>(),
            Row = t.Column<string>(),
            Before = t.Column<string>(nullable: true),
            After = t.Column<string>(nullable: true),
            Reason = t.Column<string>(nullable: true),
            ImportKey = t.Column<long>(nullable: true),
        }, constraints: t => t.PrimaryKey("pk_change", c => c.Key));
        schema.CreateIndex("ix_change_subject", "change", ["Subject", "SubjectKey", "Key"]);
        // Appended at its end only; holds the path, so that rows of other places are passed over without being read.
        schema.CreateIndex("ix_change_at", "change", ["At", "Key", "Path"]);
        schema.CreateIndex("ix_change_import", "change", ["ImportKey", "SubjectKey"], filter: "\"ImportKey\" IS NOT NULL");
        schema.CreateTable("job", t => new
        {
            Key = t.Column<long>(),
            Id = t.Column<Guid>(),
            Path = t.Column<string>(),
            Kind = t.Column<string>(maxLength: 40),
            SubjectKey = t.Column<long>(),
            UserId = t.Column<Guid>(nullable: true),
            By = t.Column<string>(),
            At = t.Column<DateTime>(),
            State = t.Column<int>(),
            Done = t.Column<long>(),
            Total = t.Column<long>(),
            Message = t.Column<string>(nullable: true),
            LeasedUntil = t.Column<DateTime>(nullable: true),
            EndedAt = t.Column<DateTime>(nullable: true),
        }, constraints: t => t.PrimaryKey("pk_job", j => j.Key));
        schema.CreateIndex("ix_job_id", "job", "Id", unique: true);
        schema.CreateIndex("ix_job_state", "job", ["State", "Key"]);
        schema.CreateTable("counter", t => new
        {
            Path = t.Column<string>(),
            Measure = t.Column<string>(maxLength: 40),
            Value = t.Column<long>(),
        }, constraints: t => t.PrimaryKey("pk_counter", c => new { c.Path, c.Measure }));
        schema.CreateIndex("ix_counter_measure", "counter", ["Measure", "Path", "Value"]);
        schema.CreateTable("counter_history", t => new
        {
            Path = t.Column<string>(),
            Day = t.Column<DateOnly>(),
            Measure = t.Column<string>(maxLength: 40),
            Value = t.Column<long>(),
        }, constraints: t => t.PrimaryKey("pk_counter_history", c => new { c.Path, c.Day, c.Measure }));
    }
}
