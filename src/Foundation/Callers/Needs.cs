using Microsoft.AspNetCore.Authorization;

namespace Gonglian.Foundation.Callers;

/// <summary>The right without which a page or endpoint is closed. Every address carries this, or says that it is open.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NeedsAttribute(string right)
    : AuthorizeAttribute, IAuthorizationRequirement, IAuthorizationRequirementData
{
    /// <summary>The right's code; see the modules.</summary>
    public string Right { get; } = right;

    /// <inheritdoc/>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [this];
}

/// <summary>Opens what <see cref="NeedsAttribute"/> closes to callers that have the right somewhere.</summary>
public sealed class NeedsHandler(Caller caller) : AuthorizationHandler<NeedsAttribute>
{
    /// <inheritdoc/>
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, NeedsAttribute requirement)
    {
        if (caller.Can(requirement.Right))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
