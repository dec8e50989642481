using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Gonglian.Host.Schema;

/// <summary>Enterprises with their facts, joining records, exclusions and contacts.</summary>
[DbContext(typeof(AppDb))]
[Migration("S0003Enterprises")]
public sealed class S0003Enterprises : Step
{
    /// <inheritdoc/>
    protected override void Build(MigrationBuilder schema)
    {
        Enterprises(schema);
        Facts(schema);
        schema.CreateTable("exclusion", t => new
        {
            Key = t.Column<long>(),
            Id = t.Column<Guid>(),
            Path = t.Column<string>(),
            EnterpriseKey = t.Column<long>(),
            Code = t.Column<int>(),
            Reason = t.Column<string>(maxLength: 300),
            EffectiveFrom = t.Column<DateOnly>(),
            EffectiveTo = t.Column<DateOnly>(nullable: true),
            State = t.Column<int>(),
            ProposedById = t.Column<Guid>(nullable: true),
            ProposedBy = t.Column<string>(),
            ProposedAt = t.Column<DateTime>(),
            DecidedById = t.Column<Guid>(nullable: true),
            DecidedBy = t.Column<string>(),
            DecidedAt = t.Column<DateTime>(nullable: true),
            SupersededAt = t.Column<DateTime>(nullable: true),
            Stamp = t.Column<int>(),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_exclusion", x => x.Key);
            t.ForeignKey("fk_exclusion_enterprise", x => x.EnterpriseKey, "enterprise", "Key");
        });
        schema.CreateIndex("ix_exclusion_id", "exclusion", "Id", unique: true);
        schema.CreateIndex("ix_exclusion_enterprise", "exclusion", "EnterpriseKey");
        schema.CreateIndex("ix_exclusion_state", "exclusion", ["State", "Path"]);
        schema.CreateTable("contact", t => new
        {
            Key = t.Column<long>(),
            Id = t.Column<Guid>(),
            Path = t.Column<string>(),
            EnterpriseKey = t.Column<long>(),
            Role = t.Column<string>(maxLength: 40),
            Name = t.Column<string>(maxLength: 60),
            SealKeyKey = t.Column<long>(),
            Phone = t.Column<byte[]>(nullable: true),
            PhoneTail = t.Column<long>(nullable: true),
            Stamp = t.Column<int>(),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_contact", c => c.Key);
            t.ForeignKey("fk_contact_enterprise", c => c.EnterpriseKey, "enterprise", "Key");
        });
        schema.CreateIndex("ix_contact_id", "contact", "Id", unique: true);
        schema.CreateIndex("ix_contact_enterprise", "contact", "EnterpriseKey");
        schema.CreateIndex("ix_contact_tail", "contact", "PhoneTail");
        schema.CreateTable("document", t => new
        {
            Key = t.Column<long>(),
            Id = t.Column<Guid>(),
            Path = t.Column<string>(),
            EnterpriseKey = t.Column<long>(),
            Name = t.Column<string>(maxLength: 200),
            Size = t.Column<long>(),
            Hash = t.Column<string>(maxLength: 64),
            At = t.Column<DateTime>(),
            By = t.Column<string>(),
            RemovedAt = t.Column<DateTime>(nullable: true),
            Stamp = t.Column<int>(),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_document", d => d.Key);
            t.ForeignKey("fk_document_enterprise", d => d.EnterpriseKey, "enterprise", "Key");
        });
        schema.CreateIndex("ix_document_id", "document", "Id", unique: true);
        schema.CreateIndex("ix_document_enterprise", "document", "EnterpriseKey");
    }

