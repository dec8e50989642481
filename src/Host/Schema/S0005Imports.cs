using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gonglian.Host.Schema;

/// <summary>Imports of rosters, and what of them somebody should see.</summary>
[DbContext(typeof(AppDb))]
[Migration("S0005Imports")]
public sealed class S0005Imports : Step
{
    /// <inheritdoc/>
    protected override void Build(MigrationBuilder schema)
    {
        schema.CreateTable("import", t => new
        {
            Key = t.Column<long>(),
            Id = t.Column<Guid>(),
            Path = t.Column<string>(maxLength: 60),
            FileName = t.Column<string>(maxLength: 200),
            Bytes = t.Column<long>(),
            Hash = t.Column<string>(maxLength: 64),
            UserId = t.Column<Guid>(nullable: true),
            By = t.Column<string>(),
            Scope = t.Column<string>(),
            Settings = t.Column<string>(),
            Summary = t.Column<string>(),
            State = t.Column<int>(),
            Message = t.Column<string>(),
            Position = t.Column<int>(),
            Rows = t.Column<int>(),
            New = t.Column<int>(),
            Changed = t.Column<int>(),
            Unchanged = t.Column<int>(),
            Left = t.Column<int>(),
            Doubles = t.Column<int>(),
            Proposed = t.Column<int>(),
            LeftBytes = t.Column<long>(),
            Undone = t.Column<int>(),
            Rest = t.Column<int>(),
            UndoneTo = t.Column<long>(),
            At = t.Column<DateTime>(),
            DoneAt = t.Column<DateTime>(nullable: true),
            UndoneAt = t.Column<DateTime>(nullable: true),
            Stamp = t.Column<int>(),
        }, constraints: t => t.PrimaryKey("pk_import", i => i.Key));
        schema.CreateIndex("ix_import_id", "import", "Id", unique: true);
        schema.CreateIndex("ix_import_path", "import", ["Path", "Key"]);
        schema.CreateTable("import_note", t => new
        {
            Key = t.Column<long>(),
            ImportKey = t.Column<long>(),
            Kind = t.Column<int>(),
            Row = t.Column<int>(),
            Column = t.Column<string>(maxLength: 40),
            Name = t.Column<string>(maxLength: 120),
            Value = t.Column<string>(maxLength: 200),
            Sentence = t.Column<string>(),
            Repair = t.Column<string>(maxLength: 40),
            Twin = t.Column<int>(nullable: true),
            EnterpriseId = t.Column<Guid>(nullable: true),
            Answer = t.Column<int>(nullable: true),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_import_note", n => n.Key);
            t.ForeignKey("fk_import_note_import", n => n.ImportKey, "import", "Key");
        });
        schema.CreateIndex("ix_import_note_import", "import_note", ["ImportKey", "Kind", "Row"]);
    }
}
