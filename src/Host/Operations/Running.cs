using Gonglian.Access;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;

namespace Gonglian.Host.Operations;

/// <summary>Who runs the program itself.</summary>
internal static class Running
{
    /// <summary>The right to run the program.</summary>
    public const string Manage = "system.manage";

    /// <summary>Whether the caller runs the whole program, not a part of the tree.</summary>
    /// <param name="db">A context that sees the whole tree.</param>
    /// <param name="caller">Who asks.</param>
    public static async Task<bool> May(AppDb db, Caller caller) => caller.Can(Manage, await SignInRules.Root(db));
}
