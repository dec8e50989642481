using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Modules;
using Gonglian.Foundation.Sheets;
using Gonglian.Organisations.Teams;
using Gonglian.Organisations.Tree;
using Gonglian.Organisations.Unions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations;

/// <summary>组织: the tree, the federations with their teams, and unions of every form.</summary>
public sealed class OrganisationsModule : Module
{
    /// <inheritdoc/>
    public override string Title => "组织";

    /// <inheritdoc/>
    public override IEnumerable<Right> Rights =>
    [
        new("organisations.see", "查看组织与工会"),
        new("organisations.edit", "维护组织、班子与工会"),
    ];

    /// <inheritdoc/>
    public override IEnumerable<NavigationEntry> Navigation =>
    [
        new("组织", "/organisations", "organisations.see", 120, async (db, _) => await db.Units.CountAsync()),
    ];

    /// <inheritdoc/>
    public override void Map(ModelBuilder model)
    {
        Unit.Map(model);
        Post.Map(model);
        PartyOrganisation.Map(model);
        Union.Map(model);
    }

    /// <inheritdoc/>
    public override void Endpoints(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/units", async (AppDb db, Caller caller, DayRoll days, string? q, bool? closed) =>
        {
            var rows = await db.UnitRows(caller, new UnitFilter(q, closed == true), await days.Today());
            return Results.Ok(new { items = Records.Of(UnitList.Columns, rows) });
        }).RequireAuthorization(new NeedsAttribute("organisations.see")).WithTags("units").WithSummary("组织树:单位列表");
    }
}

/// <summary>The room's tables.</summary>
public static class OrganisationsTables
{
    extension(AppDb db)
    {
        /// <summary>组织树.</summary>
        public DbSet<Unit> Units => db.Set<Unit>();

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
