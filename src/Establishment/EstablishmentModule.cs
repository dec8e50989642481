using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Modules;
using Microsoft.AspNetCore.Routing;

namespace Gonglian.Establishment;

/// <summary>组建: who must found a union, and the way there.</summary>
public sealed class EstablishmentModule : Module
{
    /// <inheritdoc/>
    public override string Title => "组建";

    /// <inheritdoc/>
    public override IEnumerable<Right> Rights => [new("establishment.see", "查看应建未建名单")];

    /// <inheritdoc/>
    public override IEnumerable<NavigationEntry> Navigation =>
    [
        new("组建", "/establishment", "establishment.see", 110, async (db, _) =>
            (int)await db.Sum(Measures.Due)),
    ];

    /// <inheritdoc/>
    public override void Endpoints(IEndpointRouteBuilder routes) => EstablishmentApi.Map(routes);
}
