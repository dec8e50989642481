using Gonglian.Foundation.Modules;

namespace Gonglian.Establishment;

/// <summary>组建: who must found a union, and the way there.</summary>
public sealed class EstablishmentModule : Module
{
    /// <inheritdoc/>
    public override string Title => "组建";

    /// <inheritdoc/>
    public override IEnumerable<Right> Rights => [new("establishment.see", "查看应建未建名单")];
}