    private void Enterprises(MigrationBuilder schema)
    {
        schema.CreateTable("enterprise", t => new
        {
            Key = t.Column<long>(),
            Id = t.Column<Guid>(),
            Path = t.Column<string>(maxLength: 60),
            CreditCode = t.Column<string>(maxLength: 18, nullable: true),
            Name = t.Column<string>(maxLength: 120),
            SortKey = t.Column<string>(maxLength: 400),
            Words = t.Column<string>(),
            Section = t.Column<string>(maxLength: 1),
            Industry = t.Column<string>(maxLength: 4),
            EstablishedOn = t.Column<DateOnly>(nullable: true),
            Address = t.Column<string>(maxLength: 200),
            RegisteredAddress = t.Column<string>(maxLength: 200),
            Status = t.Column<int>(),
            Headcount = t.Column<int>(nullable: true),
            HeadcountOn = t.Column<DateOnly>(nullable: true),
            HeadcountSource = t.Column<int>(nullable: true),
            Members = t.Column<int>(nullable: true),
            MembersOn = t.Column<DateOnly>(nullable: true),
            MembersSource = t.Column<int>(nullable: true),
            VerifiedOn = t.Column<DateOnly>(nullable: true),
            SizeBand = t.Column<int>(),
            UnionForm = t.Column<int>(nullable: true),
            Exclusion = t.Column<int>(nullable: true),
            Counted = t.Column<int>(),
            CountedOn = t.Column<DateOnly>(),
            NextChange = t.Column<DateOnly>(nullable: true),
            Sample = t.Column<bool>(),
            Stamp = t.Column<int>(),
        }, constraints: t => t.PrimaryKey("pk_enterprise", e => e.Key));
        schema.CreateIndex("ix_enterprise_id", "enterprise", "Id", unique: true);
        schema.CreateIndex("ix_enterprise_credit_code", "enterprise", "CreditCode", unique: true);
        schema.CreateIndex("ix_enterprise_path", "enterprise",
            ["Path", "SortKey", "Key", "Section", "SizeBand", "UnionForm", "Exclusion", "Counted"]);
        schema.CreateIndex("ix_enterprise_name", "enterprise",
            ["SortKey", "Key", "Path", "Section", "SizeBand", "UnionForm", "Exclusion", "Counted"]);
        schema.CreateIndex("ix_enterprise_headcount", "enterprise",
            ["Headcount", "Key", "Path", "Section", "UnionForm", "Exclusion", "Counted"]);
        schema.CreateIndex("ix_enterprise_section", "enterprise",
            ["Section", "Key", "Path", "SizeBand", "UnionForm", "Exclusion", "Counted"]);
        schema.CreateIndex("ix_enterprise_members", "enterprise", ["Members", "Key", "Path"]);
        schema.CreateIndex("ix_enterprise_established", "enterprise", ["EstablishedOn", "Key", "Path"]);
        schema.CreateIndex("ix_enterprise_verified", "enterprise", ["VerifiedOn", "Key", "Path"]);
        schema.CreateIndex("ix_enterprise_form", "enterprise", ["UnionForm", "Members", "Key", "Path"]);
        schema.CreateIndex("ix_enterprise_exclusion", "enterprise", ["Exclusion", "Key", "Path"],
            filter: "\"Exclusion\" IS NOT NULL");
        schema.CreateIndex("ix_enterprise_next_change", "enterprise", "NextChange");
        Search(schema);
    }

    private void Search(MigrationBuilder schema)
    {
        if (OnSqlite)
        {
            schema.Sql("""
                CREATE VIRTUAL TABLE enterprise_search USING fts5(
                    words, content='', contentless_delete=1, detail='none', tokenize="unicode61 remove_diacritics 0")
                """);
            return;
        }
        schema.Sql("""
            CREATE TABLE enterprise_search ("Key" bigint PRIMARY KEY, "Terms" text[] COLLATE "C" NOT NULL);
            CREATE INDEX ix_enterprise_search ON enterprise_search USING gin ("Terms")
            """);
    }

    private static void Facts(MigrationBuilder schema)
    {
        schema.CreateTable("enterprise_fact", t => new
        {
            Key = t.Column<long>(),
            EnterpriseKey = t.Column<long>(),
            Kind = t.Column<int>(),
            Number = t.Column<int>(),
            Text = t.Column<string>(maxLength: 60, nullable: true),
            Source = t.Column<int>(),
            EffectiveFrom = t.Column<DateOnly>(),
            EffectiveTo = t.Column<DateOnly>(nullable: true),
            RecordedAt = t.Column<DateTime>(),
            SupersededAt = t.Column<DateTime>(nullable: true),
            ChangeKey = t.Column<long>(),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_enterprise_fact", f => f.Key);
            t.ForeignKey("fk_enterprise_fact_enterprise", f => f.EnterpriseKey, "enterprise", "Key");
        });
        schema.CreateIndex("ix_enterprise_fact_enterprise", "enterprise_fact", ["EnterpriseKey", "Kind"]);
        schema.CreateTable("joining", t => new
        {
            Key = t.Column<long>(),
            EnterpriseKey = t.Column<long>(),
            UnionKey = t.Column<long>(),
            Form = t.Column<int>(),
            SignedOn = t.Column<DateOnly>(nullable: true),
            EffectiveFrom = t.Column<DateOnly>(),
            EffectiveTo = t.Column<DateOnly>(nullable: true),
            RecordedAt = t.Column<DateTime>(),
            SupersededAt = t.Column<DateTime>(nullable: true),
            ChangeKey = t.Column<long>(),
        }, constraints: t =>
        {
            t.PrimaryKey("pk_joining", j => j.Key);
            t.ForeignKey("fk_joining_enterprise", j => j.EnterpriseKey, "enterprise", "Key");
            t.ForeignKey("fk_joining_union", j => j.UnionKey, "union", "Key");
        });
        schema.CreateIndex("ix_joining_enterprise", "joining", "EnterpriseKey");
        schema.CreateIndex("ix_joining_union", "joining", "UnionKey");
    }
}
