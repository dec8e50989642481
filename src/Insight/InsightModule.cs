using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Jobs;
using Gonglian.Foundation.Modules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Gonglian.Insight;

/// <summary>看板: the only room that looks into every room.</summary>
public sealed class InsightModule : Module
{
    /// <inheritdoc/>
    public override string Title => "总览";

    /// <inheritdoc/>
    public override IEnumerable<Right> Rights => [new("insight.see", "查看总览与指标")];

    /// <inheritdoc/>
    public override IEnumerable<NavigationEntry> Navigation =>
        [new("总览", "/", "insight.see", 0, Also: ["/overview", "/figures"])];

    /// <inheritdoc/>
    public override void Endpoints(IEndpointRouteBuilder routes) => InsightApi.Map(routes);

    /// <inheritdoc/>
    public override void Services(IServiceCollection services)
    {
        services.AddSingleton<History>();
        services.AddSingleton<JobKind, HistoryJob>();
        services.AddSingleton<IRoll, HistoryRoll>();
    }
}
