using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Modules;
using Gonglian.Organisations.Groups;
using Gonglian.Organisations.Imports;
using Gonglian.Organisations.Teams;
using Gonglian.Organisations.Tree;
using Gonglian.Organisations.Unions;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gonglian.Organisations;

/// <summary>组织: the tree, the federations with their teams, and unions of every form.</summary>
public sealed class OrganisationsModule : Module
{
    // Every page asks: more are not counted.
    private const int Shown = 999;

    /// <inheritdoc/>
    public override string Title => "组织";

    /// <inheritdoc/>
    public override IEnumerable<Right> Rights =>
    [
        new("organisations.see", "查看组织与工会"),
        new("organisations.edit", "维护组织、班子与工会"),
        new(GroupEntry.Right, "保存单位分组"),
    ];

    /// <inheritdoc/>
    public override IEnumerable<NavigationEntry> Navigation =>
    [
        new("组织", "/organisations", "organisations.see", 120, async (db, _) => await db.Scoped<Unit>().Count("unit AS u", int.MaxValue)),
        new("工会", "/unions", "organisations.see", 130, async (db, _) =>
            await Living(db).Count("\"union\" AS u", Shown + 1) is <= Shown and var count ? count : null),
    ];

    // Those that the page lists when no state is asked for.
    private static ScopedQuery Living(AppDb db) => db.Scoped<Union>().And("u.\"State\" <>", (int)UnionState.Dissolved);

    /// <inheritdoc/>
    public override IEnumerable<Indicator> Indicators => UnionMeasures.Indicators;

    /// <inheritdoc/>
    public override void Services(IServiceCollection services) => services.AddSingleton<IRoll, UnionRoll>();

    /// <inheritdoc/>
    public override void Map(ModelBuilder model)
    {
        Unit.Map(model);
        Post.Map(model);
        PartyOrganisation.Map(model);
        Union.Map(model);
        SavedGroup.Map(model);
    }

    /// <inheritdoc/>
    public override void Endpoints(IEndpointRouteBuilder routes)
    {
        UnitEndpoints.Map(routes);
        UnitTemplate.Map(routes);
        UnionEndpoints.Map(routes);
        VacancyList.Map(routes);
    }
}

/// <summary>The room's tables.</summary>
public static class OrganisationsTables
{
    extension(AppDb db)
    {
        /// <summary>组织树.</summary>
        public DbSet<Unit> Units => db.Set<Unit>();

        /// <summary>分组.</summary>
        public DbSet<SavedGroup> Groups => db.Set<SavedGroup>();

        /// <summary>任职.</summary>
        public DbSet<Post> Posts => db.Set<Post>();

        /// <summary>党组织.</summary>
        public DbSet<PartyOrganisation> PartyOrganisations => db.Set<PartyOrganisation>();

        /// <summary>工会.</summary>
        public DbSet<Union> Unions => db.Set<Union>();

        /// <summary>工会事实.</summary>
        public DbSet<UnionFact> UnionFacts => db.Set<UnionFact>();
    }
}
