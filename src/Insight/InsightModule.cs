using Gonglian.Foundation.Bulletins;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Jobs;
using Gonglian.Foundation.Modules;
using Gonglian.Insight.Cubes;
using Gonglian.Insight.Live;
using Gonglian.Insight.Records;
using Gonglian.Insight.Recounts;
using Gonglian.Insight.Replays;
using Gonglian.Insight.Snapshots;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gonglian.Insight;

/// <summary>看板: the only room that looks into every room.</summary>
public sealed class InsightModule : Module
{
    /// <inheritdoc/>
    public override string Title => "总览";

    /// <inheritdoc/>
    public override IEnumerable<Right> Rights =>
    [
        new("insight.see", "查看总览与指标"), new(Freezing.Right, "冻结指标"), new(ChangeList.Right, "查看全部变更记录"),
    ];

    /// <inheritdoc/>
    public override IEnumerable<NavigationEntry> Navigation =>
    [
        new("总览", "/", "insight.see", 0, Also: ["/overview", "/figures", "/recounts", "/replay"]),
        new("透视表", "/pivot", "insight.see", 10),
        new("快照", "/snapshots", "insight.see", 30),
        new("变更记录", "/changes", ChangeList.Right, 210),
    ];

    /// <inheritdoc/>
    public override void Endpoints(IEndpointRouteBuilder routes)
    {
        InsightApi.Map(routes);
        ChangeEndpoints.Map(routes);
        TrailFiles.Map(routes);
        PartsExport.Map(routes);
        LiveBoard.Map(routes);
        MovementExport.Map(routes);
        SnapshotFiles.Map(routes);
        PivotEndpoints.Map(routes);
        SnapshotList.Map(routes);
    }

    /// <inheritdoc/>
    public override void Map(ModelBuilder model)
    {
        Snapshot.Map(model);
        Recount.Map(model);
        AskedReplay.Map(model);
    }

    /// <inheritdoc/>
    public override void Services(IServiceCollection services)
    {
        services.AddSingleton<History>();
        services.AddSingleton<Cube>();
        services.AddSingleton<LiveSeats>();
        services.AddSingleton<LiveBoard>();
        services.AddSingleton<JobKind, HistoryJob>();
        services.AddSingleton<JobKind, FreezeJob>();
        services.AddSingleton<IRoll, HistoryRoll>();
        services.AddSingleton<IHear<ManyFactsTold>, HistoryRoll>();
        services.AddSingleton<JobKind, ReplayJob>();
        services.AddSingleton<RecountJob>();
        services.AddSingleton<JobKind>(s => s.GetRequiredService<RecountJob>());
        services.AddSingleton<JobKind, RepairJob>();
        services.AddSingleton<IRoll, RecountRoll>();
        services.AddHostedService<NightWatch>();
    }
}
