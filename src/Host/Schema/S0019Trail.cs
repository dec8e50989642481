using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gonglian.Host.Schema;

/// <summary>The trail over the change records: its links, and that records are only ever added.</summary>
[DbContext(typeof(AppDb))]
[Migration("S0019Trail")]
public sealed class S0019Trail : Step
{
    // All but the place, which follows its node.
    private const string Kept =
        "\"Key\", \"At\", \"UserId\", \"By\", \"Origin\", \"Subject\", \"SubjectKey\", \"Action\", \"Row\", \"Before\", \"After\", \"Reason\", \"ImportKey\"";

    /// <inheritdoc/>
    protected override void Build(MigrationBuilder schema)
    {
        schema.AddColumn<string>("Origin", "change", nullable: true);
        schema.CreateTable("trail_link", t => new
        {
            Lane = t.Column<int>(),
            Seq = t.Column<long>(),
            At = t.Column<DateTime>(),
            Entries = t.Column<byte[]>(),
            Hash = t.Column<byte[]>(),
        }, constraints: t => t.PrimaryKey("pk_trail_link", l => new { l.Lane, l.Seq }));
        schema.CreateTable("trail_head", t => new
        {
            Lane = t.Column<int>(),
            Seq = t.Column<long>(),
            Hash = t.Column<byte[]>(),
        }, constraints: t => t.PrimaryKey("pk_trail_head", h => h.Lane));
        schema.CreateTable("trail_root", t => new
        {
            Day = t.Column<DateOnly>(),
            Text = t.Column<string>(),
            Signature = t.Column<string>(),
            PublicKey = t.Column<string>(),
        }, constraints: t => t.PrimaryKey("pk_trail_root", r => r.Day));
        var nothing = new string('0', TrailLink.HashLength * 2);
        for (var lane = 0; lane < (OnSqlite ? 1 : TrailHead.Lanes); lane++)
            schema.Sql($"""
                INSERT INTO "trail_head" ("Lane", "Seq", "Hash") VALUES ({lane}, 0, {(OnSqlite ? $"x'{nothing}'" : $@"'\x{nothing}'")})
                """);
        // Records of an older version are put to the trail once the program runs.
        schema.Sql($"""
            INSERT INTO "setting" ("Name", "Value")
            SELECT '{TrailAdoption.Setting}', '0 ' || CAST(max("Key") AS text) FROM "change" HAVING count(*) > 0
            """);
        Guard(schema, "change", Kept);
        Guard(schema, "trail_root", "\"Day\", \"Text\", \"Signature\", \"PublicKey\"");
        Guard(schema, "trail_link", "\"Lane\", \"Seq\", \"At\", \"Entries\", \"Hash\"");
    }

    // A mistake of the program, or of somebody at the database's prompt, is refused; who drops this first is found by the trail.
    private void Guard(MigrationBuilder schema, string table, string columns)
    {
        if (OnSqlite)
        {
            schema.Sql($"""
                CREATE TRIGGER "{table}_kept" BEFORE UPDATE OF {columns} ON "{table}"
                BEGIN SELECT RAISE(ABORT, 'the trail is only added to'); END
                """);
            schema.Sql($"""
                CREATE TRIGGER "{table}_never_removed" BEFORE DELETE ON "{table}"
                BEGIN SELECT RAISE(ABORT, 'the trail is only added to'); END
                """);
            return;
        }
        schema.Sql("""
            CREATE OR REPLACE FUNCTION only_added_to() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'the trail is only added to'; END $$
            """);
        schema.Sql($"""
            CREATE TRIGGER "{table}_kept" BEFORE UPDATE OF {columns} ON "{table}" FOR EACH ROW EXECUTE FUNCTION only_added_to()
            """);
        schema.Sql($"""
            CREATE TRIGGER "{table}_never_removed" BEFORE DELETE ON "{table}" FOR EACH ROW EXECUTE FUNCTION only_added_to()
            """);
    }
}
