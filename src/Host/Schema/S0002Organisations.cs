using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gonglian.Host.Schema;

/// <summary>The tree, posts, party organisations, unions and what is told of them.</summary>
[DbContext(typeof(AppDb))]
[Migration("S0002Organisations")]
public sealed class S0002Organisations : Step
{
    /// <inheritdoc/>
    protected override void Build(MigrationBuilder schema)
    {
        schema.CreateTable("unit", t => new
        {
            Key = t.Column<long>(),
            Id = t.Column<Guid>(),
            Path = t.Column<string>(),
            ParentKey = t.Column<long>(nullable: true),
            Code = t.Column<string>(maxLength: 20),
            Name = t.Column<string>(maxLength: 100),
            Kind = t.Column<int>(),
            Statistical = t.Column<bool>(),
            ValidFrom = t.Column<DateOnly>(),
            ValidTo = t.Column<DateOnly>(nullable: true),
            MapColumn = t.Column<int>(nullable: true),
            MapRow = t.Column<int>(nullable: true),
            CreationYear = t.Column<int>(nullable: true),
            Sample = t.Column<bool>(),
            Stamp = t.Column<int>(),
        }, constraints: t => t.PrimaryKey("pk_unit", u => u.Key));
        schema.CreateIndex("ix_unit_id", "unit", "Id", unique: true);
        schema.CreateIndex("ix_unit_path", "unit", "Path", unique: true);
        schema.CreateIndex("ix_unit_code", "unit", "Code", unique: true);
        schema.CreateTable("post", t => new
        {
            Key = t.Column<long>(),
            Id = t.Column<Guid>(),
            Path = t.Column<string>(),
            UnitKey = t.Column<long>(),
            Kind = t.Column<int>(),
            Person = t.Column<string>(maxLength: 60),
            Office = t.Column<string>(maxLength: 60),
            EffectiveFrom = t.Column<DateOnly>(),
            EffectiveTo = t.Column<DateOnly>(nullable: true),
            Stamp = t.Column<int>(),
        }, constraints: t => t.PrimaryKey("pk_post", p => p.Key));
        schema.CreateIndex("ix_post_id", "post", "Id", unique: true);
        schema.CreateIndex("ix_post_unit", "post", "UnitKey");
        schema.CreateIndex("ix_post_path", "post", "Path");
        schema.CreateTable("party_organisation", t => new
        {
            Key = t.Column<long>(),
            Id = t.Column<Guid>(),
            Path = t.Column<string>(),
            UnitKey = t.Column<long>(),
            Name = t.Column<string>(maxLength: 100),
            Secretary = t.Column<string>(maxLength: 60),
            Venue = t.Column<string>(maxLength: 100),
            Stamp = t.Column<int>(),
        }, constraints: t => t.PrimaryKey("pk_party_organisation", p => p.Key));
        schema.CreateIndex("ix_party_organisation_id", "party_organisation", "Id", unique: true);
        schema.CreateIndex("ix_party_organisation_unit", "party_organisation", "UnitKey", unique: true);
        schema.CreateIndex("ix_party_organisation_path", "party_organisation", "Path");
        Unions(schema);
    }

    private static void Unions(MigrationBuilder schema)
    {
        schema.CreateTable("union", t => new
        {
            Key = t.Column<long>(),
            Id = t.Column<Guid>(),
            Path = t.Column<string>(),
            Name = t.Column<string>(maxLength: 120),
            Form = t.Column<int>(),
            CreditCode = t.Column<string>(maxLength: 18, nullable: true),
            Sample = t.Column<bool>(),
            Stamp = t.Column<int>(),
        }, constraints: t => t.PrimaryKey("pk_union", u => u.Key));
        schema.CreateIndex("ix_union_id", "union", "Id", unique: true);
        schema.CreateIndex("ix_union_credit_code", "union", "CreditCode", unique: true);
        schema.CreateIndex("ix_union_path", "union", ["Path", "Name"]);
        schema.CreateIndex("ix_union_name", "union", ["Name", "Form"]);
        schema.CreateTable("union_fact", t => new
        {
            Key = t.Column<long>(),
            UnionKey = t.Column<long>(),
            Kind = t.Column<int>(),
            EffectiveFrom = t.Column<DateOnly>(),
            EffectiveTo = t.Column<DateOnly>(nullable: true),
            Text = t.Column<string>(maxLength: 200),
            Source = t.Column<string>(maxLength: 40),
            RecordedAt = t.Column<DateTime>(),
            SupersededAt = t.Column<DateTime>(nullable: true),
            ChangeKey = t.Column<long>(),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_union_fact", f => f.Key);
            t.ForeignKey("fk_union_fact_union", f => f.UnionKey, "union", "Key");
        });
        schema.CreateIndex("ix_union_fact_union", "union_fact", ["UnionKey", "Kind"]);
    }
}
