using Gonglian.Enterprises.Definitions;
using Gonglian.Enterprises.Imports;
using Gonglian.Foundation.Bulletins;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Jobs;
using Gonglian.Foundation.Modules;
using Gonglian.Organisations.Unions;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gonglian.Enterprises;

/// <summary>企业: files, facts, joining records, exclusions.</summary>
public sealed class EnterprisesModule : Module
{
    /// <inheritdoc/>
    public override string Title => "企业";

    /// <inheritdoc/>
    public override IEnumerable<Right> Rights =>
    [
        new("enterprises.see", "查看企业"),
        new("enterprises.edit", "登记与修改企业"),
        new("enterprises.import", "导入名册"),
        new("enterprises.export", "导出名册"),
        new("enterprises.reveal", "查看联系电话"),
        new("exclusions.decide", "确认排除"),
        new(Defining.Right, "定指标口径"),
    ];

    /// <inheritdoc/>
    public override IEnumerable<Indicator> Indicators => Rules.Measures.Indicators;

    /// <inheritdoc/>
    public override void Services(IServiceCollection services)
    {
        services.AddSingleton<CoverageParameters>();
        services.AddSingleton<UnitTree>();
        services.AddSingleton<EnterpriseSample>();
        services.AddSingleton<EnterpriseList>();
        services.AddScoped<EnterpriseExport.Exporter>();
        services.AddSingleton<IRoll, EnterpriseRoll>();
        services.AddSingleton<IHear<UnionChanged>, UnionHearing>();
        services.AddSingleton<IHear<UnitMoved>, UnitMovedHearing>();
        services.AddSingleton<IUnionFigures, UnionFigures>();
        services.AddSingleton<Importer>();
        services.AddSingleton<Undo>();
        services.AddSingleton<JobKind, ImportCheck>();
        services.AddSingleton<JobKind, ImportWrite>();
        services.AddSingleton<JobKind, ImportUndo>();
    }

    /// <inheritdoc/>
    public override void Endpoints(IEndpointRouteBuilder routes)
    {
        DocumentFiles.Map(routes);
        Uploads.Map(routes);
        EnterpriseExport.Map(routes);
        EnterpriseApi.Map(routes);
        ExclusionList.Map(routes);
        ImportList.Map(routes);
    }

    /// <inheritdoc/>
    public override IEnumerable<NavigationEntry> Navigation =>
    [
        new("企业", "/enterprises", "enterprises.see", 100),
        new("导入", "/enterprises/import", ImportScope.Right, 140, Also: ["/imports"]),
        new("排除", "/exclusions", "enterprises.see", 150,
            async (db, _) => await db.Scoped<Exclusion>().And("e.\"State\" =", (int)ExclusionState.Proposed)
                .Count("exclusion AS e", int.MaxValue)),
    ];

    /// <inheritdoc/>
    public override void Map(ModelBuilder model)
    {
        Enterprise.Map(model);
        EnterpriseFact.Map(model);
        Joining.Map(model);
        Exclusion.Map(model);
        Contact.Map(model);
        Document.Map(model);
        Import.Map(model);
        SavedView.Map(model);
        Definition.Map(model);
    }
}

/// <summary>The room's tables.</summary>
public static class EnterprisesTables
{
    extension(AppDb db)
    {
        /// <summary>企业.</summary>
        public DbSet<Enterprise> Enterprises => db.Set<Enterprise>();

        /// <summary>企业事实.</summary>
        public DbSet<EnterpriseFact> EnterpriseFacts => db.Set<EnterpriseFact>();

        /// <summary>覆盖关系.</summary>
        public DbSet<Joining> Joinings => db.Set<Joining>();

        /// <summary>排除.</summary>
        public DbSet<Exclusion> Exclusions => db.Set<Exclusion>();

        /// <summary>保存的视图: everybody's; ask for the caller's own by <see cref="SavedView.Of"/>.</summary>
        public DbSet<SavedView> SavedViews => db.Set<SavedView>();

        /// <summary>联系人.</summary>
        public DbSet<Contact> Contacts => db.Set<Contact>();

        /// <summary>文件.</summary>
        public DbSet<Document> Documents => db.Set<Document>();

        /// <summary>导入.</summary>
        public DbSet<Import> Imports => db.Set<Import>();

        /// <summary>口径版本, withdrawn ones included; what holds on a day says <see cref="CoverageParameters"/>.</summary>
        public DbSet<Definition> Definitions => db.Set<Definition>();

        /// <summary>导入中要看的单元格和行.</summary>
        public DbSet<ImportNote> ImportNotes => db.Set<ImportNote>();
    }
}
