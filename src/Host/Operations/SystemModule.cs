using Gonglian.Foundation.Modules;

namespace Gonglian.Host.Operations;

/// <summary>系统: what keeps the program itself running.</summary>
public sealed class SystemModule : Module
{
    /// <inheritdoc/>
    public override string Title => "系统";

    /// <inheritdoc/>
    public override IEnumerable<Right> Rights => [new(Running.Manage, "系统设置与维护")];

    /// <inheritdoc/>
    public override IEnumerable<NavigationEntry> Navigation => [new("系统状态", "/system", Running.Manage, 290)];

    /// <inheritdoc/>
    public override void Services(IServiceCollection services) => services.AddSingleton<Doctor>();
}
