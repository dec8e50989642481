using System.Collections.Concurrent;
using Gonglian.Foundation.Callers;

namespace Gonglian.Foundation.Data;

/// <summary>The scope of a table for one caller, as the condition of a query.</summary>
/// <param name="Condition">The text.</param>
/// <param name="Values">The values that are named in it.</param>
internal sealed record ScopeText(string Condition, IReadOnlyList<KeyValuePair<string, object>> Values);

/// <summary>Scopes that were asked for lately; each follows from the parts of the tree alone, and so never changes.</summary>
internal sealed class Scopes
{
    private const int Most = 2000;
    private readonly ConcurrentDictionary<string, ScopeText> known = new(StringComparer.Ordinal);

    public ScopeText Of(Type table, string from, string to, Caller caller, Func<ScopeText> make)
    {
        var key = string.Join('\n', [table.FullName!, from, to, .. Ends(caller.Allowed), "but", .. Ends(caller.Denied)]);
        if (known.TryGetValue(key, out var scope))
            return scope;
        if (known.Count >= Most)
            known.Clear();
        return known[key] = make();
    }

    private static IEnumerable<string> Ends(IReadOnlyList<PathRange> parts) => parts.SelectMany(p => new[] { p.From, p.To });
}
