using Gonglian.Foundation.Modules;

namespace Gonglian.Insight;

/// <summary>看板: the only room that looks into every room.</summary>
public sealed class InsightModule : Module
{
    /// <inheritdoc/>
    public override string Title => "总览";

    /// <inheritdoc/>
    public override IEnumerable<Right> Rights => [new("insight.see", "查看总览与指标")];
}
